/** Chromium without a window, by its own protocol over two pipes: https://chromedevtools.github.io/devtools-protocol/ */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'

/** The program, by the name that Debian gives it. */
export const program = 'chromium'

/** How a page is looked at. */
export interface View {
  /** Of the window, in pixels. */
  readonly width: number
  readonly scheme: 'light' | 'dark'
}

export interface Browser {
  /** From here on, pages are looked at so. */
  look(view: View): Promise<void>
  /** Shows a whole HTML document. */
  show(html: string): Promise<void>
  /** What an expression is worth in the page that is shown. @throws what it throws there */
  evaluate<Value>(expression: string): Promise<Value>
  /** The whole page, as PNG. */
  screenshot(): Promise<Buffer>
  stop(): Promise<void>
}

interface Message {
  readonly id?: number
  readonly result?: Readonly<Record<string, unknown>>
  readonly error?: { readonly message: string }
}

interface Waiting {
  resolve(result: Readonly<Record<string, unknown>>): void
  reject(error: Error): void
}

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars']

/** Starts a browser with one empty page. It loads nothing from anywhere. */
export async function startBrowser(): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'look-'))
  const child = spawn(
    program,
    [...flags, '--remote-debugging-pipe', `--user-data-dir=${profile}`, '--no-first-run', 'about:blank'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  )
  const ask = connection(child)
  const { targetInfos } = await ask('Target.getTargets', {})
  const page = (targetInfos as readonly { readonly type: string; readonly targetId: string }[]).find(
    ({ type }) => type === 'page',
  )
  const { sessionId } = await ask('Target.attachToTarget', { targetId: page?.targetId, flatten: true })
  const askPage = (method: string, params: object = {}) => ask(method, params, String(sessionId))
  await askPage('Network.enable')
  await askPage('Network.setBlockedURLs', { urls: ['http://*', 'https://*'] })
  const { frameTree } = await askPage('Page.getFrameTree')
  const frameId = (frameTree as { readonly frame: { readonly id: string } }).frame.id
  return {
    async look({ width, scheme }) {
      const features = [{ name: 'prefers-color-scheme', value: scheme }]
      await askPage('Emulation.setDeviceMetricsOverride', { width, height: 800, deviceScaleFactor: 1, mobile: false })
      await askPage('Emulation.setEmulatedMedia', { features })
    },
    async show(html) {
      // What the page before has forbidden would be forbidden to this one too.
      await askPage('Page.navigate', { url: 'about:blank' })
      await askPage('Page.setDocumentContent', { frameId, html })
    },
    async evaluate<Value>(expression: string) {
      const { result, exceptionDetails: thrown } = await askPage('Runtime.evaluate', {
        expression,
        returnByValue: true,
      })
      if (thrown !== undefined) throw new Error(`The page throws: ${JSON.stringify(thrown)}`)
      return (result as { readonly value: Value }).value
    },
    async screenshot() {
      const { result } = await askPage('Runtime.evaluate', { expression: size, returnByValue: true })
      const { value } = result as { readonly value: object }
      const clip = { x: 0, y: 0, scale: 1, ...value }
      const { data } = await askPage('Page.captureScreenshot', { captureBeyondViewport: true, clip })
      return Buffer.from(String(data), 'base64')
    },
    async stop() {
      const ended = once(child, 'exit')
      child.kill()
      await ended
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** What a page takes, which may be less than the window. */
const size = '({ width: innerWidth, height: Math.ceil(document.body.getBoundingClientRect().height) })'

type Ask = (method: string, params: object, sessionId?: string) => Promise<Readonly<Record<string, unknown>>>

/** Messages are JSON, and end with a zero byte each. */
function connection(child: ChildProcess): Ask {
  const [, , , input, output] = child.stdio as unknown as [null, null, null, Writable, Readable]
  const waiting = new Map<number, Waiting>()
  let last = 0
  let rest = ''
  output.setEncoding('utf8')
  output.on('data', (text: string) => {
    const parts = `${rest}${text}`.split('\0')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      const { id, result, error } = JSON.parse(part) as Message
      const asked = id === undefined ? undefined : waiting.get(id)
      if (error === undefined) asked?.resolve(result ?? {})
      else asked?.reject(new Error(`${program} refuses: ${error.message}`))
    }
  })
  const fail = (why: string) => {
    for (const { reject } of waiting.values()) reject(new Error(why))
  }
  input.on('error', ({ message }) => fail(message))
  child.on('error', ({ message }) => fail(message))
  child.on('exit', (code, signal) => fail(`${program} has ended: ${code ?? signal}`))
  return (method, params, sessionId) => {
    last += 1
    const id = last
    return new Promise((resolve, reject) => {
      const settle = <Value>(how: (value: Value) => void) => {
        return (value: Value) => {
          waiting.delete(id)
          how(value)
        }
      }
      waiting.set(id, { resolve: settle(resolve), reject: settle(reject) })
      input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    })
  }
}
