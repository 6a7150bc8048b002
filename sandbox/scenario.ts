/** A small world that looks like a user's: an IAM user with a key, repositories that hold it, a verification workflow. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LongTermCredentials, TemporaryCredentials } from './aws/account.ts'
import type { PolicyDocument } from './aws/policy.ts'
import { duration } from './clock.ts'
import type { GitHubOptions } from './github/github.ts'
import type { NotedRun } from './github/noted-run.ts'
import type { Permissions } from './github/token.ts'
import type { JobContext, JobReport } from './github/workflow-run.ts'
import { type ActionResult, type ActionRun, runAction } from './runner.ts'
import { runnerLog } from './runner-log.ts'
import { type Sandbox, startSandbox } from './sandbox.ts'
import { fingerprint, verdictTitles } from './verify-action.ts'

const root = join(import.meta.dirname, '..')

export interface ScenarioOptions {
  /** `self`: the job holds the user's own key. `role`: the job holds the credentials of a role. */
  readonly caller?: 'self' | 'role'
  /** Age of the key that is published, in days. */
  readonly keyAge?: number
  /** Jobs have used the published key, until an hour ago. */
  readonly used?: true
  /** The first one is where the rotation and the verification run. */
  readonly repositories?: readonly string[]
  /** Runs the committed verify action in the verification's job, or judges the pair as it would; the former if unset. */
  readonly verification?: 'bundle' | 'direct'
  readonly github?: Omit<GitHubOptions, 'clock'>
  /** The caller may ask CloudTrail who used a key. */
  readonly trail?: true
  /** The caller may ask IAM what its own policies allow. */
  readonly simulation?: true
  /** What `permissions:` gives to the job beside, or instead of, what the documentation asks for. */
  readonly jobPermissions?: Permissions
  /** The input `recovery-secret-name`; each run is handed what that secret holds when the run is queued. */
  readonly recovery?: string
  /** The token of the rotation may read whatever may hide, or hold, the same key. */
  readonly seesEverything?: true
  /** Inputs of every run, beside those of the scenario. */
  readonly inputs?: Readonly<Record<string, string>>
}

/** Lets a caller ask CloudTrail who used a key. */
export const trailPolicy: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'cloudtrail:LookupEvents', Resource: '*' }],
}

/** Lets a caller ask IAM what its own policies allow. */
export const simulationPolicy: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'iam:SimulatePrincipalPolicy',
      Resource: [
        // biome-ignore lint/suspicious/noTemplateCurlyInString: this is IAM's own notation
        'arn:aws:iam::111122223333:user/${aws:username}',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: this is IAM's own notation
        'arn:aws:iam::111122223333:user/*/${aws:username}',
        'arn:aws:iam::111122223333:role/key-rotation',
      ],
    },
  ],
}

/** What shows whether a key lives in another store, or in a variable, and why a verification failed. */
const seeing = {
  checks: 'read',
  dependabot_secrets: 'read',
  codespaces_secrets: 'read',
  agent_secrets: 'read',
  actions_variables: 'read',
} as const

/** When every story begins, whatever lies before it. */
const today = '2026-03-01T09:00:00Z'

/** What one run is given beside the usual. */
export type RunOptions = Partial<Omit<ActionRun, 'inputs' | 'github'>> & {
  /** Those of an earlier moment, when the run was queued then. */
  readonly credentials?: LongTermCredentials | TemporaryCredentials
  /** The env of the step names no credentials. */
  readonly withoutCredentials?: true
  /** When GitHub says that the run was queued; now when not said. */
  readonly queuedAt?: number
  /** GitHub does not notice that the process has ended: the run stays in progress until `noticeEndedRuns`. */
  readonly leavesRunOpen?: true
  /** Another job of a run that GitHub has already, of the same `runId`. */
  readonly isFurtherJob?: true
  readonly github?: Partial<ActionRun['github']>
}

export class Scenario {
  readonly sandbox: Sandbox
  readonly user = 'ci-bot'
  readonly repositories: readonly string[]
  readonly caller: 'self' | 'role'
  /** The key that is published when the story begins. */
  readonly oldKey: LongTermCredentials
  /** An App installation token that may write secrets and start workflows. */
  readonly githubToken: string
  /** GITHUB_TOKEN of the job. */
  readonly jobToken: string
  readonly #verification: 'bundle' | 'direct'
  readonly #recovery: string | undefined
  readonly #inputs: Readonly<Record<string, string>>
  readonly #openRuns: NotedRun[] = []
  #runs = 0

