import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const startTimeout = 20_000
const stopTimeout = 5_000

/** Serves until whoever started it closes its input, or dies without a chance to. */
const script = 'moto_server -H 127.0.0.1 -p "$0" & server=$!; read -r _; kill $server; wait'

/** moto's server, another implementation of IAM and STS: a second opinion on what the sandbox does. */
export interface Moto {
  /** `http://127.0.0.1:PORT`; every service answers there. */
  readonly url: string
  /** From now on signatures and policies are checked; before, every request is let through. */
  enforceAuthentication(): Promise<void>
  stop(): Promise<void>
}

/** Whether `moto_server` can be started here. */
export function motoIsInstalled(): boolean {
  return isInstalled('moto_server')
}

/** Whether a program is on the PATH. */
export function isInstalled(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** Starts moto on a free port of the loopback interface and waits until it answers. */
export async function startMoto(): Promise<Moto> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = spawn('sh', ['-c', script, String(port)], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  try {
    await untilItAnswers(url)
  } catch (error) {
    await stop(child)
    throw error
  }
  return {
    url,
    enforceAuthentication: async () => {
      const response = await fetch(`${url}/moto-api/reset-auth`, { method: 'POST', body: '0' })
      if (!response.ok) throw new Error(`moto does not enforce authentication: ${response.status}`)
    },
    stop: () => stop(child),
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}

async function untilItAnswers(url: string): Promise<void> {
  const deadline = performance.now() + startTimeout
  while (performance.now() < deadline) {
    const answer = await fetch(`${url}/moto-api/data.json`).catch(() => undefined)
    if (answer?.ok === true) return
    await sleep(50)
  }
  throw new Error(`moto_server does not answer after ${startTimeout} ms`)
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.stdin?.end()
  await Promise.race([ended, sleep(stopTimeout, undefined, { ref: false })])
  killGroup(child.pid)
}

/** Whatever is left: `moto_server` may be a shim around the process that serves. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
