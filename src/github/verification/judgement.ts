/** What a run that has ended shows about the key: https://docs.github.com/en/rest/actions/workflow-jobs */

import pMap from 'p-map'
import { dispatchInputs, failures, isOfAnotherKey, maySettle } from '../../key/verification-contract.ts'
import { passOver } from '../../rotation/problem.ts'
import type { Duration, Instant } from '../../rotation/time.ts'
import type { Verdict } from '../../rotation/world.ts'
import { presentable } from '../../text/presentable.ts'
import { pageSize } from '../api/client.ts'
import { atOnce } from '../api/limits.ts'
import type { VerificationWorkflow } from './workflow.ts'

/** A message names so many failed jobs, and counts the others. */
const namedJobs = 3

/** So much of an annotation is quoted: whoever may push to that repository may have written it. */
const longestQuote = 400

/** What the runner does before a job's own steps: downloads actions, say. */
const setUp = 'Set up job'

/** What a run has shown about the key. */
export interface Judgement {
  readonly verdict: Verdict
  /** In a sentence without its full stop, for people. */
  readonly detail: string
  /** What to do about it, when no later run would find out more by itself. */
  readonly remedy: string | undefined
  readonly url: string | undefined
  /** The job may have seen what the secrets held before they were written: another run may pass. */
  readonly maySettle: boolean
  /** Every job that failed was handed another key, as the verify action in it reported. */
  readonly isOfAnotherKey?: true
  /** What ran, of a run that has passed. */
  readonly ran?: RanFile
  /** When it was created, by GitHub's clock, of a run that has passed or goes on, as far as GitHub says so. */
  readonly created?: Instant | undefined
  /** It had not ended, and may still pass. */
  readonly goesOn?: true
  /** Somebody has cancelled it, or GitHub has: a newer run of its concurrency group takes the place of one that waits. */
  readonly isCancelled?: true
}

/** The commit that a run took its file from, whether all that its jobs reported was read, and which of them have passed. */
export interface RanFile {
  readonly commit: string
  readonly isHeard: boolean
  /** All jobs: none was skipped. */
  readonly isWhole: boolean
  /** Names of jobs that no other job of the run shares. */
  readonly passed: readonly string[]
}

/** A run as GitHub shows it. */
export interface RunJson {
  readonly id: number
  readonly status: string | null
  readonly conclusion: string | null
  readonly html_url: string
  readonly created_at?: string
  readonly event?: string
  readonly run_attempt?: number
  readonly head_sha?: string
  readonly path?: string
}

interface JobJson {
  readonly name: string
  readonly conclusion: string | null
  readonly check_run_url?: string
  readonly steps?: readonly { readonly name: string; readonly conclusion: string | null }[]
}

interface Annotation {
  readonly annotation_level: string | null
  readonly title: string | null
  readonly message: string | null
}

/** What a job reported. */
interface Heard {
  readonly line: string
  readonly maySettle: boolean
  /** The verify action reported that the job holds another key. */
  readonly isOfAnotherKey: boolean
  /** It says nothing of the key. */
  readonly isSilent: boolean
  /** The verify action reported a failure; undefined where what the job reported cannot be read. */
  readonly isVerifyAction: boolean | undefined
}

/** The judgement that nothing is known about the key. */
export function unknown(detail: string, more: Partial<Pick<Judgement, 'url' | 'remedy'>> = {}): Judgement {
  return { verdict: 'unknown', detail, remedy: undefined, url: undefined, maySettle: false, ...more }
}

/** The judgement of a re-run, which may get the secrets of the run that it repeats (cli/cli#13522). */
export function rerun(name: string, url: string): Judgement {
  return unknown(`${name} was re-run, and a re-run may hold old secrets: ${url}`, { url })
}

