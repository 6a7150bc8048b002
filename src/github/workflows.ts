/** Verification by workflows: https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event */
import { randomUUID } from 'node:crypto'
import pMap from 'p-map'
import { parse } from 'yaml'
import { fingerprint } from '../fingerprint.ts'
import type { Clock, StillHolds, VerificationRequest, Verifier, WorkflowsReading } from '../rotation/ports.ts'
import { endsRun, inSentences, messageOf, Problem } from '../rotation/problem.ts'
import { type Duration, second, spoken } from '../rotation/time.ts'
import type { KeyId, Verdict, Verification } from '../rotation/world.ts'
import type { GitHubClient, GitHubError } from './client.ts'
import { explain, isLastingRefusal, statusOf } from './errors.ts'
import { type Permission, permissions } from './permissions.ts'

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

interface Run {
  readonly status: string | null
  readonly conclusion: string | null
  readonly html_url: string
  readonly run_attempt?: number
}

interface Job {
  readonly name: string
  readonly conclusion: string | null
  readonly steps?: readonly { readonly name: string; readonly conclusion: string | null }[]
}

interface Found {
  readonly verdict: Verdict
  readonly weak: boolean
  readonly detail: string
  readonly remedy?: string | undefined
  readonly url: string | undefined
}

/** Looks at a run this often, at first and later: GITHUB_TOKEN may send 1,000 requests an hour. */
const pollingDelays: readonly Duration[] = [5, 5, 5, 5, 10, 10, 15].map((seconds) => seconds * second)
const pollingDelay: Duration = 20 * second

/** What to do where the server does not tell which run it has started. */
const olderServer = 'Run details need GitHub Enterprise Server 3.21; before that, use "verification-workflow: none".'

/** A run is not always readable the moment it exists. */
const visibleWithin: Duration = 60 * second

export class VerificationWorkflows implements Verifier {
  readonly #workflows: readonly VerificationWorkflow[]
  readonly #timeout: Duration
  readonly #clock: Clock
  readonly #refs = new Map<VerificationWorkflow, string>()

  constructor(workflows: readonly VerificationWorkflow[], timeout: Duration, clock: Clock) {
    this.#workflows = workflows
    this.#timeout = timeout
    this.#clock = clock
  }

  async check(): Promise<WorkflowsReading> {
    const checked = await pMap(this.#workflows, (each) => this.#checkOne(each), { concurrency: 10 })
    return { problems: checked.filter((problem) => problem !== undefined), remarks: [] }
  }

  async verify(key: KeyId, { until, holds }: VerificationRequest): Promise<Verification> {
    const found = await pMap(this.#workflows, (each) => this.#verifyOne(each, key, until, holds), { concurrency: 10 })
    const worst =
      found.find(({ verdict }) => verdict === 'rejected') ?? found.find(({ verdict }) => verdict === 'unknown')
    return {
      key,
      verdict: worst?.verdict ?? 'works',
      weak: found.some(({ weak }) => weak),
      detail: worst?.detail ?? found.map(({ detail }) => detail).join('; '),
      remedy: worst?.remedy,
      urls: found.map(({ url }) => url).filter((url) => url !== undefined),
    }
  }

  /** What would keep this workflow from running, in sentences. */
  async #checkOne(workflow: VerificationWorkflow): Promise<string | undefined> {
    try {
      const ref = await this.#refOf(workflow)
      const { data, headers } = await this.#ask<{ state: string; path: string }>(
        workflow,
        'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}',
        'look at the verification workflow',
        { workflow_id: workflow.file },
      )
      if (data.state !== 'active') {
        return `The verification workflow ${nameOf(workflow)} is not active (${data.state}). Enable it under Actions.`
      }
      const version = String(headers['x-github-enterprise-version'] ?? '')
      if (/^3\.(?:1?\d|20)(?:\.|$)/.test(version)) return `This is GitHub Enterprise Server ${version}. ${olderServer}`
      return (await this.#checkTrigger(workflow, data.path, ref)) ?? (await this.#checkDispatch(workflow))
    } catch (error) {
      return inSentences(error)
    }
  }

  /** A workflow without `workflow_dispatch` cannot be started. Told only when the token may read the file. */
  async #checkTrigger(workflow: VerificationWorkflow, path: string, ref: string): Promise<string | undefined> {
    const { owner, repo, github } = workflow
    const route = 'GET /repos/{owner}/{repo}/contents/{path}'
    let content: string
    try {
      const { data } = await github.request<{ content?: string }>(route, { owner, repo, path, ref })
      content = Buffer.from(data.content ?? '', 'base64').toString('utf8')
    } catch (error) {
      // Without "contents: read" the dispatch itself will tell; nothing is known against it here.
      if ([403, 404].includes((error as GitHubError).status)) return undefined
      throw this.#explain(error, workflow, 'read the file', permissions.contents('read'))
    }
    if (hasDispatchTrigger(content)) return undefined
    return `The verification workflow ${nameOf(workflow)} cannot be dispatched: add "workflow_dispatch" to its "on:" on ${ref}.`
  }

