/**
 * GitHub Actions for one repository of the sandbox: it starts the workflows in its files by their schedules, by hand, and
 * when somebody dispatches them over the API.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isBasicExpression } from '@actions/workflow-parser'
import { TemplateToken } from '@actions/workflow-parser/templates/tokens/template-token'
import type { OtherJob } from '../github/workflow.ts'
import type { Inputs } from '../github/workflow-file.ts'
import type { JobContext, JobReport } from '../github/workflow-run.ts'
import type { Sandbox } from '../sandbox.ts'
import { Caches } from './caches.ts'
import { type JobDefinition, readWorkflow, type WorkflowDefinition } from './definition.ts'
import { type EndedRun, Execution, type Values, type ValuesOf } from './execution.ts'
import { asText, type Contexts, mapOf, resolved, type Value } from './expression.ts'
import type { EndedJob } from './job.ts'
import { environmentOf, nameOf, strategyOf } from './matrix.ts'
import { mistakesIn } from './mistakes.ts'
import type { RunWorld } from './run-world.ts'

export interface HostOptions {
  /** What an own action's environment has beside the sandbox's. */
  readonly machine?: RunWorld['machine']
  /** A folder whose programs scripts find before those of the machine. */
  readonly programs?: string
}

/** What starts a run. */
interface Trigger {
  readonly event: 'schedule' | 'workflow_dispatch'
  readonly schedule?: string
  readonly inputs: Inputs
  readonly actor: string
  readonly runId: number
  readonly files: ReadonlyMap<string, string>
}

/** Names under which AWS's services are found by an action that trusts no other. */
const awsHosts = [
  'iam.amazonaws.com',
  'sts.us-east-1.amazonaws.com',
  'sts.eu-central-1.amazonaws.com',
  'sts.eu-west-1.amazonaws.com',
] as const

export class WorkflowHost {
  readonly #sandbox: Sandbox
  readonly #repository: string
  readonly #machine: RunWorld['machine']
  readonly #programs: string | undefined
  readonly #definitions = new Map<string, WorkflowDefinition>()
  /** What the dispatched runs were, by id. */
  readonly #executions = new Map<number, { readonly execution: Execution; readonly given: Map<string, Values> }>()
  /** By the name of a concurrency group: when the last run of it that this host has started is over. */
  readonly #lastOf = new Map<string, Promise<void>>()
  readonly #folders: string[] = []
  readonly #caches: Caches

  /** `repository` exists. */
  constructor(sandbox: Sandbox, repository: string, { machine, programs }: HostOptions = {}) {
    this.#sandbox = sandbox
    this.#programs = programs
    this.#repository = repository
    this.#caches = new Caches(sandbox.clock)
    this.#machine =
      machine ?? (async (action) => (action === 'verify/action.yml' ? sandbox.underRealNames(awsHosts) : {}))
  }