  constructor(sandbox: Sandbox, options: ScenarioOptions) {
    const { aws, github, clock } = sandbox
    this.sandbox = sandbox
    this.caller = options.caller ?? 'self'
    this.#verification = options.verification ?? 'bundle'
    this.#recovery = options.recovery
    this.#inputs = options.inputs ?? {}
    this.repositories = options.repositories ?? ['octo/app']
    const created = clock.now()
    const optional = [
      ...(options.trail === true ? [trailPolicy] : []),
      ...(options.simulation === true ? [simulationPolicy] : []),
    ]
    const policies = this.caller === 'self' ? [policy('iam-policy-self-rotation.json'), ...optional] : []
    aws.createUser({ name: this.user, path: '/ci/', created, policies })
    aws.createRole({ name: 'key-rotation', policies: [policy('iam-policy-central-role.json'), ...optional] })
    this.oldKey = aws.createAccessKey(this.user, { created })
    for (const name of this.repositories) {
      github.addRepository(name)
      github.setSecret(name, 'AWS_ACCESS_KEY_ID', this.oldKey.accessKeyId)
      github.setSecret(name, 'AWS_SECRET_ACCESS_KEY', this.oldKey.secretAccessKey)
    }
    clock.advance((options.keyAge ?? 61) * duration('1d'))
    if (options.used === true) {
      const at = clock.now() - duration('1h')
      aws.noteUse(this.oldKey.accessKeyId, { at, service: 's3', region: 'us-east-1' })
    }
    this.addVerification(this.home)
    this.githubToken = github.addToken({
      kind: 'app',
      name: 'key-rotation-app',
      permissions: {
        metadata: 'read',
        secrets: 'write',
        environments: 'write',
        actions: 'write',
        contents: 'read',
        ...(options.seesEverything === true ? seeing : {}),
      },
      repositories: this.repositories,
    })
    this.jobToken = github.addToken({
      kind: 'GITHUB_TOKEN',
      name: 'github-actions',
      permissions: { metadata: 'read', actions: 'write', checks: 'read', contents: 'read', ...options.jobPermissions },
      repositories: [this.home],
    })
  }

  /** Adds the verification workflow of the documentation to a repository; `further` steps of its job come last. */
  addVerification(
    repository: string,
    further: (job: JobContext, verdict: JobReport) => Promise<JobReport> = async (_, verdict) => verdict,
  ): void {
    this.sandbox.github.addWorkflow(repository, {
      path: '.github/workflows/verify.yml',
      yaml: readFileSync(join(root, 'examples', 'verify.yml'), 'utf8'),
      job: async (job) => further(job, await this.#verify(job)),
    })
  }

  /** Where the rotation and the verification run. */
  get home(): string {
    return this.repositories[0] ?? ''
  }

  /** The access key ID that a repository holds now. */
  published(repository: string = this.home): string | undefined {
    return this.sandbox.github.secretValue(repository, 'AWS_ACCESS_KEY_ID')
  }

  /** Whether the pair that a repository holds now signs in at AWS. */
  signsIn(repository: string = this.home): 'works' | 'rejected' {
    const { github, aws } = this.sandbox
    return aws.canSignIn(
      this.published(repository) ?? '',
      github.secretValue(repository, 'AWS_SECRET_ACCESS_KEY') ?? '',
    )
  }

  /** What a job that is queued now gets as credentials. */
  credentials(): LongTermCredentials | TemporaryCredentials {
    const { github, aws } = this.sandbox
    if (this.caller === 'role') return aws.assumeRole('key-rotation', 'rotate')
    return {
      accessKeyId: github.secretValue(this.home, 'AWS_ACCESS_KEY_ID') ?? '',
      secretAccessKey: github.secretValue(this.home, 'AWS_SECRET_ACCESS_KEY') ?? '',
    }
  }

  /**
   * A scheduled run of the rotation, from the committed bundle. On GitHub the run is in progress until the process
   * ends, in whatever way; a run of a repository that is not there is unknown to GitHub.
   */
  async rotate(inputs: Readonly<Record<string, string>> = {}, options: RunOptions = {}): Promise<ActionResult> {
    this.#runs += 1
    const runId = options.github?.runId ?? 1000 + this.#runs
    const run = this.#noteRun(runId, options)
    let conclusion: 'success' | 'failure' = 'failure'
    try {
      const result = await this.#run(runId, inputs, options)
      if (result.exitCode === 0) conclusion = 'success'
      return result
    } finally {
      if (run !== undefined && options.leavesRunOpen) this.#openRuns.push(run)
      else run?.complete(conclusion)
    }
  }

  /** GitHub notices now that the runners of the runs that were left open are gone. */
  noticeEndedRuns(): void {
    for (const run of this.#openRuns.splice(0)) run.complete('failure')
  }

  #noteRun(id: number, { github = {}, queuedAt, isFurtherJob }: RunOptions): NotedRun | undefined {
    if (isFurtherJob) return undefined
    const { repository = this.home, runAttempt: attempt = 1, workflow = 'rotate.yml', event = 'schedule' } = github
    if (this.sandbox.github.findRepository(repository) === undefined) return undefined
    return this.sandbox.github.noteRun(repository, {
      id,
      attempt,
      path: `.github/workflows/${workflow}`,
      event,
      ...(queuedAt === undefined ? {} : { createdAt: queuedAt }),
    })
  }

  #run(runId: number, inputs: Readonly<Record<string, string>>, options: RunOptions): Promise<ActionResult> {
    return runAction({
      ...options,
      inputs: {
        'github-token': this.githubToken,
        'verification-workflow': 'verify.yml',
        ...(this.caller === 'role' ? { 'iam-user': this.user } : {}),
        ...(this.repositories.length > 1
          ? { destinations: this.repositories.map((name) => `- repository: ${name}`).join('\n') }
          : {}),
        ...this.#recoveryInputs(),
        ...this.#inputs,
        ...inputs,
      },
      environment: {
        ...this.sandbox.environment,
        ...(options.withoutCredentials ? {} : environmentOf(options.credentials ?? this.credentials())),
        ...options.environment,
      },
      github: {
        repository: this.home,
        token: this.jobToken,
        apiUrl: this.sandbox.environment['GITHUB_API_URL'] ?? '',
        ...options.github,
        runId,
      },
    })
  }

