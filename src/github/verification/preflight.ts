/** The checks of a verification workflow before a key exists: what keeps it from running, or makes its proof weak. */
import { randomUUID } from 'node:crypto'
import { isSameName } from '../../destination.ts'
import { dispatchInputs } from '../../key/verification-contract.ts'
import { endsRun, inSentences, passOver } from '../../rotation/problem.ts'
import type { Remark } from '../../rotation/world.ts'
import { nearest } from '../../text/nearest.ts'
import { presentable } from '../../text/presentable.ts'
import { permissions } from '../api/permissions.ts'
import { isLastingRefusal, statusOf } from '../api/refusals.ts'
import { runNameLine, start } from './dispatch.ts'
import type { VerificationWorkflow } from './workflow.ts'
import type { WorkflowFile } from './workflow-file.ts'

const { expectedKey, rotationId } = dispatchInputs

/** The findings about one workflow. */
export interface Checked {
  /** What would keep it from running, in sentences. */
  readonly problem?: string | undefined
  readonly remark?: Remark | undefined
  /** The file; undefined while it is not known. */
  readonly file?: WorkflowFile | undefined
}

/** The run that a verification is started by, and that waits for it. */
export interface WaitingRun {
  /** `octo/app` */
  readonly repository: string
  /** Of the run; undefined where it has none, or nobody can tell. Is read when it is asked for. */
  group(): Promise<string | undefined>
}

/** Checks that a workflow is active and may be dispatched, and its file on the branch that is started. */
export async function checkWorkflow(workflow: VerificationWorkflow, waiting: WaitingRun): Promise<Checked> {
  try {
    const ref = await workflow.startedRef()
    const { data, headers } = await workflow.ask<{ state: string }>(
      'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}',
      { workflow_id: workflow.file },
      workflow.purpose('look at the verification workflow'),
    )
    if (data.state !== 'active') return { problem: inactive(workflow, data.state) }
    const server = presentable(String(headers['x-github-enterprise-version'] ?? ''))
    const checked = await checkFile(workflow, waiting, ref, server)
    return checked.problem === undefined ? { ...checked, problem: await whyNotDispatched(workflow) } : checked
  } catch (error) {
    if (endsRun(error)) throw error
    const missing = statusOf(error) === 404 ? await whyMissing(workflow) : undefined
    return { problem: missing ?? inSentences(error) }
  }
}

/** Without "contents: read" nothing is known against the file here; the dispatch itself will tell. */
async function checkFile(
  workflow: VerificationWorkflow,
  waiting: WaitingRun,
  ref: string,
  server: string,
): Promise<Checked> {
  const { name } = workflow
  const file = await workflow.fileAt(workflow.ref)
  const problem =
    file !== undefined
      ? (whyNotStartable(name, file, ref, server) ??
        whyFutile(name, file, ref) ??
        (await whyNeverOver(workflow, file, waiting)))
      : workflow.ref !== undefined
        ? await whyMissing(workflow)
        : undefined
  if (problem !== undefined) return { problem }
  const weakness = weaknessOf(file)
  return { file, remark: weakness && weakProofRemark(name, weakness) }
}

function whyNotStartable(name: string, file: WorkflowFile, ref: string, server: string): string | undefined {
  if (!file.isDispatched) return `${name} cannot be dispatched: add "workflow_dispatch" to its "on:" on ${ref}.`
  const sent: readonly string[] = Object.values(dispatchInputs)
  const others = presentable(file.required.filter((input) => !sent.includes(input)).join(', '))
  if (others !== '') return `${name} requires ${others}, which the rotation does not send. Give it a default on ${ref}.`
  if (tellsRun(server) || (file.inputs.includes(rotationId) && file.inTitle.includes(rotationId))) return undefined
  return `GitHub Enterprise Server ${server} does not tell which run it starts, so the title of a run has to: declare the input ${rotationId} in ${name}, and add ${runNameLine} to it on ${ref}.`
}

