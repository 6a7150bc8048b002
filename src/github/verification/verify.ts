/** Verification by workflows: https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event */
import { randomUUID } from 'node:crypto'
import pMap from 'p-map'
import type { Destination } from '../../destination.ts'
import { fingerprint } from '../../key/fingerprint.ts'
import type { Clock, StillHolds, VerificationRequest, Verifier, WorkflowsReading } from '../../rotation/ports.ts'
import { endsRun, inSentences, messageOf, Problem } from '../../rotation/problem.ts'
import { type Duration, type Instant, minute, second, utc } from '../../rotation/time.ts'
import type { DispatchedRun, KeyId, Remark, Verification } from '../../rotation/world.ts'
import { presentable } from '../../text/presentable.ts'
import { type GitHubClient, isGitHubError } from '../api/client.ts'
import { explain } from '../api/explanations.ts'
import { type Permission, permissions } from '../api/permissions.ts'
import { isAmbiguous, isLastingRefusal, statusOf } from '../api/refusals.ts'
import type { GitHubTime } from '../api/time.ts'
import { coverageOf, coveredIn, mayMissOne, uncoveredIn, unprovenRemarks, type VerifyingWorkflow } from './coverage.ts'
import { whyMissing } from './missing-workflow.ts'
import { type Judgement, unknown, VerificationRun, type WorkflowRevision } from './run.ts'
import { readWorkflowFile, type WorkflowFile } from './workflow-file.ts'

/** A workflow that proves a key, and the client that may dispatch it. */
export interface VerificationWorkflow {
  readonly owner: string
  readonly repo: string
  /** `verify.yml` */
  readonly file: string
  /** Branch or tag; undefined: the default branch. */
  readonly ref: string | undefined
  readonly github: GitHubClient
}

export interface VerificationWorkflowsOptions {
  readonly workflows: readonly VerificationWorkflow[]
  /** What stores the key. */
  readonly destinations: readonly Destination[]
  /** How long one run may take. */
  readonly timeout: Duration
  readonly clock: Clock
  readonly time: GitHubTime
}

/** Workflows that are checked at the same time. */
const together = { concurrency: 10 }

/** What can be known of the files is wanted before anything begins, and not worth a longer wait. */
const patience: Duration = 20 * second

/** Waits before a run that saw old secrets is dispatched again: GitHub needs seconds to hand out what was written. */
const settlingDelays: readonly Duration[] = [10 * second, 30 * second]

/** A list shows a new run late, by 8 s (Codex-/return-dispatch#183) and more (lasith-kg/dispatch-workflow#162). */
const listedWithin: Duration = 2 * minute
const listingDelays: readonly Duration[] = [2, 3, 5, 5, 10].map((seconds) => seconds * second)
const listingDelay: Duration = 15 * second

/** GitHub's servers may disagree on the time: a run is looked for from so long before its dispatch on. */
const listedSince: Duration = minute

/** The inputs of a dispatch. */
const expectedKey = 'expected-key'
const rotationId = 'rotation-id'

/** What makes a run known by its title. */
const runNameLine = `"run-name: Verify AWS key \${{ inputs.${rotationId} }}"`

/** A run that GitHub was asked to start. */
interface Dispatched {
  /** Undefined where GitHub does not tell. */
  readonly run: number | undefined
  /** What its title may show; undefined when the workflow does not declare it. */
  readonly id: string | undefined
  /** It is told which key to expect. */
  readonly isTold: boolean
  /** It was created after this, by GitHub's clock. */
  readonly since: Instant
  /** Why GitHub's answer says nothing. */
  readonly lost: Problem | undefined
  /** When it was sent, by GitHub's clock. */
  readonly at: Instant
}

interface Found extends Judgement {
  /** Why another key would have passed too, behind the workflow's name: `does not declare …`. */
  readonly weakness: string | undefined
  /** A run that has passed, or goes on. */
  readonly dispatched?: DispatchedRun
  /** What a strong proof has shown. */
  readonly proven?: VerifyingWorkflow | undefined
}

/** What was found out about one workflow, beforehand. */
interface Checked {
  readonly problem?: string | undefined
  readonly remark?: Remark | undefined
  /** Undefined while it is not known. */
  readonly file?: WorkflowFile | undefined
}

