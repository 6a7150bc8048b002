/** Verification of a key by workflows: each is dispatched, its run followed, and its verdict counted as far as it proves. */

import pMap from 'p-map'
import { type Destination, nameOf } from '../../destination.ts'
import type { Clock, VerificationRequest, Verifier, WorkflowsReading } from '../../rotation/ports.ts'
import { endsRun, inSentences, Problem, passOver } from '../../rotation/problem.ts'
import { type Duration, second } from '../../rotation/time.ts'
import type { DispatchedRun, KeyId, Verification } from '../../rotation/world.ts'
import { atOnce } from '../api/limits.ts'
import { isLastingRefusal, statusOf } from '../api/refusals.ts'
import type { GitHubTime } from '../api/time.ts'
import { coverageOf, coveredIn, mayMissOne, uncoveredIn, unprovenRemarks, type VerifyingWorkflow } from './coverage.ts'
import { dispatch, findRun } from './dispatch.ts'
import { type Judgement, unknown } from './judgement.ts'
import { checkWorkflow, undeclared, type WaitingRun, weaknessOf } from './preflight.ts'
import { followRun } from './run.ts'
import type { VerificationWorkflow } from './workflow.ts'

/** Which workflows prove a key, where it is, and how long that may take. */
export interface VerificationWorkflowsOptions {
  /** The workflows, and what stores the key; either may become fewer, where repositories are found to be archived. */
  readonly present: {
    readonly workflows: readonly VerificationWorkflow[]
    readonly destinations: readonly Destination[]
  }
  /** How long one run may take. */
  readonly timeout: Duration
  readonly clock: Clock
  readonly time: GitHubTime
  /** The run of the rotation. */
  readonly waiting: WaitingRun
}

/** What can be known of the files is wanted before anything begins, and not worth a longer wait. */
const patience: Duration = 20 * second

/** Waits before a run that saw old secrets is dispatched again: GitHub needs seconds to hand out what was written. */
const settlingDelays: readonly Duration[] = [10 * second, 30 * second]

/** A workflow, and which of those of the input it is. */
type Asked = readonly [workflow: VerificationWorkflow, index: number]

interface Found extends Judgement {
  /** Why another key would have passed too, behind the workflow's name: `does not declare …`. */
  readonly weakness: string | undefined
  /** A run that has passed, or goes on. */
  readonly dispatched?: DispatchedRun
  /** What a strong proof has shown. */
  readonly proven?: VerifyingWorkflow | undefined
}

/** The verification workflows of a rotation, together: all of them have to pass. */
export class VerificationWorkflows implements Verifier {
  readonly #options: VerificationWorkflowsOptions

  constructor(options: VerificationWorkflowsOptions) {
    this.#options = options
  }

  async check(): Promise<WorkflowsReading> {
    const { present, waiting } = this.#options
    const { workflows, destinations } = present
    const checked = await pMap(workflows, (each) => checkWorkflow(each, waiting), atOnce)
    const read = workflows.map(({ owner, repo }, index) => ({ owner, repo, jobs: checked[index]?.file }))
    const remarks = checked.map(({ remark }) => remark).filter((each) => each !== undefined)
    return {
      problems: checked.map(({ problem }) => problem).filter((each) => each !== undefined),
      remarks: [...remarks, ...unprovenRemarks(coverageOf(destinations, read), workflows)],
    }
  }

  /**
   * Names of the destinations whose secrets no job of the workflows gets, as the files of those tell that may miss one.
   * Of one that cannot be read, also because GitHub does not answer at once, all that is in its reach may be got.
   */
  async uncovered(): Promise<readonly string[]> {
    const { workflows, destinations } = this.#options.present
    const until = this.#options.clock.elapsed() + patience
    const read = await pMap(
      workflows,
      async (workflow) => {
        const { owner, repo, ref } = workflow
        if (!mayMissOne(destinations, workflow)) return { owner, repo }
        return { owner, repo, jobs: await workflow.fileAt(ref, until).catch(passOver) }
      },
      atOnce,
    )
    return uncoveredIn(coverageOf(destinations, read))
  }

