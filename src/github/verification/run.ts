/** One run of a verification workflow, from its dispatch to its verdict: https://docs.github.com/en/rest/actions/workflow-runs */
import pMap from 'p-map'
import type { Clock } from '../../rotation/ports.ts'
import { type Duration, type Instant, minute, spoken } from '../../rotation/time.ts'
import type { Verdict } from '../../rotation/world.ts'
import { presentable } from '../../text/presentable.ts'
import { failures, maySettle } from '../../verify/failures.ts'
import { type GitHubClient, isGitHubError } from '../api/client.ts'
import { explain } from '../api/explanations.ts'
import { permissions } from '../api/permissions.ts'
import { mayPass } from '../api/refusals.ts'
import { type Budget, budgetOf, pollingDelay } from './polling.ts'

/** A run is not always readable the moment it exists. */
const visibleWithin: Duration = minute

/** A run that has not begun by then mostly waits for something that will not come. */
const beginsWithin: Duration = 5 * minute

/** GitHub shows 100 items a page, and no run has more than 1,000 jobs. */
const pageSize = 100
const mostPages = 10

/** GitHub allows 100 requests at once. */
const reading = { concurrency: 10 }

/** A message names so many failed jobs, and counts the others. */
const namedJobs = 3

/** So much of an annotation is quoted: whoever may push to that repository may have written it. */
const longestQuote = 400

interface Shown {
  readonly status: string | null
  readonly conclusion: string | null
  readonly html_url: string
  readonly created_at?: string
  readonly event?: string
  readonly run_attempt?: number
  readonly head_sha?: string
  readonly path?: string
}

interface Job {
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

interface PendingDeployment {
  readonly environment: { readonly name?: string }
  readonly wait_timer: number
  readonly wait_timer_started_at: string | null
  readonly reviewers: readonly {
    readonly type?: string
    readonly reviewer?: { readonly login?: string; readonly slug?: string; readonly name?: string }
  }[]
}

/** What the runner does before a job's own steps: downloads actions, say. */
const setUp = 'Set up job'

/** What a job reported. */
interface Told {
  readonly line: string
  readonly maySettle: boolean
  /** It says nothing of the key. */
  readonly isSilent: boolean
  /** The verify action reported a failure. */
  readonly isVerifyAction: boolean
  /** What the job reported could be read. */
  readonly isHeard: boolean
}

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
  /** The file that ran, of a run that has passed. */
  readonly ran?: WorkflowRevision
  /** When it was created, by GitHub's clock, of a run that is seen. */
  readonly created?: Instant | undefined
  /** It had not ended, and may still pass. */
  readonly goesOn?: true
}

/** The workflow file of one run, whether all that its jobs reported was read, and whether each of its jobs ran. */
export interface WorkflowRevision {
  readonly path: string
  readonly commit: string
  readonly isHeard: boolean
  readonly isWhole: boolean
}

export interface VerificationRunOptions {
  readonly github: GitHubClient
  readonly owner: string
  readonly repo: string
  /** `verify.yml in octo/app` */
  readonly name: string
  readonly id: number
  /** File name of the workflow that an earlier run of the rotation is said to have dispatched it of; else it is new. */
  readonly earlier?: string | undefined
  readonly clock: Clock
  /** By the run's elapsed time. */
  readonly until: Duration
  /** How many runs are waited for with the same token. */
  readonly waiting: number
  /** Called while nothing happens; what it throws ends the wait. */
  readonly meanwhile: () => Promise<void>
  /** Is told what keeps the run from going on. */
  readonly progress: (line: string) => void
}

/** Follows exactly this run, until it ends or has had its time. */
export class VerificationRun {
  readonly #options: VerificationRunOptions
  #etag: string | undefined
  #budget: Budget | undefined
  #shown: Shown | undefined
  /** Whom or what the run waits for; asked once each time that it begins to. */
  #awaited: string | undefined
  /** The obstacle that was told last. */
  #told: string | undefined

  constructor(options: VerificationRunOptions) {
    this.#options = options
  }