export class VerificationWorkflows implements Verifier {
  readonly #options: VerificationWorkflowsOptions
  readonly #refs = new Map<VerificationWorkflow, string>()
  /** By workflow and commit, which does not change. */
  readonly #files = new Map<string, WorkflowFile | undefined>()

  constructor(options: VerificationWorkflowsOptions) {
    this.#options = options
  }

  async check(): Promise<WorkflowsReading> {
    const { workflows, destinations } = this.#options
    const checked = await pMap(workflows, (each) => this.#checkOne(each), together)
    const remarks = checked.map(({ remark }) => remark).filter((each) => each !== undefined)
    const known = workflows.map((each, index) => ({ ...each, jobs: checked[index]?.file }))
    return {
      problems: checked.map(({ problem }) => problem).filter((each) => each !== undefined),
      remarks: [...remarks, ...unprovenRemarks(coverageOf(destinations, known), workflows)],
    }
  }

  /**
   * Names of the destinations whose secrets no job of the workflows gets, as the files of those tell that may miss one.
   * Of one that cannot be read, also because GitHub does not answer at once, all that is in its reach may be got.
   */
  async uncovered(): Promise<readonly string[]> {
    const { workflows, destinations, clock } = this.#options
    const until = clock.elapsed() + patience
    const known = await pMap(
      workflows,
      async (each) => {
        if (!mayMissOne(destinations, each)) return each
        const content = await this.#content(each, `.github/workflows/${each.file}`, each.ref, until).catch(unread)
        return { ...each, jobs: content === undefined ? undefined : readWorkflowFile(content) }
      },
      together,
    )
    return uncoveredIn(coverageOf(destinations, known))
  }

  /** All must pass: one bad verdict is bad, and one that is missing leaves the whole unknown. */
  async verify(key: KeyId, request: VerificationRequest): Promise<Verification> {
    const { workflows, destinations } = this.#options
    // All at the same time, however many: they share one budget of time.
    const all = await Promise.all(workflows.map((each, index) => this.#verifyOne(each, index, key, request)))
    const last = all.map((runs) => runs.at(-1)).filter((found) => found !== undefined)
    const worst = (['rejected', 'unknown'] as const).find((verdict) => last.some((each) => each.verdict === verdict))
    const telling = worst === undefined ? last : last.filter(({ verdict }) => verdict === worst)
    const isTelling = (found: Found) => telling.includes(found)
    const runs = all.flat()
    const verdict = worst ?? 'works'
    const proven = last.map(({ proven: each }) => each).filter((each) => each !== undefined)
    return {
      key,
      verdict,
      weak: last.some(({ weakness }) => weakness !== undefined),
      isLate: last.every(({ dispatched }) => request.earlier.some(({ id }) => id === dispatched?.id)),
      detail: telling.map(({ detail }) => detail).join('\n'),
      remedy: telling.find(({ remedy }) => remedy !== undefined)?.remedy,
      // The last one is what a person looks at.
      urls: [...runs.filter((run) => !isTelling(run)), ...runs.filter(isTelling)]
        .map(({ url }) => url)
        .filter((url) => url !== undefined),
      waiting: verdict === 'rejected' ? [] : leftBehind(last),
      covers: verdict === 'works' ? coveredIn(coverageOf(destinations, proven)) : [],
    }
  }

  // ── Before anything is created ──────────────────────────────────────────────────────────────────────────────────

  /** What would keep this workflow from running, in sentences. */
  async #checkOne(workflow: VerificationWorkflow): Promise<Checked> {
    try {
      const ref = await this.#refOf(workflow)
      const { data, headers } = await this.#ask<{ state: string; path: string }>(
        workflow,
        'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}',
        'look at the verification workflow',
        { workflow_id: workflow.file },
      )
      if (data.state !== 'active') return { problem: inactive(workflow, data.state) }
      const version = presentable(String(headers['x-github-enterprise-version'] ?? ''))
      const checked = await this.#checkFile(workflow, data.path, ref, tellsRun(version) ? undefined : version)
      if (checked.problem !== undefined) return checked
      return { ...checked, problem: await this.#checkDispatch(workflow) }
    } catch (error) {
      if (endsRun(error)) throw error
      const missing = statusOf(error) === 404 ? await whyMissing(workflow) : undefined
      return { problem: missing ?? inSentences(error) }
    }
  }

  /** Without "contents: read" nothing is known against the file here; the dispatch itself will tell. */
  async #checkFile(
    workflow: VerificationWorkflow,
    path: string,
    ref: string,
    olderServer: string | undefined,
  ): Promise<Checked> {
    const name = nameOf(workflow)
    const content = await this.#content(workflow, path, ref)
    if (content === undefined) {
      const problem = workflow.ref === undefined ? undefined : await whyMissing(workflow)
      return problem === undefined ? { remark: weak(name, unreadable) } : { problem }
    }
    const file = readWorkflowFile(content)
    if (file === undefined) return { problem: `${name} cannot be read on ${ref}: it is not YAML. Fix the file.` }
    if (!file.isDispatched) {
      return { problem: `${name} cannot be dispatched: add "workflow_dispatch" to its "on:" on ${ref}.` }
    }
    const others = file.required.filter((input) => input !== expectedKey && input !== rotationId)
    if (others.length > 0) {
      const inputs = presentable(others.join(', '))
      return { problem: `${name} requires ${inputs}, which the rotation does not send. Give it a default on ${ref}.` }
    }
    if (olderServer !== undefined && !(file.inputs.includes(rotationId) && file.inTitle.includes(rotationId))) {
      return {
        problem: `GitHub Enterprise Server ${olderServer} does not tell which run it starts, so the title of a run has to: declare the input ${rotationId} in ${name}, and add ${runNameLine} to it on ${ref}.`,
      }
    }
    if (file.handsOn.includes(expectedKey)) return { file }
    return { file, remark: weak(name, file.inputs.includes(expectedKey) ? unused : undeclared) }
  }

  /** Undefined when the file is not there, or may not be read. */
  async #content(
    workflow: VerificationWorkflow,
    path: string,
    ref: string | undefined,
    until = Number.POSITIVE_INFINITY,
  ): Promise<string | undefined> {
    const { owner, repo, github } = workflow
    const route = 'GET /repos/{owner}/{repo}/contents/{path}'
    try {
      const { data } = await github.request<{ content?: string }>(route, { owner, repo, path, ref }, { until })
      return Buffer.from(data.content ?? '', 'base64').toString('utf8')
    } catch (error) {
      if (isGitHubError(error) && [403, 404].includes(error.status)) return undefined
      throw this.#explain(error, workflow, 'read the file', permissions.contents('read'))
    }
  }