  /** All must pass: one bad verdict is bad, and one that is missing leaves the whole unknown. */
  async verify(key: KeyId, request: VerificationRequest): Promise<Verification> {
    const { destinations } = this.#options.present
    const asked = await this.#askedOf(request)
    // All at the same time, however many: they share one budget of time.
    const together = await Promise.all(asked.map(([each, index]) => this.#verifyOne(each, index, key, request)))
    const all = await this.#oneByOne(asked, together, key, request)
    const last = all.map((runs) => runs.at(-1)).filter((found) => found !== undefined)
    // What other failures say of the key is less: the next run asks again.
    const refuting = asked.filter((_, index) => all[index]?.at(-1)?.isOfAnotherKey === true)
    const isRefuted = refuting.length === last.filter(({ verdict }) => verdict === 'rejected').length
    const refutes = isRefuted ? await pMap(refuting, ([each]) => this.#reachOf(each, request.until), atOnce) : []
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
      refutes: [...new Set(refutes.flat())],
    }
  }

  /** The workflows and their numbers, but for those that speak for nothing but what is left out, while another is there. */
  async #askedOf({ leaveOut, until }: VerificationRequest): Promise<readonly Asked[]> {
    const all = this.#options.present.workflows.map((workflow, index) => [workflow, index] as const)
    if (leaveOut.length === 0) return all
    const reaches = await pMap(all, ([each]) => this.#reachOf(each, until), atOnce)
    const isLeftOut = (reach: readonly string[]) => reach.length > 0 && reach.every((name) => leaveOut.includes(name))
    const asked = all.filter((_, index) => !isLeftOut(reaches[index] ?? []))
    return asked.length === 0 ? all : asked
  }

  /** Names of the destinations whose secrets jobs of a workflow may get, as its file tells; all, where that is unread. */
  async #reachOf(workflow: VerificationWorkflow, until: Duration): Promise<readonly string[]> {
    const { destinations } = this.#options.present
    const { owner, repo, ref } = workflow
    const jobs = await workflow.fileAt(ref, until).catch(passOver)
    const unreached = uncoveredIn(coverageOf(destinations, [{ owner, repo, jobs }]))
    return destinations.map(({ place }) => nameOf(place)).filter((name) => !unreached.includes(name))
  }

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
      const found = await this.#judge(workflow, earlier, request, true)
      if (found.verdict !== 'unknown' || found.dispatched !== undefined) return [found]
      request.progress(`${found.detail}\nIt proves nothing any more, so ${workflow.name} is started again`)
    }
    for (;;) {
      const found = await this.#verifyOnce(workflow, index, key, request)
      runs.push(found)
      const delay = settlingDelays[runs.length - 1]
      const isAgain = request.settling && found.verdict === 'rejected' && found.maySettle && delay !== undefined
      if (!isAgain || clock.elapsed() + delay >= request.until) return runs
      request.progress(
        `${found.detail}\nIt may have got the former values of the secrets, so ${workflow.name} is started again`,
      )
      await clock.sleep(delay)
    }
  }

  /**
   * Of several that were started together, those that were cancelled are started once more, each by itself: workflows of
   * one concurrency group would cancel each other in every run.
   * https://docs.github.com/en/actions/concepts/workflows-and-actions/concurrency
   */
  async #oneByOne(
    asked: readonly Asked[],
    together: readonly (readonly Found[])[],
    key: KeyId,
    request: VerificationRequest,
  ): Promise<readonly (readonly Found[])[]> {
    const isHopeless = together.some((runs) => runs.at(-1)?.verdict === 'rejected')
    if (asked.length === 1 || isHopeless) return together
    return pMap(
      asked,
      async ([workflow, index], position) => {
        const runs = together[position] ?? []
        const found = runs.at(-1)
        if (found?.isCancelled !== true || this.#options.clock.elapsed() >= request.until) return runs
        request.progress(`${found.detail}\nOthers were started with it, so ${workflow.name} is started again by itself`)
        return [...runs, await this.#verifyOnce(workflow, index, key, request)]
      },
      { concurrency: 1 },
    )
  }

  async #verifyOnce(
    workflow: VerificationWorkflow,
    index: number,
    key: KeyId,
    request: VerificationRequest,
  ): Promise<Found> {
    const { clock, time } = this.#options
    let weakness: string | undefined
    try {
      const dispatched = await dispatch(workflow, key, request.until, time)
      weakness = dispatched.isTold ? undefined : undeclared.why
      const run = await findRun(workflow, dispatched, request, clock)
      if (typeof run !== 'number') return { ...run, weakness }
      return await this.#judge(workflow, { workflow: index, id: run, at: dispatched.at }, request, false, weakness)
    } catch (error) {
      return unknownFor(error, weakness)
    }
  }

  /** What this very run shows. `isEarlier`: an earlier run of the rotation is said to have dispatched it. */
  async #judge(
    workflow: VerificationWorkflow,
    dispatched: DispatchedRun,
    request: VerificationRequest,
    isEarlier: boolean,
    weakness?: string,
  ): Promise<Found> {
    const { clock, timeout } = this.#options
    try {
      const judgement = await followRun(workflow, dispatched.id, {
        ...request,
        clock,
        until: Math.min(clock.elapsed() + timeout, request.until),
        isEarlier,
      })
      const { ran, goesOn, created = dispatched.at } = judgement
      const dated = { ...dispatched, at: Math.floor(created / second) * second }
      if (ran === undefined) return { ...judgement, weakness, ...(goesOn && { dispatched: dated }) }
      // The very file that ran: whoever may push may have changed it since it was checked.
      const file = await workflow.fileAt(ran.commit, request.until).catch(passOver)
      const why = weakness ?? weaknessOf(file, ran.isHeard)?.why
      if (why === undefined) {
        const { owner, repo } = workflow
        const proven = { owner, repo, jobs: file, isWhole: ran.isWhole, passed: ran.passed }
        return { ...judgement, weakness: why, dispatched: dated, proven }
      }
      return { ...judgement, weakness: why, detail: `${judgement.detail} (weak proof: it ${why})`, dispatched: dated }
    } catch (error) {
      const found = unknownFor(error, weakness)
      // It may go on, whatever keeps it from being seen.
      return isEarlier && statusOf(error) === 404 ? found : { ...found, goesOn: true, dispatched }
    }
  }
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
  const found = isLasting ? unknown(error.message, { remedy: error.remedy }) : unknown(inSentences(error))
  return { ...found, detail: found.detail.replace(/\.$/, ''), weakness }
}
