/**
 * What a workflow file says about being dispatched, and which of its steps compare the key, with secrets from where:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
 */
import { dispatchInputs } from '../../key/verification-contract.ts'
import { type Futility, futilityOf, groupOf } from './dispatched-jobs.ts'
import { isMap, isVerifyAction, jobsOf, mapOf, type Node, parsed, stepsOf } from './workflow-nodes.ts'

/** The parts of a workflow file that matter to whoever dispatches it. */
export interface WorkflowFile {
  /** `workflow_dispatch` is among its triggers. */
  readonly isDispatched: boolean
  /** The inputs that a dispatch may send. */
  readonly inputs: readonly string[]
  /** Inputs that a dispatch has to send, since they have no default. */
  readonly required: readonly string[]
  /** Inputs that its `run-name` shows in the title of each run. */
  readonly inTitle: readonly string[]
  /**
   * The input expected-key is declared, and reaches a step of its own, in `with`, `env` or `run`, and every verify action
   * among its steps: what another file does with an input is not known, so that calling a workflow with it does not count.
   */
  readonly handsOnKey: boolean
  /** A step or a job may fail and its run succeed, or that is decided in another file. */
  readonly toleratesFailure: boolean
  /** Its steps that compare the key with the expected one; where it hands that on nowhere, what else its jobs may prove. */
  readonly proofs: readonly Proof[]
  /** A job of it is in another file: what that one proves is not known. */
  readonly callsOthers: boolean
  /** Why no run that the rotation starts verifies anything; undefined where one may. */
  readonly futility: Futility | undefined
  /** The concurrency group of all its runs, where no expression has a say in that. */
  readonly group: string | undefined
}

/** One step that compares the key that its job holds. */
export interface Proof {
  /** Of its job, one after the other; undefined in it: none is named. Undefined where an expression decides otherwise. */
  readonly environments: readonly (string | undefined)[] | undefined
  /** Names in upper case of the secrets that it compares; undefined where that is not known. */
  readonly secrets: readonly string[] | undefined
  /** It has compared them whenever all jobs of a run have succeeded. */
  readonly isCertain: boolean
  /** It has compared them whenever the run has succeeded, whatever jobs were skipped. */
  readonly isUnconditional: boolean
  /** What GitHub calls its job in a run; undefined where a matrix or an expression has a say in that. */
  readonly shownAs: string | undefined
}

/** What a workflow file says; undefined for one that is no YAML map, which GitHub cannot run either. */
export function readWorkflowFile(content: string): WorkflowFile | undefined {
  const file = parsed(content)
  if (file === undefined) return undefined
  // YAML 1.1 reads a bare `on` as true; this parser follows 1.2, as GitHub does.
  const on = file['on']
  const declared = Object.entries(mapOf(mapOf(mapOf(on)['workflow_dispatch'])['inputs']))
  const inputs = declared.map(([name]) => name)
  const jobs = jobsThatMayRun(file)
  const steps = jobs.flatMap((job) => job.steps)
  const isHandedOn =
    steps.some(({ isHanded }) => isHanded) && steps.every((step) => step.isHanded || !isVerifyAction(step.node))
  return {
    isDispatched: triggersOf(on).includes('workflow_dispatch'),
    inputs,
    required: declared.filter(([, input]) => isRequired(mapOf(input))).map(([name]) => name),
    inTitle: inputsIn(String(file['run-name'] ?? '')),
    handsOnKey: isHandedOn && inputs.includes(dispatchInputs.expectedKey),
    toleratesFailure: jobs.some(
      (job) => isElsewhere(job) || [job.node, ...job.steps.map(({ node }) => node)].some(goesOn),
    ),
    proofs: proofsOf(jobs, isHandedOn),
    callsOthers: jobs.some(isElsewhere),
    futility: futilityOf(file, inputs),
    group: groupOf(file),
  }
}

/** The jobs of a file by their IDs, and their steps, as they stand there; empty for what is no workflow file. */
export function stepsByJob(content: string): ReadonlyMap<string, readonly Node[]> {
  return new Map([...jobsOf(parsed(content) ?? {})].map(([id, job]) => [id, stepsOf(job)]))
}

/** One event, a list of events, or a map of them. */
function triggersOf(on: unknown): readonly unknown[] {
  if (Array.isArray(on)) return on
  return isMap(on) ? Object.keys(on) : [on]
}

function isRequired(input: Node): boolean {
  return input['required'] === true && (input['default'] ?? '') === ''
}

// ── Jobs and steps ──────────────────────────────────────────────────────────────────────────────────────────────────

interface Job {
  readonly id: string
  readonly node: Node
  /** Those that may run. */
  readonly steps: readonly Step[]
  /** The variables that its steps find in the environment, but for their own. */
  readonly env: Node
}

interface Step {
  readonly node: Node
  /** It gets the input expected-key. */
  readonly isHanded: boolean
}