/** What a run that the rotation starts is told apart by. */
const own = `"if: \${{ inputs.${expectedKey} }}"`

/** In sentences; undefined where a run of the file may verify something. */
function whyFutile(name: string, file: WorkflowFile, ref: string): string | undefined {
  const isDeclared = file.inputs.includes(expectedKey)
  const declaring = isDeclared ? '' : `declare the input ${expectedKey}, and `
  switch (file.futility) {
    case undefined:
      return undefined
    case 'runs nothing':
      return `${name} runs none of its jobs when the rotation starts it, so it proves nothing: on ${ref}, ${declaring}give it a job with ${own} that has the verify action.`
    case 'only rotates':
      return `${name} does nothing but rotate when the rotation starts it, so it proves nothing: on ${ref}, ${declaring}give it a job with ${own} that has the verify action, and the job that rotates "if: \${{ !inputs.${expectedKey} }}".`
  }
}

/** A group is of one repository: https://docs.github.com/en/actions/concepts/workflows-and-actions/concurrency */
async function whyNeverOver(
  { name, repository }: VerificationWorkflow,
  { group }: WorkflowFile,
  waiting: WaitingRun,
): Promise<string | undefined> {
  if (group === undefined || !isSameName(repository, waiting.repository)) return undefined
  // GitHub tells no groups apart by the case of their letters.
  if (!isSameName(group, (await waiting.group()) ?? '')) return undefined
  return `${name} is in the concurrency group of this run, ${presentable(group, 100)}: it would wait for this run, which waits for it, or cancel it. Give it a group of its own; in a file that rotates and verifies, "group: \${{ inputs.${expectedKey} && github.run_id || '${presentable(group, 100)}' }}".`
}

/** GitHub Enterprise Server says from 3.21 on which run a dispatch has started. */
function tellsRun(server: string): boolean {
  return !/^3\.(?:1?\d|20)(?:\.|$)/.test(server)
}

/**
 * The right to dispatch cannot be read, so it is tried with a ref that does not exist: 422 for those who may. Nothing
 * starts. https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event
 */
async function whyNotDispatched(workflow: VerificationWorkflow): Promise<string | undefined> {
  try {
    await start(workflow, { ref: `rotate-iam-access-keys/preflight/${randomUUID()}` })
    return undefined
  } catch (error) {
    if (endsRun(error)) throw error
    return isLastingRefusal(error) && statusOf(error) !== 422 ? inSentences(error) : undefined
  }
}

/** https://docs.github.com/en/rest/actions/workflows#get-a-workflow */
const inactiveStates: Readonly<Record<string, string>> = {
  deleted: 'its file is gone from the default branch. Commit it again',
  disabled_fork: 'GitHub disables the workflows of a fork. Enable it under Actions',
  disabled_inactivity: 'GitHub has disabled it after 60 days without activity. Enable it under Actions',
  disabled_manually: 'somebody has disabled it. Enable it under Actions',
}

function inactive({ name }: VerificationWorkflow, state: string): string {
  const why = inactiveStates[state] ?? 'it cannot run. Enable it under Actions'
  return `The verification workflow ${name} is not active (${state}): ${why}.`
}

// ── Where it is not ─────────────────────────────────────────────────────────────────────────────────────────────────

/** Names so many files, and counts the others. */
const namedFiles = 20