  /**
   * The right to dispatch cannot be read, so it is tried with a ref that does not exist: 422 for those who may. Nothing
   * starts. https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event
   */
  async #checkDispatch(workflow: VerificationWorkflow): Promise<string | undefined> {
    try {
      await this.#start(workflow, { ref: `rotate-iam-access-keys/preflight/${randomUUID()}` }, Number.POSITIVE_INFINITY)
      return undefined
    } catch (error) {
      if (endsRun(error)) throw error
      return isLastingRefusal(error) && statusOf(error) !== 422 ? inSentences(error) : undefined
    }
  }

  async #refOf(workflow: VerificationWorkflow, until?: Duration): Promise<string> {
    const known = this.#refs.get(workflow) ?? workflow.ref
    if (known !== undefined) return known
    const { data } = await this.#ask<{ default_branch: string }>(
      workflow,
      'GET /repos/{owner}/{repo}',
      'look at the repository of the verification workflow',
      {},
      until,
    )
    this.#refs.set(workflow, data.default_branch)
    return data.default_branch
  }

  // ── A fresh run, and its verdict ────────────────────────────────────────────────────────────────────────────────

  /** What each run of this workflow showed; only the last one counts. */
  async #verifyOne(
    workflow: VerificationWorkflow,
    index: number,
    key: KeyId,
    request: VerificationRequest,
  ): Promise<readonly Found[]> {
    const { clock } = this.#options
    const runs: Found[] = []
    const earlier = request.earlier.findLast((each) => each.workflow === index)
    if (earlier !== undefined) {
      const found = await this.#judge(workflow, earlier, request, workflow.file)
      if (found.verdict !== 'unknown' || found.dispatched !== undefined) return [found]
      request.progress(`${found.detail}\nIt proves nothing any more, so ${nameOf(workflow)} is started afresh`)
    }
    for (;;) {
      const found = await this.#verifyOnce(workflow, index, key, request)
      runs.push(found)
      const delay = settlingDelays[runs.length - 1]
      const isAgain = request.settling && found.verdict === 'rejected' && found.maySettle && delay !== undefined
      if (!isAgain || clock.elapsed() + delay >= request.until) return runs
      request.progress(
        `${found.detail}\nIt may have got what the secrets held before, so ${nameOf(workflow)} is started afresh`,
      )
      await clock.sleep(delay)
    }
  }

  async #verifyOnce(
    workflow: VerificationWorkflow,
    index: number,
    key: KeyId,
    request: VerificationRequest,
  ): Promise<Found> {
    let weakness: string | undefined
    try {
      const dispatched = await this.#dispatch(workflow, key, request.until)
      weakness = dispatched.isTold ? undefined : undeclared.why
      const run = dispatched.run ?? (await this.#find(workflow, dispatched, request))
      if (typeof run !== 'number') return { ...run, weakness }
      const { at } = dispatched
      return await this.#judge(workflow, { workflow: index, id: run, at }, request, undefined, weakness)
    } catch (error) {
      return unknownFor(error, weakness)
    }
  }

  /** What this very run shows. `earlier`: the file that it is said to be of, where it was not dispatched just now. */
  async #judge(
    workflow: VerificationWorkflow,
    dispatched: DispatchedRun,
    request: VerificationRequest,
    earlier: string | undefined,
    weakness?: string,
  ): Promise<Found> {
    try {
      const judgement = await this.#follow(workflow, dispatched.id, request, earlier)
      const { ran, goesOn, created = dispatched.at } = judgement
      const named = { ...dispatched, at: Math.floor(created / second) * second }
      if (judgement.verdict !== 'works' || ran === undefined) {
        return { ...judgement, weakness, ...(goesOn ? { dispatched: named } : {}) }
      }
      const file = await this.#fileThatRan(workflow, ran, request.until)
      const why = weakness ?? (file === undefined ? unreadable.why : weaknessIn(file, ran.isHeard))
      const { owner, repo } = workflow
      const proven = why === undefined ? { owner, repo, jobs: file, isWhole: ran.isWhole } : undefined
      return { ...told(judgement, why), dispatched: named, proven }
    } catch (error) {
      const found = unknownFor(error, weakness)
      // It may go on, whatever keeps it from being seen.
      return earlier !== undefined && statusOf(error) === 404 ? found : { ...found, goesOn: true, dispatched }
    }
  }

  /** The very file that ran: whoever may push may have changed it since it was checked. */
  async #fileThatRan(
    workflow: VerificationWorkflow,
    { path, commit }: WorkflowRevision,
    until: Duration,
  ): Promise<WorkflowFile | undefined> {
    const known = `${nameOf(workflow)} ${path} ${commit}`
    if (this.#files.has(known)) return this.#files.get(known)
    try {
      const content = await this.#content(workflow, path, commit, until)
      const file = content === undefined ? undefined : readWorkflowFile(content)
      this.#files.set(known, file)
      return file
    } catch (error) {
      // The run has passed, whatever keeps its file from being read.
      return unread(error)
    }
  }

  /**
   * Starts the workflow, once: a dispatch that is sent again may start a second run. A workflow that does not declare
   * an input refuses it clearly, and so does a server that does not know `return_run_details` (github/gh-aw#19414):
   * then it is sent without. Without expected-key its success proves less.
   */
  async #dispatch(workflow: VerificationWorkflow, key: KeyId, until: Duration): Promise<Dispatched> {
    const id = randomUUID()
    let body: DispatchBody = {
      ref: await this.#refOf(workflow, until),
      inputs: { [expectedKey]: fingerprint(key), [rotationId]: id },
      return_run_details: true,
    }
    for (;;) {
      const since = this.#options.time.now() - listedSince
      const { inputs = {} } = body
      const sent = { id: inputs[rotationId], isTold: expectedKey in inputs, since, at: since + listedSince }
      try {
        return { ...sent, run: await this.#start(workflow, body, until), lost: undefined }
      } catch (error) {
        const accepted = withoutRefused(body, error)
        if (accepted !== undefined) body = accepted
        else if (error instanceof Problem && isAmbiguous(error)) return { ...sent, run: undefined, lost: error }
        else throw error
      }
    }
  }

  async #start(workflow: VerificationWorkflow, body: DispatchBody, until: Duration): Promise<number | undefined> {
    const { owner, repo, file, github } = workflow
    const route = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches'
    try {
      const { data } = await github.request<{ workflow_run_id?: number } | undefined>(
        route,
        { owner, repo, workflow_id: file, ...body },
        { repeat: 'once', until },
      )
      return data?.workflow_run_id
    } catch (error) {
      throw this.#explain(error, workflow, 'dispatch the verification workflow', permissions.actions('write'))
    }
  }

  /**
   * Looks for the run that was started, where GitHub has not told: the one that shows the nonce of this dispatch in its
   * title. Never the latest run, which may be somebody else's.
   */
  async #find(
    workflow: VerificationWorkflow,
    { id, since, lost }: Dispatched,
    { until, holds }: VerificationRequest,
  ): Promise<number | Judgement> {
    const { clock } = this.#options
    const name = nameOf(workflow)
    const end = Math.min(clock.elapsed() + listedWithin, until)
    const remedy = `In ${name}, on the branch that is started, add "${rotationId}:" under "on: workflow_dispatch: inputs:", and at the top level ${runNameLine}: the rotation then knows its run by the title. If both are there, run it again.`
    const untold = `GitHub started ${name} without saying which run it is`
    if (id === undefined) return lost === undefined ? { ...unknown(untold), remedy } : unknown(lost.message)
    for (let look = 0; ; look += 1) {
      await clock.sleep(Math.max(0, Math.min(listingDelays[look] ?? listingDelay, end - clock.elapsed())))
      await stillHolds(holds)
      const runs = await this.#dispatchedSince(workflow, since, until)
      const own = runs.find(({ display_title: title }) => title.includes(id))
      if (own !== undefined) return own.id
      if (clock.elapsed() < end) continue
      if (lost !== undefined) return unknown(`${lost.message} No run of ${name} shows that it was started`)
      if (runs.length === 0) return unknown(`${untold}, and no run shows since ${utc(since)}`)
      return { ...unknown(`${untold}, and no title of a run shows ${rotationId}`), remedy }
    }
  }

  /** Of the newest hundred, which are not filtered: GitHub's filtered lists have lacked what was there. */
  async #dispatchedSince(
    workflow: VerificationWorkflow,
    since: Instant,
    until: Duration,
  ): Promise<readonly ListedDispatch[]> {
    const { data } = await this.#ask<{ workflow_runs: readonly ListedDispatch[] }>(
      workflow,
      'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
      'list the runs of the verification workflow',
      { workflow_id: workflow.file, per_page: 100 },
      until,
    )
    return data.workflow_runs.filter(
      ({ event, created_at: created }) => event === 'workflow_dispatch' && Date.parse(created) >= since,
    )
  }

  #follow(
    workflow: VerificationWorkflow,
    id: number,
    request: VerificationRequest,
    earlier: string | undefined,
  ): Promise<Judgement> {
    const { clock, timeout, workflows } = this.#options
    const { owner, repo, github } = workflow
    const run = new VerificationRun({
      github,
      owner,
      repo,
      name: nameOf(workflow),
      id,
      earlier,
      clock,
      until: Math.min(clock.elapsed() + timeout, request.until),
      waiting: workflows.filter((each) => each.github === github).length,
      meanwhile: () => stillHolds(request.holds),
      progress: request.progress,
    })
    return run.judgement()
  }

  async #ask<Data>(
    workflow: VerificationWorkflow,
    route: string,
    doing: string,
    parameters: Readonly<Record<string, unknown>> = {},
    until = Number.POSITIVE_INFINITY,
  ) {
    const { owner, repo, github } = workflow
    try {
      return await github.request<Data>(route, { owner, repo, ...parameters }, { until })
    } catch (error) {
      throw this.#explain(error, workflow, doing, permissions.actions('read'))
    }
  }

  #explain(error: unknown, workflow: VerificationWorkflow, doing: string, permission: Permission): unknown {
    if (!isGitHubError(error)) return error
    return explain(error, { doing, place: nameOf(workflow), permission, token: workflow.github.token })
  }
}

