/** A job, step by step. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Annotation } from '../github/workflow-run.ts'
import { runAction } from '../runner.ts'
import { Masker, runnerLog } from '../runner-log.ts'
import type { JobDefinition, Parts } from './definition.ts'
import { asText, type Contexts, holds, mapOf, resolved, texts, type Value } from './expression.ts'
import { subjectOf } from './identity.ts'
import { ownAction } from './own-actions.ts'
import { jobTokenOf } from './permissions.ts'
import type { RunWorld } from './run-world.ts'
import { runScript } from './shell.ts'
import { runStandIn } from './stand-ins.ts'
import type { Outcome, StepResult, StepWorld } from './step.ts'

/** What a job is started with. */
export interface JobStart {
  readonly definition: JobDefinition
  readonly name: string
  readonly needs: Value
  readonly matrix: Value
  readonly strategy: Value
  readonly secrets: Readonly<Record<string, string>>
  readonly variables: Readonly<Record<string, string>>
  /** The one that it names; nothing where it names none. */
  readonly environment: string
}

/** A step as it ended. */
export interface EndedStep {
  readonly name: string
  readonly outcome: Outcome
  readonly outputs: Readonly<Record<string, string>>
}

/** A job as it ended. */
export interface EndedJob {
  readonly name: string
  readonly result: Outcome
  /** Without those that may contain a secret. */
  readonly outputs: Readonly<Record<string, string>>
  readonly steps: readonly EndedStep[]
  readonly annotations: readonly Annotation[]
  /** As people see it, secrets masked. */
  readonly log: string
  readonly summary: string
}

/** A job that did not run. */
export function withoutRun(name: string, result: 'skipped' | 'cancelled'): EndedJob {
  return { name, result, outputs: {}, steps: [], annotations: [], log: '', summary: '' }
}

/** Runs a job to its end. A job that the sandbox cannot serve is an error, and no failure. */
export async function runJob(run: RunWorld, start: JobStart): Promise<EndedJob> {
  const folder = mkdtempSync(join(tmpdir(), 'workspace-'))
  const temp = mkdtempSync(join(tmpdir(), 'runner-temp-'))
  try {
    const job = new Job(run, start, { folder, temp })
    for (const step of start.definition.steps) await job.perform(step)
    return job.end()
  } finally {
    for (const each of [folder, temp]) rmSync(each, { recursive: true, force: true })
  }
}

class Job {
  readonly #run: RunWorld
  readonly #start: JobStart
  readonly #world: StepWorld
  readonly #masker = new Masker()
  readonly #steps: EndedStep[] = []
  readonly #annotations: Annotation[] = []
  readonly #log: string[] = []
  #context: Record<string, Value> = {}
  #environment: Readonly<Record<string, string>>
  #summary = ''
  #failed = false