/** In sentences; undefined where the files cannot be listed, or the file is where it has to be. */
async function whyMissing(workflow: VerificationWorkflow): Promise<string | undefined> {
  const { name, file, ref } = workflow
  const main = await workflow.defaultBranch().catch(passOver)
  if (main === undefined) return undefined
  const onMain = await filesOn(workflow, main)
  const isElsewhere = ref !== undefined && ref !== main
  const there = isElsewhere ? await filesOn(workflow, ref) : onMain
  if (there?.includes(file)) {
    // GitHub lists a workflow, and lets it be started anywhere, once the default branch has its file.
    if (!isElsewhere || onMain === undefined || onMain.includes(file)) return undefined
    return `${name} is on ${ref}, but not on the default branch ${main}: GitHub starts a workflow only when its file is there too. Merge it.`
  }
  const found = there ?? onMain
  if (found === undefined) return undefined
  const files = filesTold(found, there === undefined ? main : (ref ?? main), file)
  if (!isElsewhere)
    return `${name} was not found on ${main}, the default branch. ${files} Correct verification-workflow.`
  const onDefault = onMain?.includes(file) ? `The default branch ${main} has it.` : `The default branch is ${main}.`
  return `${name} is not on ${ref}, or there is no such branch or tag. ${onDefault} ${files} Correct verification-workflow.`
}

function filesTold(files: readonly string[], where: string, file: string): string {
  if (files.length === 0) return `There are no workflow files on ${where}.`
  const others = files.length - namedFiles
  const named = files.slice(0, namedFiles).map((each) => presentable(each, 100))
  const meant = nearest(file, files, () => 2)
  const hint = meant === undefined || meant === file ? '' : ` Did you mean ${presentable(meant, 100)}?`
  return `Workflow files on ${where}: ${named.join(', ')}${others > 0 ? ` and ${others} more` : ''}.${hint}`
}

/** Undefined where GitHub does not show them: what was asked before says why. @throws what ends the run */
async function filesOn(workflow: VerificationWorkflow, ref: string): Promise<readonly string[] | undefined> {
  // A directory is listed: https://docs.github.com/en/rest/repos/contents#get-repository-content
  const listed = await workflow
    .ask<readonly { name: string; type: string }[]>(
      'GET /repos/{owner}/{repo}/contents/{path}',
      { path: '.github/workflows', ref },
      workflow.purpose('list the workflow files', permissions.contents('read')),
    )
    .catch(passOver)
  return listed?.data.filter(({ name, type }) => type === 'file' && /\.ya?ml$/.test(name)).map(({ name }) => name)
}

// ── What it does not prove ──────────────────────────────────────────────────────────────────────────────────────────

/** Why the success of a workflow proves less than it could, and what to do about it. */
interface Weakness {
  /** Behind the name of the workflow. */
  readonly why: string
  readonly remedy: string
}

const handing = `"${expectedKey}: \${{ inputs.${expectedKey} }}" under "with:" of the verify action`

/** A workflow does not declare `expected-key`: its file shows it, or GitHub refuses the input. */
export const undeclared: Weakness = {
  why: `does not declare the input ${expectedKey}`,
  remedy: `Add "${expectedKey}:" under "on: workflow_dispatch: inputs:", and ${handing}.`,
}

const unused: Weakness = {
  why: `declares the input ${expectedKey} and does not hand it to the steps that verify`,
  remedy: `Add ${handing}, in each job of this very file: what a workflow that it calls does is not known here.`,
}

const unreadable: Weakness = {
  why: `cannot be read, so that nobody knows what it does with ${expectedKey}`,
  remedy: 'Grant "contents: read" to the token that starts it.',
}

const unheard: Weakness = {
  why: 'may succeed although a step of it failed (continue-on-error), and what its jobs reported cannot be read',
  remedy: 'Remove continue-on-error, or grant "checks: read" to the token that starts it.',
}

/** Why a workflow proves less than it could, if it does. `isHeard`: what its jobs reported was read. */
export function weaknessOf(file: WorkflowFile | undefined, isHeard = true): Weakness | undefined {
  if (file === undefined) return unreadable
  if (!file.inputs.includes(expectedKey)) return undeclared
  if (!file.handsOnKey) return unused
  return isHeard || !file.toleratesFailure ? undefined : unheard
}

/** What a person should know of a workflow before it is started. */
function weakProofRemark(name: string, { why, remedy }: Weakness): Remark {
  return {
    kind: 'weak proof',
    text: `${name} ${why}, so its success is weak proof: a run that used another key would pass too. ${remedy}`,
  }
}