  /** Puts a workflow file into the repository. Throws where GitHub would not run it, and where it would read nothing. */
  async add(file: string, content: string): Promise<void> {
    const path = `.github/workflows/${file}`
    const definition = await readWorkflow(path, content)
    const mistakes = mistakesIn(definition)
    if (mistakes.length > 0) throw new SyntaxError(mistakes.join('\n'))
    this.#definitions.set(file, definition)
    const [first, ...others] = definition.jobs.flatMap((job) => this.#shownJobs(definition, job))
    if (first === undefined) throw new SyntaxError(`${path} has no job`)
    const { name: jobName, ...rest } = first
    this.#sandbox.github.addWorkflow(this.#repository, {
      path,
      yaml: content,
      jobName,
      ...rest,
      otherJobs: others,
      groupOf: ({ id, inputs }) => this.#groupOf(definition, { event: 'workflow_dispatch', runId: id, inputs }),
    })
  }

  /** A run by the workflow's schedule, to its end. */
  async scheduled(file: string): Promise<EndedRun> {
    const [schedule] = this.#definition(file).events.schedule ?? []
    if (schedule === undefined) throw new RangeError(`${file} has no schedule`)
    const actor = this.#sandbox.github.repository(this.#repository).owner
    return this.#start(file, { event: 'schedule', schedule: schedule.cron, inputs: {}, actor })
  }

  /** A run that somebody starts by hand, to its end. */
  async byHand(file: string, given: Readonly<Record<string, string>> = {}): Promise<EndedRun> {
    const repository = this.#sandbox.github.repository(this.#repository)
    const workflow = repository.workflow(file)
    if (workflow === undefined) throw new RangeError(`there is no workflow ${file}`)
    const inputs = repository.workflowFile(workflow).dispatchInputs(given)
    return this.#start(file, { event: 'workflow_dispatch', inputs, actor: repository.owner })
  }

  /** Removes what runs have left on the disk. */
  stop(): void {
    for (const folder of this.#folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  }

  async #start(file: string, how: Pick<Trigger, 'event' | 'schedule' | 'inputs' | 'actor'>): Promise<EndedRun> {
    const { github } = this.#sandbox
    const repository = github.repository(this.#repository)
    const definition = this.#definition(file)
    const runId = github.nextRunId()
    const noted = github.noteRun(this.#repository, { id: runId, path: definition.path, event: how.event })
    const groupName = this.#groupOf(definition, { ...how, runId })?.toLowerCase()
    const group = repository.concurrencyGroup(groupName)
    group?.enter(noted)
    const before = groupName === undefined ? undefined : this.#lastOf.get(groupName)
    const { promise: over, resolve: leave } = Promise.withResolvers<void>()
    if (groupName !== undefined) this.#lastOf.set(groupName, over)
    const secrets = repository.runSecrets()
    const world = this.#worldOf(definition, { ...how, runId, files: new Map(repository.files) })
    const execution = new Execution(world, ({ environment }) => this.#valuesFor(environment, secrets))
    let conclusion: EndedRun['conclusion'] = 'failure'
    try {
      await before
      await this.#waitFor(async () => (await group?.turnOf(noted))?.kind ?? 'free')
      const ended = await execution.end()
      conclusion = ended.conclusion
      return ended
    } finally {
      noted.complete(conclusion)
      leave()
    }
  }

  /** Dispatched runs of its concurrency group have to end first, and nobody else moves the clock meanwhile. */
  async #waitFor(turn: () => Promise<string>): Promise<void> {
    const longest = 24 * 60
    for (let minutes = 0; minutes < longest; minutes += 1) {
      const kind = await turn()
      if (kind === 'free') return
      if (kind === 'replaced') throw new Error('another run has taken the place of this one')
      this.#sandbox.clock.advance(60_000)
    }
    throw new Error('the concurrency group has held the run back for a day')
  }

  #definition(file: string): WorkflowDefinition {
    const definition = this.#definitions.get(file)
    if (definition === undefined) throw new RangeError(`there is no workflow ${file}`)
    return definition
  }

  /** The jobs that a dispatched run shows; one for a matrix that is not known before the run. */
  #shownJobs(definition: WorkflowDefinition, job: JobDefinition): readonly OtherJob[] {
    return matricesBefore(job).map((matrix, index) => {
      const name = nameOf(job, matrix, { github: {}, inputs: {}, needs: {}, vars: {}, strategy: {} })
      const named = environmentOf(job, { matrix, github: {}, inputs: {}, needs: {}, vars: {}, strategy: {} })
      return {
        name,
        ...(named === '' ? {} : { environment: named }),
        job: (context: JobContext) => this.#dispatched(definition, context, job.id, index),
      }
    })
  }

  async #dispatched(
    definition: WorkflowDefinition,
    context: JobContext,
    id: string,
    index: number,
  ): Promise<JobReport> {
    const { execution, given } = this.#executionOf(definition, context)
    const variables = this.#valuesFor('', {}).variables
    given.set(`${id} ${index}`, { secrets: context.secrets, variables })
    // All jobs are told their secrets at one moment, and one may start another.
    await Promise.resolve()
    const { jobs } = await execution.group(id)
    return reportOf(jobs[index] ?? jobs[0])
  }

  #executionOf(definition: WorkflowDefinition, { runId, inputs, headSha }: JobContext) {
    const known = this.#executions.get(runId)
    if (known !== undefined) return known
    const repository = this.#sandbox.github.repository(this.#repository)
    const files = repository.filesAt(headSha) ?? repository.files
    const event = 'workflow_dispatch' as const
    const world = this.#worldOf(definition, { event, inputs, actor: 'github-actions[bot]', runId, files })
    const given = new Map<string, Values>()
    const valuesOf: ValuesOf = ({ id, index }) => {
      const values = given.get(`${id} ${index}`) ?? given.get(`${id} 0`)
      if (values === undefined) throw new RangeError(`job ${id} has not been started`)
      return values
    }
    const started = { execution: new Execution(world, valuesOf), given }
    this.#executions.set(runId, started)
    return started
  }

  #worldOf(definition: WorkflowDefinition, trigger: Trigger): RunWorld {
    const artifacts = mkdtempSync(join(tmpdir(), 'artifacts-'))
    this.#folders.push(artifacts)
    const { event, schedule, runId, files } = trigger
    return {
      sandbox: this.#sandbox,
      repository: this.#repository,
      definition,
      runId,
      branch: this.#sandbox.github.repository(this.#repository).defaultBranch,
      event,
      schedule,
      files,
      artifacts,
      caches: this.#caches,
      contexts: this.#contextsOf(definition, trigger),
      programs: this.#programs,
      machine: this.#machine,
    }
  }

  /** https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#github-context */
  #contextsOf(definition: WorkflowDefinition, trigger: Omit<Trigger, 'files'>): Contexts {
    const { github, environment } = this.#sandbox
    const { defaultBranch, fullName, id, owner } = github.repository(this.#repository)
    const ref = `refs/heads/${defaultBranch}`
    const { event, schedule, inputs, actor, runId } = trigger
    return {
      github: {
        actor,
        api_url: environment['GITHUB_API_URL'] ?? '',
        event: event === 'schedule' ? { schedule: schedule ?? '' } : { inputs },
        event_name: event,
        ref,
        ref_name: defaultBranch,
        ref_type: 'branch',
        repository: fullName,
        repository_id: String(id),
        repository_owner: owner,
        run_attempt: '1',
        run_id: String(runId),
        run_number: '1',
        server_url: github.serverUrl,
        sha: github.repository(this.#repository).head(defaultBranch)?.sha ?? '',
        workflow: definition.name,
        workflow_ref: `${fullName}/${definition.path}@${ref}`,
      },
      inputs: event === 'schedule' ? {} : typed(definition, inputs),
    }
  }

  /** Of a run that is queued now: no job of it has started. */
  #groupOf(definition: WorkflowDefinition, run: Pick<Trigger, 'event' | 'runId' | 'inputs'>): string | undefined {
    const contexts = { ...this.#contextsOf(definition, { ...run, actor: '' }), vars: this.#valuesFor('', {}).variables }
    const concurrency = resolved(definition.parts['concurrency'], contexts)
    if (concurrency === null) return undefined
    return asText(typeof concurrency === 'object' ? (mapOf(concurrency)['group'] ?? null) : concurrency)
  }

  /** An environment that does not exist is made by the job that names it. */
  #valuesFor(environment: string, secrets: Readonly<Record<string, string>>): Values {
    const repository = this.#sandbox.github.repository(this.#repository)
    const organization = this.#sandbox.github.findOrganization(repository.owner)
    const place =
      environment === ''
        ? undefined
        : (repository.findEnvironment(environment) ?? repository.addEnvironment(environment))
    return {
      secrets: { ...secrets, ...place?.secrets.snapshot() },
      variables: {
        ...organization?.variables.actions.snapshotFor(repository),
        ...repository.variables.actions.snapshot(),
        ...place?.variables.snapshot(),
      },
    }
  }
}

/** Those that the file alone decides on; one, where it takes a run to know them. */
function matricesBefore(job: JobDefinition): readonly Value[] {
  const { strategy } = job.parts
  const isOpen =
    strategy !== undefined && [...TemplateToken.traverse(strategy)].some(([, each]) => isBasicExpression(each))
  return isOpen ? [null] : strategyOf(job, { github: {}, inputs: {}, needs: {}, vars: {} }).matrices
}

/** `inputs` keeps the type of a boolean or a number, which `github.event.inputs` does not. */
function typed({ events }: WorkflowDefinition, inputs: Inputs): Readonly<Record<string, Value>> {
  const declared = events.workflow_dispatch?.inputs ?? {}
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]): [string, Value] => {
      const type: string | undefined = declared[name]?.type
      return [name, type === 'boolean' ? value === 'true' : type === 'number' ? Number(value) : value]
    }),
  )
}

function reportOf(job: EndedJob | undefined): JobReport {
  if (job === undefined) throw new RangeError('the job is not there')
  return { conclusion: job.result, annotations: job.annotations }
}
