/** A verification workflow as GitHub has it: https://docs.github.com/en/rest/actions/workflows */
import { Problem } from '../../rotation/problem.ts'
import type { Duration } from '../../rotation/time.ts'
import type { WorkflowName } from '../../workflow.ts'
import { type Answer, type GitHubClient, isGitHubError, type Persistence } from '../api/client.ts'
import { type Permission, permissions } from '../api/permissions.ts'
import { explain, statusOf } from '../api/refusals.ts'
import { readWorkflowFile, type WorkflowFile } from './workflow-file.ts'

/** `hidden`: it is not there, or the token may not read it. `broken`: it is no YAML map. */
export type FileReading = WorkflowFile | 'hidden' | 'broken'

/** What is asked of GitHub, as messages say it, and what that takes: `read` of Actions where nothing else is said. */
interface Question extends Pick<Persistence, 'until' | 'repeat'> {
  readonly doing: string
  readonly permission?: Permission
}

export class VerificationWorkflow implements WorkflowName {
  readonly owner: string
  readonly repo: string
  readonly file: string
  readonly ref: string | undefined
  /** What may dispatch it. */
  readonly github: GitHubClient
  #defaultBranch: string | undefined
  /** By branch, tag or commit. */
  readonly #files = new Map<string | undefined, FileReading>()

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

  /** Asks its repository. @throws Problem when GitHub refuses or does not answer, and what ends the run */
  async ask<Data>(
    route: string,
    { doing, permission = permissions.actions('read'), ...persistence }: Question,
    parameters: Readonly<Record<string, unknown>> = {},
  ): Promise<Answer<Data>> {
    const { owner, repo, github } = this
    try {
      return await github.request<Data>(route, { owner, repo, ...parameters }, persistence)
    } catch (error) {
      if (!isGitHubError(error)) throw error
      throw explain(error, { doing, place: this.name, permission, token: github.token })
    }
  }

  /** GitHub lists a workflow, and starts it anywhere, once this branch has its file. @throws Problem */
  async defaultBranch(until = Number.POSITIVE_INFINITY): Promise<string> {
    const doing = 'look at the repository of the verification workflow'
    this.#defaultBranch ??= (
      await this.ask<{ default_branch: string }>('GET /repos/{owner}/{repo}', { doing, until })
    ).data.default_branch
    return this.#defaultBranch
  }

  /** The branch or tag that is started. @throws Problem */
  async startedRef(until?: Duration): Promise<string> {
    return this.ref ?? (await this.defaultBranch(until))
  }

  /** Its file on a branch, a tag or a commit, read once in a run. @throws Problem when GitHub does not tell, which may pass */
  async fileAt(ref: string | undefined, until = Number.POSITIVE_INFINITY): Promise<FileReading> {
    const known = this.#files.get(ref) ?? (await this.#read(ref, until))
    this.#files.set(ref, known)
    return known
  }

  async #read(ref: string | undefined, until: Duration): Promise<FileReading> {
    const question = { doing: 'read the file', permission: permissions.contents('read'), until }
    try {
      const parameters = { path: this.path, ref }
      const { data } = await this.ask<ContentJson>('GET /repos/{owner}/{repo}/contents/{path}', question, parameters)
      return readWorkflowFile(textOf(data)) ?? 'broken'
    } catch (error) {
      if (error instanceof Problem && [403, 404].includes(statusOf(error) ?? 0)) return 'hidden'
      throw error
    }
  }
}

/** What a reading tells of the file; undefined where it tells nothing. */
export function known(reading: FileReading | undefined): WorkflowFile | undefined {
  return typeof reading === 'object' ? reading : undefined
}

/** A file as https://docs.github.com/en/rest/repos/contents#get-repository-content shows it. */
export interface ContentJson {
  readonly content?: string
}

export function textOf({ content = '' }: ContentJson): string {
  return Buffer.from(content, 'base64').toString('utf8')
}