function jobsThatMayRun(file: Node): readonly Job[] {
  const outer = carriers(file['env'], new Set())
  return [...jobsOf(file)]
    .filter(([, node]) => mayRun(node))
    .map(([id, node]) => {
      const variables = carriers(node['env'], outer)
      const steps = stepsOf(node).filter(mayRun)
      return {
        id,
        node,
        steps: steps.map((step) => ({ node: step, isHanded: isHandedTo(step, variables) })),
        env: { ...mapOf(file['env']), ...mapOf(node['env']) },
      }
    })
}

/** Whether a job or step is not switched off by a condition that is always false. */
function mayRun({ if: condition }: Node): boolean {
  return !/^(?:\$\{\{)?\s*false\s*(?:\}\})?$/.test(String(condition).trim())
}

/** `continue-on-error`; an expression may be true. */
function goesOn({ 'continue-on-error': tolerance }: Node): boolean {
  return tolerance !== undefined && tolerance !== null && String(tolerance) !== 'false'
}

/** A job that is another file. */
function isElsewhere({ node }: Job): boolean {
  return node['uses'] !== undefined
}

/** A verify action compares what its own input of that name says; what another step does with a value is its own affair. */
function isHandedTo(step: Node, outer: ReadonlySet<string>): boolean {
  const variables = carriers(step['env'], outer)
  const given = mapOf(step['with'])
  if (isVerifyAction(step)) return carriesKey(given[dispatchInputs.expectedKey], variables)
  return variables.size > 0 || [step['run'], ...Object.values(given)].some((text) => carriesKey(text, variables))
}

/** The environment variables that hold the input: those around, as far as they are not set anew, and one's own. */
function carriers(env: unknown, outer: ReadonlySet<string>): ReadonlySet<string> {
  const own = mapOf(env)
  const kept = [...outer].filter((name) => own[name] === undefined)
  return new Set([...kept, ...Object.keys(own).filter((name) => carriesKey(own[name], outer))])
}

function carriesKey(text: unknown, variables: ReadonlySet<string>): boolean {
  if (typeof text !== 'string') return false
  // Expressions do not tell the case of names apart.
  const isNamed = inputsIn(text).some((name) => name.toLowerCase() === dispatchInputs.expectedKey)
  return isNamed || variablesIn(text).some((name) => variables.has(name))
}

// ── What they prove ─────────────────────────────────────────────────────────────────────────────────────────────────