  /**
   * The right to dispatch cannot be read, so it is tried with a ref that does not exist: 422 for those who may. Nothing
   * starts. https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event
   */
  async #checkDispatch(workflow: VerificationWorkflow): Promise<string | undefined> {
    try {
      await this.#start(workflow, `rotate-iam-access-keys/preflight/${randomUUID()}`, {}, Number.POSITIVE_INFINITY)
      return undefined
    } catch (error) {
      return [401, 403, 404].includes(statusOf(error) ?? 0) ? inSentences(error) : undefined
    }
  }

  async #refOf(workflow: VerificationWorkflow): Promise<string> {
    const known = this.#refs.get(workflow) ?? workflow.ref
    if (known !== undefined) return known
    const { data } = await this.#ask<{ default_branch: string }>(
      workflow,
      'GET /repos/{owner}/{repo}',
      'look at the repository of the verification workflow',
    )
    this.#refs.set(workflow, data.default_branch)
    return data.default_branch
  }

  async #verifyOne(workflow: VerificationWorkflow, key: KeyId, until: Duration, holds: StillHolds): Promise<Found> {
    try {
      const { run, weak } = await this.#dispatch(workflow, key, until)
      if (run === undefined)
        return { ...unknown(`GitHub started ${nameOf(workflow)} without saying which run it is`), remedy: olderServer }
      return { ...(await this.#follow(workflow, run, until, holds)), weak }
    } catch (error) {
      if (endsRun(error)) throw error
      // A clear refusal is one that a person has to mend; anything else may pass.
      const lasting = error instanceof Problem && isLastingRefusal(error)
      return lasting ? { ...unknown(error.message), remedy: error.remedy } : unknown(inSentences(error))
    }
  }

  /**
   * Starts the workflow, once: a dispatch that is sent again may start a second run. A workflow that does not declare
   * an input refuses it clearly, and is started without; without expected-key its success proves less.
   */
  async #dispatch(workflow: VerificationWorkflow, key: KeyId, until: Duration) {
    const ref = await this.#refOf(workflow)
    let inputs: Readonly<Record<string, string>> = { 'expected-key': fingerprint(key), 'rotation-id': randomUUID() }
    for (;;) {
      try {
        return { run: await this.#start(workflow, ref, inputs, until), weak: !('expected-key' in inputs) }
      } catch (error) {
        const declared = withoutUnexpected(inputs, error)
        if (declared === undefined) throw error
        inputs = declared
      }
    }
  }

  async #start(workflow: VerificationWorkflow, ref: string, inputs: Readonly<Record<string, string>>, until: Duration) {
    const { owner, repo, file, github } = workflow
    const route = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches'
    const body = { owner, repo, workflow_id: file, ref, inputs, return_run_details: true }
    try {
      const { data } = await github.request<{ workflow_run_id?: number } | undefined>(route, body, {
        repeat: 'once',
        until,
      })
      return data?.workflow_run_id
    } catch (error) {
      throw this.#explain(error, workflow, 'dispatch the verification workflow', permissions.actions('write'))
    }
  }

  /** Follows exactly the run that was started, until it ends or has had its time. */
  async #follow(
    workflow: VerificationWorkflow,
    run: number,
    until: Duration,
    holds: StillHolds,
  ): Promise<Omit<Found, 'weak'>> {
    const start = this.#clock.elapsed()
    const end = Math.min(start + this.#timeout, until)
    let latest: Run | undefined
    for (let look = 0; ; look += 1) {
      latest = (await this.#lookAt(workflow, run, start, end)) ?? latest
      if (latest?.status === 'completed') return this.#judge(workflow, run, latest)
      const now = this.#clock.elapsed()
      if (now >= end) {
        const url = latest?.html_url
        const where = url === undefined ? '' : `: ${url}`
        return {
          ...unknown(
            `${nameOf(workflow)} was still ${latest?.status ?? 'invisible'} after ${spoken(now - start)}${where}`,
          ),
          url,
        }
      }
      await this.#clock.sleep(Math.min(pollingDelays[look] ?? pollingDelay, end - now))
      await this.#stillHolds(holds)
    }
  }

  /** Nothing is written here: that nobody can say whose the user is does not end the wait. */
  async #stillHolds(holds: StillHolds): Promise<void> {
    try {
      await holds()
    } catch (error) {
      if (endsRun(error)) throw error
    }
  }

  async #lookAt(
    workflow: VerificationWorkflow,
    run: number,
    start: Duration,
    until: Duration,
  ): Promise<Run | undefined> {
    const { owner, repo, github } = workflow
    const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}'
    try {
      const { data } = await github.request<Run>(route, { owner, repo, run_id: run }, { until })
      return data
    } catch (error) {
      const young = this.#clock.elapsed() - start < visibleWithin
      if ((error as GitHubError).status === 404 && young) return undefined
      throw this.#explain(error, workflow, 'follow the verification run', permissions.actions('read'))
    }
  }

  async #judge(
    workflow: VerificationWorkflow,
    run: number,
    { conclusion, html_url: url, run_attempt: attempt = 1 }: Run,
  ): Promise<Omit<Found, 'weak'>> {
    const name = nameOf(workflow)
    if (conclusion !== 'success' && conclusion !== 'failure')
      return { ...unknown(`${name} ended ${conclusion ?? 'without a conclusion'}: ${url}`), url }
    const jobs = await this.#jobs(workflow, run)
    if (conclusion === 'failure')
      return { verdict: 'rejected', detail: `${name} failed${whereFailed(jobs)}: ${url}`, url }
    if (attempt !== 1) return { ...unknown(`${name} was re-run, and a re-run may hold old secrets: ${url}`), url }
    if (!jobs.some((job) => job.conclusion === 'success'))
      return { ...unknown(`${name} succeeded without running a job: ${url}`), url }
    return { verdict: 'works', detail: `${name} succeeded: ${url}`, url }
  }

  async #jobs(workflow: VerificationWorkflow, run: number): Promise<readonly Job[]> {
    const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs'
    const { data } = await this.#ask<{ jobs: readonly Job[] }>(
      workflow,
      route,
      'read the jobs of the verification run',
      {
        run_id: run,
        filter: 'latest',
        per_page: 100,
      },
    )
    return data.jobs
  }

  async #ask<Data>(
    workflow: VerificationWorkflow,
    route: string,
    doing: string,
    parameters: Readonly<Record<string, unknown>> = {},
  ) {
    const { owner, repo, github } = workflow
    try {
      return await github.request<Data>(route, { owner, repo, ...parameters })
    } catch (error) {
      throw this.#explain(error, workflow, doing, permissions.actions('read'))
    }
  }

  #explain(error: unknown, workflow: VerificationWorkflow, doing: string, permission: Permission): Problem {
    return explain(error as GitHubError, { doing, place: nameOf(workflow), permission, token: workflow.github.token })
  }
}