  #recoveryInputs(): Readonly<Record<string, string>> {
    if (this.#recovery === undefined) return {}
    const [, repository = this.home, environment, name = ''] =
      /^(?:([^/]+\/[^/:]+)(?:\/([^:]+))?:)?([^:]+)$/.exec(this.#recovery) ?? []
    const user = this.user.replaceAll('-', '_')
    const secret = name.replace('{iam-user}', user).replace('{account}', this.sandbox.aws.accountId)
    const isThere = this.sandbox.github.findRepository(repository) !== undefined
    const value = isThere ? this.sandbox.github.secretValue(repository, secret, environment) : undefined
    return { 'recovery-secret-name': this.#recovery, 'recovery-secret': value ?? '' }
  }

  /** The job of the verification workflow, with the secrets of the queued run. */
  async #verify({ inputs, secrets }: JobContext): Promise<JobReport> {
    if (this.#verification === 'direct') return this.#judge(inputs['expected-key'], secrets)
    const { exitCode, stdout } = await runAction({
      action: 'verify/action.yml',
      inputs: { 'expected-key': inputs['expected-key'] ?? '' },
      environment: {
        ...this.sandbox.environment,
        ...(await this.sandbox.underRealNames()),
        AWS_ACCESS_KEY_ID: secrets['AWS_ACCESS_KEY_ID'] ?? '',
        AWS_SECRET_ACCESS_KEY: secrets['AWS_SECRET_ACCESS_KEY'] ?? '',
      },
      github: { repository: this.home, token: this.jobToken, apiUrl: this.sandbox.environment['GITHUB_API_URL'] ?? '' },
    })
    return { conclusion: exitCode === 0 ? 'success' : 'failure', annotations: runnerLog(stdout).shownAnnotations }
  }

  /** Judges the pair as the verify action would. */
  #judge(expected: string | undefined, secrets: Readonly<Record<string, string>>): JobReport {
    const { AWS_ACCESS_KEY_ID: id = '', AWS_SECRET_ACCESS_KEY: secret = '' } = secrets
    const failed = (title: string, message: string): JobReport => {
      return { conclusion: 'failure', annotations: [{ level: 'failure', title, message }] }
    }
    if (id === '' || secret === '') return failed(verdictTitles.absent, 'A secret is empty.')
    const held = fingerprint(id)
    if (expected !== undefined && expected !== '' && expected !== held) {
      return failed(verdictTitles.otherKey, `fingerprint ${held} instead of ${expected}`)
    }
    if (this.sandbox.aws.canSignIn(id, secret) === 'works') return { conclusion: 'success', annotations: [] }
    const key = this.sandbox.aws.keys(this.user).find(({ accessKeyId }) => accessKeyId === id)
    return key?.status === 'Active' && key.secretAccessKey !== secret
      ? failed(verdictTitles.mixedPair, 'AWS knows the ID, but not with this secret.')
      : failed(verdictTitles.rejected, 'The security token included in the request is invalid.')
  }
}

/** Starts a sandbox and puts the world into it. */
export async function startScenario(options: ScenarioOptions = {}): Promise<Scenario> {
  const start = new Date(Date.parse(today) - (options.keyAge ?? 61) * duration('1d')).toISOString()
  const sandbox = await startSandbox({ start, ...(options.github === undefined ? {} : { github: options.github }) })
  return new Scenario(sandbox, options)
}

/** How a job sees credentials. */
export function environmentOf(
  credentials: LongTermCredentials | TemporaryCredentials,
): Readonly<Record<string, string>> {
  return {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...('sessionToken' in credentials ? { AWS_SESSION_TOKEN: credentials.sessionToken } : {}),
  }
}

/** A policy as the documentation gives it to users. */
export function policy(file: string): PolicyDocument {
  return JSON.parse(readFileSync(join(root, 'docs', file), 'utf8')) as PolicyDocument
}