  /** @throws Problem when GitHub does not tell */
  async judgement(): Promise<Judgement> {
    const judgement = await this.#judgement()
    const created = Date.parse(this.#shown?.created_at ?? '')
    return Number.isNaN(created) ? judgement : { ...judgement, created }
  }

  async #judgement(): Promise<Judgement> {
    const { clock, until, waiting, meanwhile } = this.#options
    const start = clock.elapsed()
    for (let look = 0; ; look += 1) {
      if ((await this.#look(start)) === 'gone' || this.#isAnother()) return this.#gone()
      if (this.#shown?.status === 'completed') return this.#judge(this.#shown)
      if ((this.#shown?.run_attempt ?? 1) > 1) return this.#rerun()
      const lasting = clock.elapsed() - start
      const obstacle = await this.#obstacle(lasting)
      if (obstacle !== this.#told) this.#tell(obstacle)
      if (clock.elapsed() >= until) return this.#unfinished(lasting, obstacle)
      await clock.sleep(Math.min(pollingDelay(look, this.#budget, waiting), until - clock.elapsed()))
      await meanwhile()
    }
  }

  /** An answer that says that nothing has changed costs nothing of the rate limit. */
  async #look(start: Duration): Promise<'gone' | undefined> {
    const { github, owner, repo, id, earlier, clock, until } = this.#options
    const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}'
    const headers = this.#etag === undefined ? {} : { headers: { 'if-none-match': this.#etag } }
    try {
      const answer = await github.request<Shown>(route, { owner, repo, run_id: id, ...headers }, { until })
      this.#budget = budgetOf(answer)
      this.#etag = answer.headers['etag'] === undefined ? undefined : String(answer.headers['etag'])
      this.#shown = answer.data
      return undefined
    } catch (error) {
      if (!isGitHubError(error)) throw error
      const isYoung = clock.elapsed() - start < visibleWithin
      if (error.status === 304) this.#budget = budgetOf(error)
      // Octokit throws also that nothing has changed. What may pass ends no wait.
      if (error.status === 304 || mayPass(error)) return undefined
      if (error.status === 404 && earlier !== undefined) return 'gone'
      if (error.status === 404 && isYoung) return undefined
      throw this.#explained(error, 'follow the verification run')
    }
  }

  /** What keeps the run from going on, in sentences; undefined while nothing is known to. */
  async #obstacle(lasting: Duration): Promise<string | undefined> {
    if (this.#shown?.status !== 'waiting') this.#awaited = undefined
    switch (this.#shown?.status) {
      case 'waiting':
        this.#awaited ??= await this.#ask()
        return `It waits for ${this.#awaited}.`
      case 'requested':
      case 'pending':
      case 'queued':
        if (lasting < beginsWithin) return undefined
        return 'Check that a runner for its runs-on is free while the rotation occupies one, and that neither the workflow nor its jobs share a concurrency group with the rotation, which waits for them, or with a run that is stuck.'
      default:
        return undefined
    }
  }

  /** Whom a run waits for: https://docs.github.com/en/rest/actions/workflow-runs#get-pending-deployments-for-a-workflow-run */
  async #ask(): Promise<string> {
    const { github, owner, repo, id, until } = this.#options
    const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments'
    try {
      const { data } = await github.request<readonly PendingDeployment[]>(route, { owner, repo, run_id: id }, { until })
      if (data.length > 0) return data.map(awaitedBy).join(', and ')
    } catch (error) {
      if (!isGitHubError(error)) throw error
    }
    return 'a protection rule of its environment'
  }

  #tell(obstacle: string | undefined): void {
    const { name, progress } = this.#options
    const { status, html_url: url } = this.#shown ?? {}
    this.#told = obstacle
    progress(obstacle === undefined ? `${name} goes on (${status})` : `${name} is ${status}: ${url}. ${obstacle}`)
  }

  #unfinished(lasting: Duration, obstacle: string | undefined): Judgement {
    const { status = 'invisible', html_url: url } = this.#shown ?? {}
    const where = url === undefined ? '' : `: ${url}`
    const still = `${this.#options.name} was still ${status} after ${spoken(lasting)}${where}`
    const why = obstacle === undefined ? '' : ` ${obstacle}`
    const next =
      status === 'waiting'
        ? 'The next run of the rotation waits for it, too, and starts no other one: approve it when you can'
        : 'The next run of the rotation goes on with it, and starts no other one'
    return { ...unknown(`${still}.${why} ${next}`, url), goesOn: true }
  }

  /** Whether a run that an earlier run of the rotation is said to have dispatched was not, or not of this workflow. */
  #isAnother(): boolean {
    const { earlier } = this.#options
    if (earlier === undefined || this.#shown === undefined) return false
    const { event, path = '' } = this.#shown
    return event !== 'workflow_dispatch' || path.split('@')[0] !== `.github/workflows/${earlier}`
  }

  #gone(): Judgement {
    const { name, id } = this.#options
    return unknown(`The run ${id}, which was dispatched before, is gone, or is not of ${name}`)
  }

  #rerun(): Judgement {
    const { html_url: url } = this.#shown ?? {}
    return unknown(`${this.#options.name} was re-run, and a re-run may hold old secrets: ${url}`, url)
  }

  async #judge(shown: Shown): Promise<Judgement> {
    const { name } = this.#options
    const { conclusion, html_url: url, run_attempt: attempt = 1 } = shown
    switch (conclusion) {
      case 'success':
        if (attempt !== 1) return this.#rerun()
        return this.#succeeded(shown)
      case 'failure':
        return this.#failed(url)
      case 'startup_failure':
        return unknown(`${name} could not be started (its page says why: the syntax of the file, say): ${url}`, url)
      case 'action_required':
        return unknown(`${name} waits for somebody to approve it, and did not run: ${url}`, url)
      default:
        return unknown(`${name} ended ${presentable(conclusion ?? 'without a conclusion')}: ${url}`, url)
    }
  }

  /**
   * A run succeeds also when a step or a job was allowed to fail (`continue-on-error`): what its jobs reported tells.
   * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idcontinue-on-error
   */
  async #succeeded({ html_url: url, path = '', head_sha: commit = '' }: Shown): Promise<Judgement> {
    const { name } = this.#options
    const jobs = await this.#jobs()
    const told = await pMap(
      jobs.filter(({ conclusion }) => conclusion === 'success' || conclusion === 'failure'),
      async (job) => ({ ...(await this.#toldOf(job)), job }),
      reading,
    )
    const hidden = told.filter(({ isVerifyAction }) => isVerifyAction)
    if (hidden.length > 0) {
      return rejected(`${name} succeeded although its verify action failed (continue-on-error hides that)`, url, hidden)
    }
    const unexplained = told.find(({ job, isHeard }) => job.conclusion === 'failure' && !isHeard)
    if (unexplained !== undefined) {
      return unknown(`${name} succeeded although a job of it failed: ${url}\n- ${unexplained.line}`, url)
    }
    if (!jobs.some((job) => job.conclusion === 'success')) {
      return unknown(`${name} succeeded without running a job: ${url}`, url)
    }
    const isHeard = told.every((each) => each.isHeard)
    const isWhole = jobs.every(({ conclusion }) => conclusion === 'success')
    const ran = { path: path.split('@')[0] ?? '', commit, isHeard, isWhole }
    return { verdict: 'works', detail: `${name} succeeded: ${url}`, remedy: undefined, url, maySettle: false, ran }
  }

  /** A step that failed speaks of the key; a job that failed without one has lost its runner, or never had one. */
  async #failed(url: string): Promise<Judgement> {
    const { name } = this.#options
    const jobs = (await this.#jobs()).filter(({ conclusion }) => conclusion === 'failure')
    const failed = jobs.filter(({ steps = [] }) => steps.some(({ conclusion }) => conclusion === 'failure'))
    if (failed.length === 0) {
      const where = jobs[0] === undefined ? '' : ` in the job “${presentable(jobs[0].name)}”`
      return unknown(`${name} failed${where}, but no step of it did: its runner was lost, or never came: ${url}`, url)
    }
    const told = await Promise.all(failed.slice(0, namedJobs).map((job) => this.#toldOf(job)))
    return rejected(`${name} failed`, url, told, failed.length)
  }

  /** Where a job failed, if it did, and what it reported as far as its annotations can be read. */
  async #toldOf(job: Job): Promise<Told> {
    const step = job.steps?.find(({ conclusion }) => conclusion === 'failure')
    const within = step === undefined ? '' : `, step “${presentable(step.name)}”`
    const where = `job “${presentable(job.name)}”${within}`
    const isSilent = step?.name === setUp
    const annotations = await this.#annotationsOf(job)
    if (annotations === undefined) {
      const line = `${where} (with checks: read, its reason would stand here)`
      return { line, maySettle: true, isSilent, isVerifyAction: false, isHeard: false }
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
      isSilent: isSilent || own?.title === failures.unasked,
      isVerifyAction: own !== undefined,
      isHeard: true,
    }
  }

  /**
   * What the steps of a job reported; undefined where the token may not read that. A job is a check run of the same id.
   * https://docs.github.com/en/rest/checks/runs#list-check-run-annotations
   */
  async #annotationsOf({ check_run_url: url = '' }: Job): Promise<readonly Annotation[] | undefined> {
    const { github, owner, repo, until } = this.#options
    const checkRun = Number(/\/check-runs\/(\d+)$/.exec(url)?.[1] ?? Number.NaN)
    if (Number.isNaN(checkRun)) return undefined
    const route = 'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations'
    try {
      const parameters = { owner, repo, check_run_id: checkRun, per_page: pageSize }
      return (await github.request<readonly Annotation[]>(route, parameters, { until })).data
    } catch (error) {
      if (!isGitHubError(error)) throw error
      return undefined
    }
  }

  async #jobs(): Promise<readonly Job[]> {
    const { github, owner, repo, id, until } = this.#options
    const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs'
    const jobs: Job[] = []
    for (let page = 1; page <= mostPages; page += 1) {
      const parameters = { owner, repo, run_id: id, filter: 'latest', per_page: pageSize, page }
      const { data } = await github
        .request<{ jobs: readonly Job[] }>(route, parameters, { until })
        .catch((error: unknown) => {
          throw this.#explained(error, 'read the jobs of the verification run')
        })
      jobs.push(...data.jobs)
      if (data.jobs.length < pageSize) break
    }
    return jobs
  }

  #explained(error: unknown, doing: string): unknown {
    if (!isGitHubError(error)) return error
    const { github, name } = this.#options
    return explain(error, {
      doing,
      place: name,
      permission: permissions.actions('read'),
      token: github.token,
    })
  }
}

/** The key is rejected; unknown where no job could ask AWS, or even be set up, since that says nothing of the key. */
function rejected(what: string, url: string, told: readonly Told[], count = told.length): Judgement {
  const named = told.slice(0, namedJobs)
  const others = count > named.length ? [`and ${count - named.length} more jobs`] : []
  const lines = [...named.map(({ line }) => line), ...others].map((line) => `\n- ${line}`).join('')
  const detail = `${what}: ${url}${lines}`
  if (told.every(({ isSilent }) => isSilent)) return unknown(detail, url)
  return { verdict: 'rejected', detail, remedy: undefined, url, maySettle: told.some((each) => each.maySettle) }
}

/** Nothing is known about the key. */
export function unknown(detail: string, url?: string): Judgement {
  return { verdict: 'unknown', detail, remedy: undefined, url, maySettle: false }
}

/** `a review of the environment production by alice or the team ops`, `the timer of the environment production (30 minutes)` */
function awaitedBy({ environment, wait_timer: minutes, wait_timer_started_at: started, reviewers }: PendingDeployment) {
  const name = `the environment ${presentable(environment.name ?? '')}`
  const people = reviewers.map(({ type, reviewer = {} }) =>
    type === 'Team'
      ? `the team ${presentable(reviewer.slug ?? reviewer.name ?? '')}`
      : presentable(reviewer.login ?? ''),
  )
  const timer = minutes > 0 && started !== null ? `the timer of ${name} (${spoken(minutes * minute)})` : undefined
  const review = people.length > 0 ? `a review of ${name} by ${people.join(' or ')}` : undefined
  return [review, timer].filter((each) => each !== undefined).join(' and ') || `a protection rule of ${name}`
}

function quoted({ title, message }: Annotation): string {
  // The verify action begins its messages with their titles, since logs show the messages alone.
  const isSaid = title === null || message?.startsWith(title) === true
  const parts = [isSaid ? null : title, message].filter((part) => part !== null && part !== '')
  return presentable(parts.join(': '), longestQuote)
}