/** The verdict of a run that has ended. @throws Refusal when GitHub does not tell what its jobs did */
export async function judge(workflow: VerificationWorkflow, run: RunJson, until: Duration): Promise<Judgement> {
  const { name } = workflow
  const { conclusion, html_url: url, run_attempt: attempt = 1 } = run
  switch (conclusion) {
    case 'success':
      return attempt === 1 ? succeeded(workflow, run, until) : rerun(name, url)
    case 'failure':
      return failed(workflow, run, until)
    case 'startup_failure':
      return unknown(`${name} could not be started (its page says why: the syntax of the file, say): ${url}`, { url })
    case 'action_required':
      return unknown(`${name} waits for somebody to approve it, and did not run: ${url}`, { url })
    case 'skipped':
      return unknown(
        `${name} started, and none of its jobs ran: give it a job with "if: \${{ inputs.${dispatchInputs.expectedKey} }}" that has the verify action: ${url}`,
        { url },
      )
    default: {
      const ended = unknown(`${name} ended ${presentable(conclusion ?? 'without a conclusion')}: ${url}`, { url })
      return conclusion === 'cancelled' ? { ...ended, isCancelled: true } : ended
    }
  }
}

/**
 * A run succeeds also when a step or a job was allowed to fail (`continue-on-error`): what its jobs reported tells.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idcontinue-on-error
 */
async function succeeded(workflow: VerificationWorkflow, run: RunJson, until: Duration): Promise<Judgement> {
  const { name } = workflow
  const { html_url: url, head_sha: commit = '' } = run
  const jobs = await jobsOf(workflow, run, until)
  const heard = await pMap(
    jobs.filter(({ conclusion }) => conclusion === 'success' || conclusion === 'failure'),
    async (job) => ({ ...(await heardFrom(workflow, job, until)), job }),
    atOnce,
  )
  const hidden = heard.filter(({ isVerifyAction }) => isVerifyAction)
  if (hidden.length > 0) {
    return rejected(`${name} succeeded although its verify action failed (continue-on-error hides that)`, url, hidden)
  }
  const unexplained = heard.find((each) => each.job.conclusion === 'failure' && each.isVerifyAction === undefined)
  if (unexplained !== undefined) {
    return unknown(`${name} succeeded although a job of it failed: ${url}\n- ${unexplained.line}`, { url })
  }
  if (!jobs.some((job) => job.conclusion === 'success')) {
    return unknown(`${name} succeeded without running a job: ${url}`, { url })
  }
  const isHeard = heard.every(({ isVerifyAction }) => isVerifyAction !== undefined)
  const isWhole = jobs.every(({ conclusion }) => conclusion === 'success')
  const names = jobs.map((job) => job.name)
  const passed = jobs.filter((job) => job.conclusion === 'success' && isOnceIn(names, job.name)).map((job) => job.name)
  return {
    verdict: 'works',
    detail: `${name} succeeded: ${url}`,
    remedy: undefined,
    url,
    maySettle: false,
    ran: { commit, isHeard, isWhole, passed },
    created: createdOf(run),
  }
}

function isOnceIn(names: readonly string[], name: string): boolean {
  return names.indexOf(name) === names.lastIndexOf(name)
}

/** A step that failed speaks of the key; a job that failed without one has lost its runner, or never had one. */
async function failed(workflow: VerificationWorkflow, run: RunJson, until: Duration): Promise<Judgement> {
  const { name } = workflow
  const { html_url: url } = run
  const jobs = (await jobsOf(workflow, run, until)).filter(({ conclusion }) => conclusion === 'failure')
  const inStep = jobs.filter((job) => failedStepOf(job) !== undefined)
  if (inStep.length === 0) {
    const where = jobs[0] === undefined ? '' : ` in the job “${presentable(jobs[0].name)}”`
    return unknown(`${name} failed${where}, but no step of it did: its runner was lost, or never came: ${url}`, { url })
  }
  const heard = await Promise.all(inStep.slice(0, namedJobs).map((job) => heardFrom(workflow, job, until)))
  return rejected(`${name} failed`, url, heard, inStep.length)
}

