/** What would keep a verification workflow from running, or make its proof a weak one: found out before a key exists. */
import { randomUUID } from 'node:crypto'
import { dispatchInputs } from '../../key/verification-contract.ts'
import { endsRun, inSentences } from '../../rotation/problem.ts'
import type { Remark } from '../../rotation/world.ts'
import { presentable } from '../../text/presentable.ts'
import { isLastingRefusal, statusOf } from '../api/refusals.ts'
import { runNameLine, start } from './dispatch.ts'
import { whyMissing } from './missing-workflow.ts'
import { weaknessOf, weakProofRemark } from './weak-proof.ts'
import { known, type VerificationWorkflow } from './workflow.ts'
import type { WorkflowFile } from './workflow-file.ts'

export interface Checked {
  /** In sentences. */
  readonly problem?: string | undefined
  readonly remark?: Remark | undefined
  /** Undefined while it is not known. */
  readonly file?: WorkflowFile | undefined
}

/** Looks at the workflow, at its file on the branch that is started, and whether it may be dispatched. */
export async function checkWorkflow(workflow: VerificationWorkflow): Promise<Checked> {
  try {
    const ref = await workflow.startedRef()
    const { data, headers } = await workflow.ask<{ state: string }>(
      'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}',
      { workflow_id: workflow.file },
      workflow.purpose('look at the verification workflow'),
    )
    if (data.state !== 'active') return { problem: inactive(workflow, data.state) }
    const server = presentable(String(headers['x-github-enterprise-version'] ?? ''))
    const checked = await checkFile(workflow, ref, server)
    return checked.problem === undefined ? { ...checked, problem: await whyNotDispatched(workflow) } : checked
  } catch (error) {
    if (endsRun(error)) throw error
    const missing = statusOf(error) === 404 ? await whyMissing(workflow) : undefined
    return { problem: missing ?? inSentences(error) }
  }
}

/** Without "contents: read" nothing is known against the file here; the dispatch itself will tell. */
async function checkFile(workflow: VerificationWorkflow, ref: string, server: string): Promise<Checked> {
  const { name } = workflow
  const reading = await workflow.fileAt(workflow.ref)
  if (reading === 'broken') return { problem: `${name} cannot be read on ${ref}: it is not YAML. Fix the file.` }
  const file = known(reading)
  const problem =
    file !== undefined
      ? whyNotStartable(name, file, ref, server)
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
  const { rotationId } = dispatchInputs
  if (tellsRun(server) || (file.inputs.includes(rotationId) && file.inTitle.includes(rotationId))) return undefined
  return `GitHub Enterprise Server ${server} does not tell which run it starts, so the title of a run has to: declare the input ${rotationId} in ${name}, and add ${runNameLine} to it on ${ref}.`
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
