/** A verification workflow as GitHub has it: https://docs.github.com/en/rest/actions/workflows */
import { Problem } from '../../rotation/problem.ts'
import type { Duration } from '../../rotation/time.ts'
import type { WorkflowName } from '../../workflow.ts'
import type { Answer, GitHubClient, Parameters, Persistence } from '../api/client.ts'
import { permissions } from '../api/permissions.ts'
import { type Purpose, statusOf } from '../api/refusals.ts'
import { readWorkflowFile, type WorkflowFile } from './workflow-file.ts'

/** A verification workflow, how its repository is asked about it, and what has been read of it in this run. */
export class VerificationWorkflow implements WorkflowName {
  readonly owner: string
  readonly repo: string
  readonly file: string
  readonly ref: string | undefined
  /** What may dispatch it. */
  readonly github: GitHubClient
  #defaultBranch: string | undefined
  /** By branch, tag or commit. */
  readonly #files = new Map<string | undefined, WorkflowFile>()

  constructor({ owner, repo, file, ref }: WorkflowName, github: GitHubClient) {
    this.owner = owner
    this.repo = repo
    this.file = file
    this.ref = ref
    this.github = github
  }

  /** `verify.yml in octo/app` */
  get name(): string {
    return `${this.file} in ${this.repository}`
  }

  /** `octo/app` */
  get repository(): string {
    return `${this.owner}/${this.repo}`
  }

  /** `.github/workflows/verify.yml` */
  get path(): string {
    return `.github/workflows/${this.file}`
  }

  /** Asks its repository for one thing, as `GitHubClient.ask` does. */
  ask<Data>(route: string, parameters: Parameters, purpose: Purpose, persistence?: Persistence): Promise<Answer<Data>> {
    return this.github.ask(route, { owner: this.owner, repo: this.repo, ...parameters }, purpose, persistence)
  }

  /** What a request is for, and the permission of a token that it takes. */
  purpose(doing: string, permission = permissions.actions('read')): Purpose {
    return { doing, place: this.name, permission }
  }

  /** GitHub lists a workflow, and starts it anywhere, once this branch has its file. @throws Refusal */
  async defaultBranch(until = Number.POSITIVE_INFINITY): Promise<string> {
    if (this.#defaultBranch !== undefined) return this.#defaultBranch
    const purpose = this.purpose('look at the repository of the verification workflow')
    const { data } = await this.ask<{ default_branch: string }>('GET /repos/{owner}/{repo}', {}, purpose, { until })
    this.#defaultBranch = data.default_branch
    return data.default_branch
  }

  /** The branch or tag that is started. @throws Refusal */
  async startedRef(until?: Duration): Promise<string> {
    return this.ref ?? (await this.defaultBranch(until))
  }

  /**
   * Its file on a branch, a tag or a commit, read once in a run; undefined where it is not there, or the token may not
   * read it. @throws Refusal when GitHub does not answer, and Problem for a file that is no YAML map
   */
  async fileAt(ref: string | undefined, until = Number.POSITIVE_INFINITY): Promise<WorkflowFile | undefined> {
    const known = this.#files.get(ref)
    if (known !== undefined) return known
    const purpose = this.purpose('read the file', permissions.contents('read'))
    const answer = await this.ask<ContentJson>(
      'GET /repos/{owner}/{repo}/contents/{path}',
      { path: this.path, ref },
      purpose,
      { until },
    ).catch((error: unknown) => {
      if (![403, 404].includes(statusOf(error) ?? 0)) throw error
    })
    if (answer === undefined) return undefined
    const file = readWorkflowFile(textOf(answer.data))
    if (file === undefined) {
      const where = ref ?? this.#defaultBranch ?? 'the default branch'
      throw new Problem(`${this.name} cannot be read on ${where}: it is not YAML.`, 'Fix the file.')
    }
    this.#files.set(ref, file)
    return file
  }
}

/** A file as https://docs.github.com/en/rest/repos/contents#get-repository-content shows it. */
export interface ContentJson {
  readonly content?: string
}

/** The text of a file, which GitHub sends in base64. */
export function textOf({ content = '' }: ContentJson): string {
  return Buffer.from(content, 'base64').toString('utf8')
}
