/** Verification by workflows: https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event */
import { randomUUID } from 'node:crypto'
import pMap from 'p-map'
import { parse } from 'yaml'
import { fingerprint } from '../fingerprint.ts'
import type { Clock, Verifier } from '../rotation/ports.ts'
import { inSentences, messageOf, Problem } from '../rotation/problem.ts'
import { type Duration, second, spoken } from '../rotation/time.ts'
import type { KeyId, Verdict, Verification } from '../rotation/world.ts'
import type { GitHubClient, GitHubError } from './client.ts'
import { explain } from './errors.ts'

/** A workflow that proves a key, and the client that may dispatch it. */
export interface VerificationWorkflow {
  readonly owner: string
  readonly repo: string
  /** `verify.yml` */
  readonly file: string
  /** Branch or tag; undefined: the default branch. */
  readonly ref: string | undefined
  readonly github: GitHubClient
  readonly token: 'github-token' | 'dispatch-token'
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
  readonly url: string | undefined
}

/** Looks at a run this often, at first and later: GITHUB_TOKEN may send 1,000 requests an hour. */
const pollingDelays: readonly Duration[] = [5, 5, 5, 5, 10, 10, 15].map((seconds) => seconds * second)
const pollingDelay: Duration = 20 * second

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

  async check(): Promise<readonly string[]> {
    const checked = await pMap(this.#workflows, (each) => this.#checkOne(each), { concurrency: 10 })
    return checked.filter((problem) => problem !== undefined)
  }

  async verify(key: KeyId): Promise<Verification> {
    const found = await pMap(this.#workflows, (each) => this.#verifyOne(each, key), { concurrency: 10 })
    const worst =
      found.find(({ verdict }) => verdict === 'rejected') ?? found.find(({ verdict }) => verdict === 'unknown')
    return {
      key,
      verdict: worst?.verdict ?? 'works',
      weak: found.some(({ weak }) => weak),
      detail: worst?.detail ?? found.map(({ detail }) => detail).join('; '),
      urls: found.map(({ url }) => url).filter((url) => url !== undefined),
    }
  }

  /** What would keep this workflow from running, in sentences. */
  async #checkOne(workflow: VerificationWorkflow): Promise<string | undefined> {
    try {
      const ref = await this.#refOf(workflow)
      const { data } = await this.#ask<{ state: string; path: string }>(
        workflow,
        'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}',
        'look at the verification workflow',
        { workflow_id: workflow.file },
      )
      if (data.state !== 'active') {
        return `The verification workflow ${nameOf(workflow)} is not active (${data.state}). Enable it under Actions.`
      }
      return await this.#checkTrigger(workflow, data.path, ref)
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
      throw this.#explain(error, workflow, 'read the file', 'contents: read')
    }
    if (hasDispatchTrigger(content)) return undefined
    return `The verification workflow ${nameOf(workflow)} cannot be dispatched: add "workflow_dispatch" to its "on:" on ${ref}.`
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

  async #verifyOne(workflow: VerificationWorkflow, key: KeyId): Promise<Found> {
    try {
      const dispatched = await this.#dispatch(workflow, key)
      if (dispatched.run === undefined) {
        return unknown(
          `GitHub started ${nameOf(workflow)} without saying which run it is: this server is older than GitHub Enterprise Server 3.21`,
        )
      }
      return { ...(await this.#follow(workflow, dispatched.run)), weak: dispatched.weak }
    } catch (error) {
      return unknown(inSentences(error))
    }
  }

  /**
   * Starts the workflow, once: a dispatch that is sent again may start a second run. A workflow that does not declare
   * the inputs refuses them clearly, and is started without: its success then proves less.
   */
  async #dispatch(
    workflow: VerificationWorkflow,
    key: KeyId,
  ): Promise<{ readonly run: number | undefined; readonly weak: boolean }> {
    const ref = await this.#refOf(workflow)
    try {
      const inputs = { 'expected-key': fingerprint(key), 'rotation-id': randomUUID() }
      return { run: await this.#start(workflow, ref, inputs), weak: false }
    } catch (error) {
      if (!isUnexpectedInput(error)) throw error
      return { run: await this.#start(workflow, ref, {}), weak: true }
    }
  }

  async #start(workflow: VerificationWorkflow, ref: string, inputs: Readonly<Record<string, string>>) {
    const { owner, repo, file, github } = workflow
    const route = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches'
    const body = { owner, repo, workflow_id: file, ref, inputs, return_run_details: true }
    try {
      const { data } = await github.request<{ workflow_run_id?: number } | undefined>(route, body, 'once')
      return data?.workflow_run_id
    } catch (error) {
      throw this.#explain(error, workflow, 'dispatch the verification workflow', 'actions: write')
    }
  }

  /** Follows exactly the run that was started, until it ends or has had its time. */
  async #follow(workflow: VerificationWorkflow, run: number): Promise<Omit<Found, 'weak'>> {
    const start = this.#clock.elapsed()
    let latest: Run | undefined
    for (let look = 0; ; look += 1) {
      latest = (await this.#lookAt(workflow, run, start)) ?? latest
      if (latest?.status === 'completed') return this.#judge(workflow, run, latest)
      const waited = this.#clock.elapsed() - start
      if (waited >= this.#timeout) {
        const url = latest?.html_url
        return {
          ...unknown(
            `${nameOf(workflow)} was still ${latest?.status ?? 'invisible'} after ${spoken(waited)}${url === undefined ? '' : `: ${url}`}`,
          ),
          url,
        }
      }
      await this.#clock.sleep(pollingDelays[look] ?? pollingDelay)
    }
  }

  async #lookAt(workflow: VerificationWorkflow, run: number, start: Duration): Promise<Run | undefined> {
    const { owner, repo, github } = workflow
    try {
      const answer = await github.request<Run>('GET /repos/{owner}/{repo}/actions/runs/{run_id}', {
        owner,
        repo,
        run_id: run,
      })
      return answer.data
    } catch (error) {
      const young = this.#clock.elapsed() - start < visibleWithin
      if ((error as GitHubError).status === 404 && young) return undefined
      throw this.#explain(error, workflow, 'follow the verification run', 'actions: read')
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
      throw this.#explain(error, workflow, doing, 'actions: read')
    }
  }

  #explain(error: unknown, workflow: VerificationWorkflow, doing: string, permission: string): Problem {
    return explain(error as GitHubError, { doing, place: nameOf(workflow), permission, token: workflow.token })
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

/** GitHub's 422 for a workflow that does not declare an input. */
function isUnexpectedInput(error: unknown): boolean {
  return error instanceof Problem && /unexpected inputs/i.test(messageOf(error))
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
