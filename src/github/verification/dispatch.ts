/** Starting a verification workflow, once: https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event */
import { randomUUID } from 'node:crypto'
import { dispatchInputs, fingerprint } from '../../key/verification-contract.ts'
import type { Clock, VerificationRequest } from '../../rotation/ports.ts'
import { messageOf, passOver } from '../../rotation/problem.ts'
import { type Duration, type Instant, minute, second, utc } from '../../rotation/time.ts'
import type { KeyId } from '../../rotation/world.ts'
import { pageSize } from '../api/client.ts'
import { permissions } from '../api/permissions.ts'
import { isAmbiguous, Refusal } from '../api/refusals.ts'
import type { GitHubTime } from '../api/time.ts'
import { type Judgement, unknown } from './judgement.ts'
import type { VerificationWorkflow } from './workflow.ts'

/** A list shows a new run late, by 8 s (Codex-/return-dispatch#183) and more (lasith-kg/dispatch-workflow#162). */
const listedWithin: Duration = 2 * minute
const listingDelays: readonly Duration[] = [2, 3, 5, 5, 10].map((seconds) => seconds * second)
const listingDelay: Duration = 15 * second

/** GitHub's servers may disagree on the time: a run is looked for from so long before its dispatch on. */
const listedSince: Duration = minute

const { expectedKey, rotationId } = dispatchInputs

/** The line of a workflow that shows the `rotation-id` in the title of its runs. */
export const runNameLine = `"run-name: Verify AWS key \${{ inputs.${rotationId} }}"`

/** A run that GitHub was asked to start. */
export interface Dispatched {
  /** Undefined where GitHub does not tell. */
  readonly run: number | undefined
  /** What its title may show; undefined when the workflow does not declare it. */
  readonly nonce: string | undefined
  /** It is told which key to expect. */
  readonly isTold: boolean
  /** When it was sent, by GitHub's clock. */
  readonly at: Instant
  /** Why GitHub's answer says nothing. */
  readonly lost: Refusal | undefined
}

interface DispatchBody {
  readonly ref: string
  readonly inputs?: Readonly<Record<string, string>>
  readonly return_run_details?: true
}

/**
 * Starts the workflow, once: a dispatch that is sent again may start a second run. A workflow that does not declare an
 * input refuses it clearly, and so does a server that does not know `return_run_details` (github/gh-aw#19414): then it is
 * sent without. Without expected-key its success proves less. @throws Refusal that says why nothing has started
 */
export async function dispatch(
  workflow: VerificationWorkflow,
  key: KeyId,
  until: Duration,
  time: GitHubTime,
): Promise<Dispatched> {
  let body: DispatchBody = {
    ref: await workflow.startedRef(until),
    inputs: { [expectedKey]: fingerprint(key), [rotationId]: randomUUID() },
    return_run_details: true,
  }
  for (;;) {
    const { inputs = {} } = body
    const sent = { nonce: inputs[rotationId], isTold: expectedKey in inputs, at: time.now() }
    try {
      return { ...sent, run: await start(workflow, body, until), lost: undefined }
    } catch (error) {
      const accepted = withoutRefused(body, error)
      if (accepted !== undefined) body = accepted
      else if (error instanceof Refusal && isAmbiguous(error)) return { ...sent, run: undefined, lost: error }
      else throw error
    }
  }
}

/** Sends one dispatch; the number of its run, where GitHub tells. @throws Refusal */
export async function start(
  workflow: VerificationWorkflow,
  body: DispatchBody,
  until = Number.POSITIVE_INFINITY,
): Promise<number | undefined> {
  const { data } = await workflow.ask<{ workflow_run_id?: number } | undefined>(
    'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches',
    { workflow_id: workflow.file, ...body },
    workflow.purpose('dispatch the verification workflow', permissions.actions('write')),
    { repeat: 'once', until },
  )
  return data?.workflow_run_id
}

/** What GitHub accepts of a dispatch that it has refused; undefined when it refused it for another reason. */
function withoutRefused(body: DispatchBody, error: unknown): DispatchBody | undefined {
  const { return_run_details: details, ...rest } = body
  const words = messageOf(error)
  if (details !== undefined && /return_run_details/.test(words)) return rest
  const named = /unexpected inputs provided: (.*)/i.exec(words)?.[1]
  const inputs = Object.entries(body.inputs ?? {})
  const declared = inputs.filter(([name]) => named?.includes(name) !== true)
  return declared.length < inputs.length ? { ...body, inputs: Object.fromEntries(declared) } : undefined
}

/**
 * The number of the run that was started: where GitHub has not told, of the one that shows the nonce of this dispatch in
 * its title. Never of the latest, which may be somebody else's. @throws Refusal
 */
export async function findRun(
  workflow: VerificationWorkflow,
  { run, nonce, at, lost }: Dispatched,
  { until, holds }: VerificationRequest,
  clock: Clock,
): Promise<number | Judgement> {
  if (run !== undefined) return run
  const { name } = workflow
  const since = at - listedSince
  const end = Math.min(clock.elapsed() + listedWithin, until)
  const unnamed = `GitHub started ${name} without saying which run it is`
  const remedy = `In ${name}, on the branch that is started, add "${rotationId}:" under "on: workflow_dispatch: inputs:", and at the top level ${runNameLine}: the rotation then knows its run by the title. If both are there, run it again.`
  if (nonce === undefined) return lost === undefined ? unknown(unnamed, { remedy }) : unknown(lost.message)
  for (let look = 0; ; look += 1) {
    await clock.sleep(Math.max(0, Math.min(listingDelays[look] ?? listingDelay, end - clock.elapsed())))
    await holds().catch(passOver)
    const runs = await dispatchedSince(workflow, since, until)
    const own = runs.find(({ display_title: title }) => title.includes(nonce))
    if (own !== undefined) return own.id
    if (clock.elapsed() < end) continue
    if (lost !== undefined) return unknown(`${lost.message} No run of ${name} shows that it was started`)
    if (runs.length === 0) return unknown(`${unnamed}, and no run shows since ${utc(since)}`)
    return unknown(`${unnamed}, and no title of a run shows ${rotationId}`, { remedy })
  }
}

interface ListedDispatch {
  readonly id: number
  readonly display_title: string
  readonly event: string
  readonly created_at: string
}

/** Of the newest hundred, which are not filtered: GitHub's filtered lists have lacked what was there. */
async function dispatchedSince(
  workflow: VerificationWorkflow,
  since: Instant,
  until: Duration,
): Promise<readonly ListedDispatch[]> {
  const { data } = await workflow.ask<{ workflow_runs: readonly ListedDispatch[] }>(
    'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
    { workflow_id: workflow.file, per_page: pageSize },
    workflow.purpose('list the runs of the verification workflow'),
    { until },
  )
  return data.workflow_runs.filter(
    ({ event, created_at: created }) => event === 'workflow_dispatch' && Date.parse(created) >= since,
  )
}