/** The key is rejected; unknown where no job could ask AWS, or even be set up, since that says nothing of the key. */
function rejected(what: string, url: string, heard: readonly Heard[], count = heard.length): Judgement {
  const named = heard.slice(0, namedJobs)
  const others = count > named.length ? [`and ${count - named.length} more jobs`] : []
  const lines = [...named.map(({ line }) => line), ...others].map((line) => `\n- ${line}`).join('')
  const detail = `${what}: ${url}${lines}`
  if (heard.every(({ isSilent }) => isSilent)) return unknown(detail, { url })
  const isOther = heard.length === count && heard.every((each) => each.isOfAnotherKey)
  return {
    verdict: 'rejected',
    detail,
    remedy: undefined,
    url,
    maySettle: heard.some((each) => each.maySettle),
    ...(isOther && { isOfAnotherKey: true }),
  }
}

/** When a run was created, by GitHub's clock; undefined where GitHub does not say. */
export function createdOf({ created_at: created }: RunJson): Instant | undefined {
  return created === undefined ? undefined : Date.parse(created)
}

function failedStepOf({ steps = [] }: JobJson): { readonly name: string } | undefined {
  return steps.find(({ conclusion }) => conclusion === 'failure')
}

/** Where a job failed, if it did, and what it reported as far as its annotations can be read. */
async function heardFrom(workflow: VerificationWorkflow, job: JobJson, until: Duration): Promise<Heard> {
  const step = failedStepOf(job)
  const within = step === undefined ? '' : `, step “${presentable(step.name)}”`
  const where = `job “${presentable(job.name)}”${within}`
  const isSilent = step?.name === setUp
  const annotations = await annotationsOf(workflow, job, until)
  if (annotations === undefined) {
    const line = `${where} (with checks: read, its reason would stand here)`
    return { line, maySettle: true, isOfAnotherKey: false, isSilent, isVerifyAction: undefined }
  }
  const errors = annotations.filter((each) => each.annotation_level === 'failure')
  const ofVerifyAction = errors.filter(({ title }) => Object.values<string | null>(failures).includes(title))
  // Of several, one that speaks of the key.
  const own = ofVerifyAction.find(({ title }) => title !== failures.unasked) ?? ofVerifyAction[0]
  const shown = own ?? errors[0]
  const why = shown === undefined ? '' : `: ${quoted(shown)}`
  return {
    line: `${where}${why}`,
    maySettle: own?.title != null && maySettle(own.title),
    isOfAnotherKey: own?.title != null && isOfAnotherKey(own.title),
    isSilent: isSilent || own?.title === failures.unasked,
    isVerifyAction: own !== undefined,
  }
}

function quoted({ title, message }: Annotation): string {
  // The verify action begins its messages with their titles, since logs show the messages alone.
  const isSaid = title === null || message?.startsWith(title) === true
  const parts = [isSaid ? null : title, message].filter((part) => part !== null && part !== '')
  return presentable(parts.join(': '), longestQuote)
}

/**
 * What the steps of a job reported; undefined where the token may not read that. A job is a check run of the same id.
 * https://docs.github.com/en/rest/checks/runs#list-check-run-annotations
 */
async function annotationsOf(
  workflow: VerificationWorkflow,
  { check_run_url: url = '' }: JobJson,
  until: Duration,
): Promise<readonly Annotation[] | undefined> {
  const checkRun = /\/check-runs\/(\d+)$/.exec(url)?.[1]
  if (checkRun === undefined) return undefined
  const answer = await workflow
    .ask<readonly Annotation[]>(
      'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations',
      { check_run_id: Number(checkRun), per_page: pageSize },
      workflow.purpose('read what the jobs of the verification run reported'),
      { until },
    )
    .catch(passOver)
  return answer?.data
}

async function jobsOf(workflow: VerificationWorkflow, { id }: RunJson, until: Duration): Promise<readonly JobJson[]> {
  const { owner, repo } = workflow
  const pages = workflow.github.pages<JobJson>(
    'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs',
    { owner, repo, run_id: id, filter: 'latest' },
    workflow.purpose('read the jobs of the verification run'),
    { until },
  )
  const jobs: JobJson[] = []
  for await (const { items } of pages) jobs.push(...items)
  return jobs
}