/** Whether a workflow file names `workflow_dispatch` among its triggers, in any of the three spellings of `on:`. */
export function hasDispatchTrigger(content: string): boolean {
  // YAML 1.1 reads a bare `on` as true; this parser follows 1.2, as GitHub does.
  const on: unknown = (parse(content) as { on?: unknown } | null)?.on
  if (typeof on === 'string') return on === 'workflow_dispatch'
  if (Array.isArray(on)) return on.includes('workflow_dispatch')
  return typeof on === 'object' && on !== null && 'workflow_dispatch' in on
}

/** The inputs without those that GitHub's 422 names as undeclared; undefined when it says something else. */
function withoutUnexpected(
  inputs: Readonly<Record<string, string>>,
  error: unknown,
): Readonly<Record<string, string>> | undefined {
  const named = /unexpected inputs provided: (.*)/i.exec(messageOf(error))?.[1]
  if (named === undefined) return undefined
  const declared = Object.entries(inputs).filter(([name]) => !named.includes(name))
  return declared.length < Object.keys(inputs).length ? Object.fromEntries(declared) : undefined
}

function whereFailed(jobs: readonly Job[]): string {
  const job = jobs.find(({ conclusion }) => conclusion === 'failure')
  const step = job?.steps?.find(({ conclusion }) => conclusion === 'failure')
  if (job === undefined) return ''
  return step === undefined ? ` in the job “${job.name}”` : ` in the job “${job.name}”, step “${step.name}”`
}

function nameOf({ owner, repo, file }: VerificationWorkflow): string {
  return `${file} in ${owner}/${repo}`
}

function unknown(detail: string): Found {
  return { verdict: 'unknown', weak: false, detail, url: undefined }
}
