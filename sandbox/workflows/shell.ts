/** A step's script, run as the runner runs it: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StepResult } from './step.ts'

const options: Readonly<Record<string, readonly string[]>> = {
  '': ['-e'],
  bash: ['--noprofile', '--norc', '-eo', 'pipefail'],
}

export interface Script {
  readonly text: string
  /** What the step names; nothing when it names none. */
  readonly shell: string
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
  /** A folder whose programs come before those of the machine. */
  readonly programs: string | undefined
}

/** Runs a script to its end. */
export async function runScript({ text, shell, folder, environment, programs }: Script): Promise<StepResult> {
  const flags = options[shell]
  if (flags === undefined) throw new RangeError(`the sandbox has no shell ${shell}`)
  const temp = mkdtempSync(join(tmpdir(), 'step-'))
  try {
    const file = (name: string) => join(temp, name)
    const names = ['OUTPUT', 'ENV', 'PATH', 'STATE', 'STEP_SUMMARY'] as const
    for (const name of names) writeFileSync(file(name), '')
    writeFileSync(file('script.sh'), text)
    const files = Object.fromEntries(names.map((name) => [`GITHUB_${name}`, file(name)]))
    const { exitCode, log } = await ended([...flags, file('script.sh')], folder, {
      PATH: [programs ?? [], process.env['PATH'] ?? ''].flat().join(':'),
      HOME: temp,
      RUNNER_TEMP: temp,
      ...environment,
      ...files,
    })
    return {
      outcome: exitCode === 0 ? 'success' : 'failure',
      log,
      outputs: valuesIn(readFileSync(file('OUTPUT'), 'utf8')),
      environment: valuesIn(readFileSync(file('ENV'), 'utf8')),
      summary: readFileSync(file('STEP_SUMMARY'), 'utf8'),
    }
  } finally {
    rmSync(temp, { recursive: true, force: true })
  }
}

function ended(parameters: readonly string[], cwd: string, env: Readonly<Record<string, string>>) {
  const child = spawn('bash', parameters, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text
    })
  }
  return new Promise<{ exitCode: number | null; log: string }>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (exitCode) => resolve({ exitCode, log }))
  })
}

/**
 * `name=value` or `name<<delimiter`, lines, delimiter:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-output-parameter
 */
function valuesIn(text: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = {}
  const lines = text.split('\n')
  while (lines.length > 0) {
    const line = lines.shift() ?? ''
    if (line === '') continue
    const [, name, sign, rest = ''] = /^(.+?)(=|<<)(.*)$/.exec(line) ?? []
    if (name === undefined) throw new SyntaxError(`Invalid format '${line}'`)
    const end = lines.indexOf(rest)
    if (sign === '<<' && end < 0) throw new SyntaxError(`Invalid value. Matching delimiter not found '${rest}'`)
    values[name] =
      sign === '='
        ? rest
        : lines
            .splice(0, end + 1)
            .slice(0, -1)
            .join('\n')
  }
  return values
}
