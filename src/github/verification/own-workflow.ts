/** The workflow file that this run comes from, as far as it tells that the recovery secret does not come back. */
import { parse } from 'yaml'
import { endsRun } from '../../rotation/problem.ts'
import type { GitHubClient } from '../api/client.ts'

/** Where GitHub has the file, and which of its jobs this is. */
export interface OwnWorkflow {
  readonly owner: string
  readonly repo: string
  /** `.github/workflows/rotate.yml` */
  readonly path: string
  /** Branch or tag. */
  readonly ref: string
  /** The job's ID in the file; undefined where nobody says so. */
  readonly job: string | undefined
}

/**
 * Whether the steps that name a recovery secret hand it back: `missing` where none of them does, `other` where all of
 * them hand in another secret. Whatever cannot be told from the file alone (expressions, other files, steps with inputs
 * of their own) counts as handed back.
 */
export function handsBack(content: string, job: string | undefined, secret: string): 'yes' | 'missing' | 'other' {
  const jobs = mapOf(mapOf(parsed(content))['jobs'])
  const own = job === undefined || jobs[job] === undefined ? Object.values(jobs) : [jobs[job]]
  const steps = own.flatMap((each) => {
    const { steps: all } = mapOf(each)
    return Array.isArray(all) ? all.map((step: unknown) => inputsOf(mapOf(step))) : []
  })
  const judged = steps.filter((inputs) => inputs.has('recovery-secret-name')).map((inputs) => judge(inputs, secret))
  const [first = 'yes', ...others] = judged
  return others.every((each) => each === first) ? first : 'yes'
}

function judge(inputs: ReadonlyMap<string, string>, secret: string): 'yes' | 'missing' | 'other' {
  const handed = inputs.get('recovery-secret') ?? ''
  if (handed !== '') {
    const [, plain] = /^\$\{\{\s*secrets\.(\w+)\s*\}\}$/i.exec(handed) ?? []
    return plain === undefined || plain.toUpperCase() === secret.toUpperCase() ? 'yes' : 'other'
  }
  // An action around this one may have another name for it.
  const mention = new RegExp(`toJSON\\(\\s*secrets|\\b${secret}\\b`, 'i')
  const others = [...inputs].filter(([name]) => name !== 'recovery-secret-name')
  return others.some(([, value]) => value.includes('${{') && mention.test(value)) ? 'yes' : 'missing'
}

/** A warning with the line to write, where the file can be read and does not hand the secret back. @throws only what ends the run */
export async function warnOfMissingHandBack(
  github: GitHubClient,
  { owner, repo, path, ref, job }: OwnWorkflow,
  { secret, line }: { readonly secret: string; readonly line: string },
): Promise<string | undefined> {
  try {
    github.budget.requireSpare()
    const route = 'GET /repos/{owner}/{repo}/contents/{path}'
    const { data } = await github.request<{ content?: string }>(route, { owner, repo, path, ref })
    const found = handsBack(Buffer.from(data.content ?? '', 'base64').toString('utf8'), job, secret)
    if (found === 'yes') return undefined
    const what = found === 'missing' ? 'does not hand it back' : 'hands another secret back'
    return `The workflow ${path} names the recovery secret ${secret} and ${what}: an interrupted rotation could not be finished with the key in it. Write into the step: "${line}".`
  } catch (error) {
    if (endsRun(error)) throw error
    // The file cannot be read, or not now: nothing is known against it.
    return undefined
  }
}

function parsed(content: string): unknown {
  try {
    // Its warnings quote the file, and would go to the log as it stands there.
    return parse(content, { logLevel: 'error' })
  } catch {
    return undefined
  }
}

/** What a step hands to its action; GitHub compares the names of inputs without regard to case. */
function inputsOf(step: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const inputs = Object.entries(mapOf(step['with']))
  return new Map(inputs.map(([name, value]) => [name.toLowerCase(), String(value ?? '').trim()]))
}

function mapOf(node: unknown): Readonly<Record<string, unknown>> {
  return typeof node === 'object' && node !== null && !Array.isArray(node) ? { ...node } : {}
}