interface ListedDispatch {
  readonly id: number
  readonly display_title: string
  readonly event: string
  readonly created_at: string
}

interface DispatchBody {
  readonly ref: string
  readonly inputs?: Readonly<Record<string, string>>
  readonly return_run_details?: true
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

/** Nothing is written while a run is waited for: that nobody can say whose the user is does not end the wait. */
async function stillHolds(holds: StillHolds): Promise<void> {
  try {
    await holds()
  } catch (error) {
    if (endsRun(error)) throw error
  }
}

/** Weak proof is called so wherever it is told. */
function told(judgement: Judgement, weakness: string | undefined): Found {
  if (weakness === undefined || judgement.verdict !== 'works') return { ...judgement, weakness }
  return { ...judgement, weakness, detail: `${judgement.detail} (weak proof: it ${weakness})` }
}

/** Why the success of a workflow proves less than it could, and what to do about it. */
interface Weakness {
  /** Behind the name of the workflow. */
  readonly why: string
  readonly remedy: string
}

const handing = `"${expectedKey}: \${{ inputs.${expectedKey} }}" under "with:" of the verify action`

const undeclared: Weakness = {
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

function weak(name: string, { why, remedy }: Weakness): Remark {
  return {
    kind: 'weak proof',
    text: `${name} ${why}, so its success is weak proof: a run that used another key would pass too. ${remedy}`,
  }
}

function weaknessIn(file: WorkflowFile, isHeard: boolean): string | undefined {
  if (!file.inputs.includes(expectedKey)) return undeclared.why
  if (!file.handsOn.includes(expectedKey)) return unused.why
  return isHeard || !file.toleratesFailure ? undefined : unheard.why
}

/** Runs that a later verification goes on with: those that go on, and those that have passed beside them, or all. */
function leftBehind(found: readonly Found[]): readonly DispatchedRun[] {
  if (!found.some(({ goesOn }) => goesOn) && found.some(({ verdict }) => verdict !== 'works')) return []
  return found.map(({ dispatched }) => dispatched).filter((each) => each !== undefined)
}

/** A clear refusal is one that a person has to fix; anything else may pass. */
function unknownFor(error: unknown, weakness: string | undefined): Found {
  if (endsRun(error)) throw error
  const isLasting = error instanceof Problem && isLastingRefusal(error)
  return isLasting
    ? { ...unknown(error.message.replace(/\.$/, '')), remedy: error.remedy, weakness }
    : { ...unknown(inSentences(error).replace(/\.$/, '')), weakness }
}

/** Of a file that nobody can read, nothing is known; what ends the run does. */
function unread(error: unknown): undefined {
  if (endsRun(error)) throw error
}

/** GitHub Enterprise Server says from 3.21 on which run a dispatch has started. */
function tellsRun(version: string): boolean {
  return !/^3\.(?:1?\d|20)(?:\.|$)/.test(version)
}

/** https://docs.github.com/en/rest/actions/workflows#get-a-workflow */
const inactiveStates: Readonly<Record<string, string>> = {
  deleted: 'its file is gone from the default branch. Commit it again',
  disabled_fork: 'GitHub disables the workflows of a fork. Enable it under Actions',
  disabled_inactivity: 'GitHub has disabled it after 60 days without activity. Enable it under Actions',
  disabled_manually: 'somebody has disabled it. Enable it under Actions',
}

function inactive(workflow: VerificationWorkflow, state: string): string {
  const why = inactiveStates[state] ?? 'it cannot run. Enable it under Actions'
  return `The verification workflow ${nameOf(workflow)} is not active (${state}): ${why}.`
}

function nameOf({ owner, repo, file }: VerificationWorkflow): string {
  return `${file} in ${owner}/${repo}`
}