  constructor(run: RunWorld, start: JobStart, folders: Pick<StepWorld, 'folder' | 'temp'>) {
    this.#run = run
    this.#start = start
    const { sandbox, repository, files, artifacts, caches, definition } = run
    const permissions = start.definition.parts['permissions'] ?? definition.parts['permissions']
    const { token, maySignIn } = jobTokenOf(sandbox.github, repository, resolved(permissions, {}))
    const identity = maySignIn
      ? sandbox.grantIdTokens(subjectOf(sandbox.github, repository, start.environment))
      : undefined
    this.#world = { sandbox, repository, files, ...folders, artifacts, caches, token, identity }
    const request = identity === undefined ? [] : [identity.ACTIONS_ID_TOKEN_REQUEST_TOKEN]
    for (const secret of [...Object.values(start.secrets), token.text, ...request]) this.#masker.add(secret)
    const outer = texts(definition.parts['env'], this.#contexts({}))
    this.#environment = { ...outer, ...texts(start.definition.parts['env'], this.#contexts(outer)) }
  }

  async perform(step: Parts): Promise<void> {
    const own = texts(step['env'], this.#contexts(this.#environment))
    const environment = { ...this.#environment, ...own }
    const contexts = this.#contexts(environment)
    const name = asText(resolved(step['name'], contexts)) || asText(resolved(step['uses'] ?? step['run'], contexts))
    const { secrets: _, ...conditional } = contexts
    const status = { success: !this.#failed, failure: this.#failed, cancelled: false }
    const isDue = holds(step['if'], conditional, status)
    const result = isDue ? await this.#result(step, contexts, environment) : undefined
    const outcome = result?.outcome ?? 'skipped'
    const goesOn = resolved(step['continue-on-error'], contexts) === true
    const conclusion = outcome === 'failure' && goesOn ? 'success' : outcome
    if (conclusion === 'failure') this.#failed = true
    const outputs = result?.outputs ?? {}
    const id = asText(resolved(step['id'], {}))
    if (id !== '') this.#context = { ...this.#context, [id]: { outputs, outcome, conclusion } }
    this.#steps.push({ name, outcome, outputs })
    if (result !== undefined) this.#note(result)
  }

  /** Outputs that may contain a secret stay behind, as they do on GitHub. */
  end(): EndedJob {
    const all = texts(this.#start.definition.parts['outputs'], this.#contexts(this.#environment))
    const passing = Object.entries(all).filter(([name, value]) => {
      if (this.#masker.masked(value) === value) return true
      const message = `Skip output '${name}' since it may contain secret.`
      this.#annotations.push({ level: 'warning', title: '', message })
      return false
    })
    return {
      name: this.#start.name,
      result: this.#failed ? 'failure' : 'success',
      outputs: Object.fromEntries(passing),
      steps: this.#steps,
      annotations: this.#annotations,
      log: this.#log.map((text) => this.#masker.masked(text)).join('\n'),
      summary: this.#masker.masked(this.#summary),
    }
  }

  #note({ log, environment, summary }: StepResult): void {
    const shown = runnerLog(log)
    for (const mask of shown.masks) this.#masker.add(mask)
    this.#log.push(...shown.lines)
    this.#annotations.push(...shown.shownAnnotations)
    this.#environment = { ...this.#environment, ...environment }
    this.#summary += summary
  }

  async #result(step: Parts, contexts: Contexts, environment: Readonly<Record<string, string>>): Promise<StepResult> {
    const { uses, run } = step
    if (run !== undefined) {
      return runScript({
        text: asText(resolved(run, contexts)),
        shell: asText(resolved(step['shell'], contexts)),
        folder: join(this.#world.folder, asText(resolved(step['working-directory'], contexts))),
        environment: { ...this.#world.sandbox.environment, ...this.#variables(), ...environment },
        programs: this.#run.programs,
      })
    }
    const name = asText(resolved(uses, {}))
    const inputs = texts(step['with'], contexts)
    const action = ownAction(name)
    if (action === undefined) return runStandIn(name, inputs, this.#world)
    return this.#ownAction(action, inputs, environment)
  }

  async #ownAction(
    action: NonNullable<ReturnType<typeof ownAction>>,
    inputs: Readonly<Record<string, string>>,
    environment: Readonly<Record<string, string>>,
  ): Promise<StepResult> {
    const { sandbox, repository, folder, token } = this.#world
    const { event, schedule, runId, definition, branch } = this.#run
    const { exitCode, output, outputs, summary } = await runAction({
      action,
      inputs,
      workspace: folder,
      environment: {
        ...sandbox.environment,
        ...(await this.#run.machine(action)),
        ...this.#variables(),
        ...environment,
      },
      github: {
        repository,
        repositoryId: sandbox.github.repository(repository).id,
        branch,
        token: token.text,
        apiUrl: sandbox.environment['GITHUB_API_URL'] ?? '',
        runId,
        workflow: definition.path.slice(definition.path.lastIndexOf('/') + 1),
        event,
        ...(schedule === undefined ? {} : { schedule }),
      },
    })
    return { outcome: exitCode === 0 ? 'success' : 'failure', log: output, outputs, environment: {}, summary }
  }

  /** https://docs.github.com/en/actions/reference/workflows-and-actions/variables#default-environment-variables */
  #variables(): Readonly<Record<string, string>> {
    const { folder, temp, identity } = this.#world
    const github = mapOf(this.#contexts({})['github'])
    const names = ['actor', 'event_name', 'job', 'ref', 'ref_name', 'repository', 'run_attempt', 'run_id', 'server_url']
    const shown = [...names, 'repository_owner', 'run_number', 'sha', 'workflow', 'workflow_ref'] as const
    return {
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: folder,
      RUNNER_TEMP: temp,
      ...identity,
      ...Object.fromEntries(shown.map((name) => [`GITHUB_${name.toUpperCase()}`, asText(github[name] ?? null)])),
    }
  }

  #contexts(env: Readonly<Record<string, string>>): Contexts {
    const { definition, needs, matrix, strategy, secrets, variables } = this.#start
    const { folder, temp, token } = this.#world
    return {
      ...this.#run.contexts,
      github: { ...mapOf(this.#run.contexts['github']), job: definition.id, token: token.text, workspace: folder },
      needs,
      matrix,
      strategy,
      vars: variables,
      secrets: { ...secrets, GITHUB_TOKEN: token.text },
      env,
      job: { status: this.#failed ? 'failure' : 'success' },
      runner: { os: 'Linux', arch: 'X64', name: 'sandbox', environment: 'github-hosted', temp },
      steps: this.#context,
    }
  }
}