function proofsOf(jobs: readonly Job[], isHandedOn: boolean): readonly Proof[] {
  const unskipped = unskippedOf(jobs)
  return jobs
    .filter((job) => !isElsewhere(job))
    .flatMap((job): readonly Proof[] => {
      const environments = environmentsOf(job.node)
      const shownAs = shownAsOf(job)
      if (!isHandedOn) return [{ environments, secrets: undefined, isCertain: false, isUnconditional: false, shownAs }]
      const handed = job.steps.filter(({ isHanded }) => isHanded).map(({ node }) => node)
      const verifying = handed.filter(isVerifyAction)
      return (verifying.length > 0 ? verifying : handed).map((step) => {
        const own = secretsOf(step, job.env)
        const isCertain = step['if'] === undefined && (isVerifyAction(step) || !goesOn(step))
        return {
          environments,
          secrets: own?.length === 0 ? secretsPassedOn(job) : own,
          isCertain,
          isUnconditional: isCertain && !goesOn(job.node) && unskipped.has(job.id),
          shownAs,
        }
      })
    })
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idname */
function shownAsOf({ id, node: { name = id, strategy } }: Job): string | undefined {
  return strategy === undefined && !String(name).includes('${{') ? String(name) : undefined
}

/** Jobs without a condition, which need such jobs only: one that is skipped leaves its run a success. */
function unskippedOf(jobs: readonly Job[]): ReadonlySet<string> {
  const unskipped = new Set<string>()
  for (;;) {
    const more = jobs.filter(({ id, node: { if: condition, needs = [] } }) => {
      const isReady = [needs].flat().every((each) => unskipped.has(String(each)))
      return !unskipped.has(id) && condition === undefined && isReady
    })
    if (more.length === 0) return unskipped
    for (const { id } of more) unskipped.add(id)
  }
}

/**
 * The secrets that a step compares. A verify action reads its inputs, or the pair in the environment where they hold no
 * key; another step may read whatever it is given.
 */
function secretsOf(step: Node, outer: Node): readonly string[] | undefined {
  const env = { ...outer, ...mapOf(step['env']) }
  return secretsNamed(isVerifyAction(step) ? readByVerifyAction(mapOf(step['with']), env) : readBy(step, env), env)
}

/**
 * The secrets that a job may pass on to a step which is given none, as aws-actions/configure-aws-credentials does: a key
 * has two parts at most, so that of more names nobody knows which are meant.
 */
function secretsPassedOn({ steps, env }: Job): readonly string[] | undefined {
  const read = steps.flatMap(({ node }) => readBy(node, mapOf(node['env'])))
  const named = secretsNamed([...Object.values(env), ...read], env)
  return named !== undefined && named.length > 0 && named.length <= 2 ? named : undefined
}

function readByVerifyAction(given: Node, env: Node): readonly unknown[] {
  const [key, user, password] = ['key', 'smtp-user', 'smtp-password'].map((name) =>
    given[name] === 'none' ? undefined : given[name],
  )
  const holdsKey = key !== undefined || user !== undefined
  return [key, user, password, ...(holdsKey ? [] : [env['AWS_ACCESS_KEY_ID'], env['AWS_SECRET_ACCESS_KEY']])]
}

function readBy(step: Node, env: Node): readonly unknown[] {
  return [step['run'], ...Object.values(mapOf(step['with'])), ...Object.values(env)]
}

/** The secrets that texts name, by way of variables, too. */
function secretsNamed(texts: readonly unknown[], env: Node): readonly string[] | undefined {
  const all = texts.flatMap((text) => [text, ...variablesIn(String(text)).map((name) => env[name])])
  const named = all.map((text) => secretsIn(String(text ?? '')))
  return named.includes(undefined) ? undefined : [...new Set(named.flatMap((names) => names ?? []))]
}

/** An environment by its name or by a value of the matrix, as far as the file lists those. */
function environmentsOf(job: Node): readonly (string | undefined)[] | undefined {
  const { environment } = job
  const name = mapOf(environment)['name'] ?? (typeof environment === 'object' ? undefined : environment)
  const text = String(name ?? '')
  const [key, ...others] = new Set([...text.matchAll(matrixValue)].map(([, each]) => each ?? ''))
  const values = key === undefined ? [''] : others.length > 0 ? undefined : matrixOf(job, key)
  const names = values?.map((value) => text.replaceAll(matrixValue, () => value))
  return names?.some((each) => each.includes('${{')) ? undefined : names?.map((each) => each || undefined)
}

/** The values that a key of the matrix takes: https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations */
function matrixOf(job: Node, key: string): readonly string[] | undefined {
  const { include = [], exclude, ...axes } = mapOf(mapOf(job['strategy'])['matrix'])
  const { [key]: axis } = axes
  // Beside other axes, an included value joins their combinations, and one takes the place of another.
  const isListed = axis === undefined ? Object.keys(axes).length === 0 : Array.isArray(axis)
  if (!isListed || exclude !== undefined || !Array.isArray(include)) return undefined
  const included = include.map((each) => mapOf(each)[key])
  const values = [...(Array.isArray(axis) ? axis : []), ...included.filter((value) => value !== undefined)]
  const isScalar = values.every((value) => ['string', 'number', 'boolean'].includes(typeof value))
  return isScalar && values.length > 0 ? values.map(String) : undefined
}

// ── Expressions: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts ────────────────────────

/** `inputs.rotation-id`, `github.event.inputs.rotation-id` or `inputs['rotation-id']`, inside an expression. */
function inputsIn(text: string): readonly string[] {
  return namesIn(text, /(?<![\w.'-])(?:github\.event\.)?inputs(?:\.([\w-]+)|\[\s*'([^']+)'\s*\])/gi)
}

/** `env.EXPECTED_KEY` or `env['EXPECTED_KEY']`, inside an expression. */
function variablesIn(text: string): readonly string[] {
  return namesIn(text, /(?<![\w.'-])env(?:\.([\w-]+)|\[\s*'([^']+)'\s*\])/gi)
}

/**
 * `secrets.AWS_KEY` or `secrets['AWS_KEY']`, inside an expression, in upper case; undefined where it takes more to know
 * which secret a job gets: `secrets[matrix.name]`, `toJSON(secrets)`, or one of two.
 */
function secretsIn(text: string): readonly string[] | undefined {
  const names: string[] = []
  for (const expression of expressionsIn(text)) {
    const mentions = [...expression.matchAll(/(?<![\w.'-])secrets(?:\.([\w-]+)|\[\s*'([^']+)'\s*\])?/gi)]
    const named = mentions.map(([, dotted, quoted]) => dotted ?? quoted)
    if (named.length > 1 || named.includes(undefined)) return undefined
    names.push(...named.map((name) => String(name).toUpperCase()))
  }
  return names
}

/** `matrix.environment` as a whole expression, inside a text; with what stands around it. */
const matrixValue = /\$\{\{\s*matrix\.([\w-]+)\s*\}\}/g

function namesIn(text: string, reference: RegExp): readonly string[] {
  return expressionsIn(text).flatMap((expression) =>
    [...expression.matchAll(reference)].map(([, dotted, quoted]) => dotted ?? quoted ?? ''),
  )
}

/** What stands between `${{` and the next `}}`; read from left to right once, since anybody may have written it. */
function expressionsIn(text: string): readonly string[] {
  const expressions: string[] = []
  for (let end = 0; ; ) {
    const start = text.indexOf('${{', end)
    end = start < 0 ? -1 : text.indexOf('}}', start)
    if (end < 0) return expressions
    expressions.push(text.slice(start + 3, end))
  }
}
