/** The workflow that rotates keys: whether it hands back the recovery secret that it names, and what waits for it. */

import { isSameName } from '../destination.ts'
import { passOver, type Warning } from '../rotation/problem.ts'
import type { Job, OwnWorkflow } from '../workflow.ts'
import type { GitHubClient } from './api/client.ts'
import { permissions } from './api/permissions.ts'
import { type ContentJson, textOf } from './verification/workflow.ts'
import { readWorkflowFile, stepsByJob } from './verification/workflow-file.ts'
import { mapOf, type Node } from './verification/workflow-nodes.ts'

/** Where the recovery secret is, and the line that hands it back; undefined where the job was handed something. */
export interface HandBack {
  readonly owner: string
  readonly repo: string
  readonly name: string
  readonly missingLine: string | undefined
}

/**
 * A warning with the line to write, before a key exists: an interrupted run is finished with the recovery secret only
 * where the workflow hands it back. Undefined where the file cannot be read, or says nothing against it.
 * @throws only what ends the run
 */
export async function warningOfMissingHandBack(
  github: GitHubClient,
  { file, ...job }: Job,
  recovery: HandBack,
): Promise<Warning | undefined> {
  const isHere = ({ owner, repo }: { readonly owner: string; readonly repo: string }) =>
    isSameName(`${owner}/${repo}`, `${job.owner}/${job.repo}`)
  const { name, missingLine: line } = recovery
  if (line === undefined || file === undefined || !isHere(file) || !isHere(recovery)) return undefined
  const content = await contentOf(github, file).catch(passOver)
  const found = content === undefined ? 'yes' : handsBack(content, file.job, name)
  if (found === 'yes') return undefined
  const what = found === 'missing' ? 'does not hand it back' : 'hands another secret back'
  const text = `The workflow ${file.path} names the recovery secret ${name} but ${what}, so an interrupted rotation could not be finished with the key in it. Add to the step: "${line}".`
  return { kind: 'recovery secret not handed back', text }
}

/**
 * The concurrency group of this very run: whatever else is of it waits until the run has ended.
 * Undefined where it has none, or nobody can tell. @throws only what ends the run
 */
export async function groupOfThisRun(github: GitHubClient, { file }: Pick<Job, 'file'>): Promise<string | undefined> {
  const content = file === undefined ? undefined : await contentOf(github, file).catch(passOver)
  return content === undefined ? undefined : readWorkflowFile(content)?.group
}

async function contentOf(github: GitHubClient, { owner, repo, path, ref }: OwnWorkflow): Promise<string> {
  const { data } = await github.ask<ContentJson>(
    'GET /repos/{owner}/{repo}/contents/{path}',
    { owner, repo, path, ref },
    { doing: 'read the workflow of this run', place: `${owner}/${repo}`, permission: permissions.contents('read') },
    { isOptional: true },
  )
  return textOf(data)
}

/**
 * Whether the steps that name a recovery secret hand it back: `missing` where none of them does, `other` where all of
 * them hand in another secret. Whatever cannot be told from the file alone (expressions, other files, steps with inputs
 * of their own) counts as handed back.
 */
function handsBack(content: string, job: string | undefined, secret: string): 'yes' | 'missing' | 'other' {
  const jobs = stepsByJob(content)
  const steps = jobs.get(job ?? '') ?? [...jobs.values()].flat()
  const judged = steps
    .map(inputsOf)
    .filter((inputs) => inputs.has('recovery-secret-name'))
    .map((inputs) => judge(inputs, secret))
  const [first = 'yes', ...others] = judged
  return others.every((each) => each === first) ? first : 'yes'
}

function judge(inputs: ReadonlyMap<string, string>, secret: string): 'yes' | 'missing' | 'other' {
  const handed = inputs.get('recovery-secret') ?? ''
  if (handed !== '') {
    const [, plain] = /^\$\{\{\s*secrets\.(\w+)\s*\}\}$/i.exec(handed) ?? []
    return plain === undefined || isSameName(plain, secret) ? 'yes' : 'other'
  }
  // An action around this one may have another name for it.
  const mention = new RegExp(`toJSON\\(\\s*secrets|\\b${secret}\\b`, 'i')
  const others = [...inputs].filter(([name]) => name !== 'recovery-secret-name')
  return others.some(([, value]) => value.includes('${{') && mention.test(value)) ? 'yes' : 'missing'
}

/** What a step hands to its action; GitHub compares the names of inputs without regard to case. */
function inputsOf(step: Node): ReadonlyMap<string, string> {
  const inputs = Object.entries(mapOf(step['with']))
  return new Map(inputs.map(([name, value]) => [name.toLowerCase(), String(value ?? '').trim()]))
}
