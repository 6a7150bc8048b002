/**
 * How long the bundle takes to its first request, and to refuse an input, beside an empty Node script: by the wall clock,
 * and by the processor's time of the process. Every figure is a median of pairs that run one after the other, as machines
 * are noisy; only the ratios are worth comparing.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { startSandbox } from '../sandbox.ts'
import { table } from './tables.ts'

interface Took {
  readonly wall: number
  readonly processor: number
}

interface Subject {
  readonly name: string
  readonly script: string
  readonly environment: Readonly<Record<string, string>>
  /** Ended at its first request, which it has to make. */
  readonly toFirstRequest: boolean
}

const root = resolve(import.meta.dirname, '..', '..')

/** `other`: the bundle of another action that signs in at AWS. */
export async function coldStartTable(pairs: number, other: string | undefined): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const sandbox = await startSandbox()
  try {
    const empty = join(folder, 'empty.mjs')
    writeFileSync(empty, '')
    sandbox.aws.createUser({ name: 'bot' })
    const key = sandbox.aws.createAccessKey('bot')
    const runner = {
      ...sandbox.environment,
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      RUNNER_TEMP: folder,
      GITHUB_REPOSITORY: 'octo/app',
      GITHUB_REPOSITORY_ID: '1',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_RUN_ID: '1',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_EVENT_NAME: 'schedule',
      GITHUB_WORKFLOW_REF: 'octo/app/.github/workflows/rotate.yml@refs/heads/main',
    }
    const own = {
      ...runner,
      ...defaults(),
      'INPUT_GITHUB-TOKEN': 'ghs_1',
      'INPUT_DISPATCH-TOKEN': 'ghs_2',
      'INPUT_GITHUB-API-URL': sandbox.environment['GITHUB_API_URL'] ?? '',
      'INPUT_VERIFICATION-WORKFLOW': 'verify.yml',
      AWS_ACCESS_KEY_ID: key.accessKeyId,
      AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    }
    const script = join(root, 'dist', 'index.js')
    const signing = {
      ...runner,
      'INPUT_AWS-REGION': 'us-east-1',
      'INPUT_AWS-ACCESS-KEY-ID': key.accessKeyId,
      'INPUT_AWS-SECRET-ACCESS-KEY': key.secretAccessKey,
    }
    const subjects: readonly Subject[] = [
      { name: 'an empty Node script', script: empty, environment: {}, toFirstRequest: false },
      {
        name: 'an input that is refused',
        script,
        environment: { ...own, 'INPUT_ROTATE-AFTER': 'soon' },
        toFirstRequest: false,
      },
      { name: 'the first request', script, environment: own, toFirstRequest: true },
      ...(other === undefined
        ? []
        : [
            {
              name: 'the first request of the other action',
              script: other,
              environment: signing,
              toFirstRequest: true,
            },
          ]),
    ]
    let onRequest = () => {}
    sandbox.wire.observers.push({ before: () => onRequest() })
    const took = new Map<Subject, Took[]>(subjects.map((each) => [each, []]))
    // The first round warms the file cache and does not count.
    for (let round = 0; round <= pairs; round += 1) {
      for (const subject of subjects) {
        const one = await time(subject, (listener) => {
          onRequest = listener
        })
        if (round > 0) took.get(subject)?.push(one)
      }
    }
    const [first = []] = took.values()
    const rows = [...took].map(([{ name }, all]) => {
      const ratio = (what: keyof Took) => median(all.map((each, pair) => each[what] / (first[pair]?.[what] ?? 1)))
      const sum = (list: readonly Took[]) => list.reduce((total, { processor }) => total + processor, 0)
      const wall = median(all.map((each) => each.wall))
      return [
        name,
        wall.toFixed(0),
        ratio('wall').toFixed(2),
        (sum(all) / all.length).toFixed(0),
        (sum(all) / sum(first)).toFixed(2),
      ]
    })
    return table([['', 'wall, ms', '× empty', 'processor, ms', '× empty'], ...rows])
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await sandbox.stop()
  }
}

/** The defaults of `action.yml` that are plain texts, as the runner hands them over. */
function defaults(): Readonly<Record<string, string>> {
  const text = readFileSync(join(root, 'action.yml'), 'utf8')
  const inputs = text.slice(text.indexOf('\ninputs:'), text.indexOf('\noutputs:'))
  const found = inputs.matchAll(/^ {2}([\w-]+):\n(?: {4}.*\n)*? {4}default: (?!\||>)(.*)$/gm)
  const plain = [...found].map(([, name = '', value = '']) => [
    `INPUT_${name.toUpperCase()}`,
    value.replace(/^['"]|['"]$/g, ''),
  ])
  const secrets = 'AWS_ACCESS_KEY_ID: access-key-id\nAWS_SECRET_ACCESS_KEY: secret-access-key\n'
  return { ...Object.fromEntries(plain.filter(([, value]) => !value?.includes('${'))), INPUT_SECRETS: secrets }
}

function time({ script, environment, toFirstRequest }: Subject, listen: (listener: () => void) => void): Promise<Took> {
  return new Promise((resolved, reject) => {
    const before = ofChildren()
    const start = performance.now()
    let requested: number | undefined
    const child = spawn(process.execPath, [script], { env: environment, stdio: 'ignore' })
    listen(() => {
      requested ??= performance.now()
      child.kill('SIGKILL')
    })
    child.on('error', reject)
    child.on('close', () => {
      if (toFirstRequest !== (requested !== undefined)) return reject(new Error(`${script} did what nobody expected`))
      resolved({ wall: (requested ?? performance.now()) - start, processor: ofChildren() - before })
    })
  })
}

/** Milliseconds that children which have ended took of the processor, in steps of 10: `cutime` and `cstime` of Linux. */
function ofChildren(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[13]) + Number(fields[14])) * 10
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
}
