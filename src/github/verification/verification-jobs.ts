/** What the jobs of a workflow file prove: which step compares the key, and which secrets it gets from where. */
import { inputsIn, matrixValue, secretsIn, variablesIn } from './workflow-expressions.ts'
import { goesOn, jobsOf, mapOf, mayRun, type Node, stepsOf } from './workflow-nodes.ts'

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
}

/** Whether a job gets an input to its steps; one that never runs does not count, and neither does one of another file. */
export function isHandedOn(input: string, file: Node): boolean {
  const steps = stepsIn(file, input)
  return (
    steps.some(({ isHanded }) => isHanded) && steps.every(({ step, isHanded }) => isHanded || !isVerifyAction(step))
  )
}

/** The steps of a file that compare the key with the input; where it is handed on nowhere, what its jobs may do. */
export function proofsIn(file: Node, input: string): readonly Proof[] {
  const jobs = jobsOf(file)
  const isCompared = isHandedOn(input, file)
  const unskipped = unskippedIn(jobs)
  return [...jobs].flatMap(([id, job]) => {
    if (!mayRun(job) || job['uses'] !== undefined) return []
    const environments = environmentsOf(job)
    if (!isCompared) return [{ environments, secrets: undefined, isCertain: false, isUnconditional: false }]
    const handed = stepsIn({ ...file, jobs: { [id]: job } }, input).filter(({ isHanded }) => isHanded)
    const verifying = handed.filter(({ step }) => isVerifyAction(step))
    const outer = { ...mapOf(file['env']), ...mapOf(job['env']) }
    const passedOn = secretsPassedOn(job, outer)
    return (verifying.length > 0 ? verifying : handed).map(({ step }) => {
      const own = secretsOf(step, outer)
      const isHidden = goesOn(step) && !isVerifyAction(step)
      const isCertain = step['if'] === undefined && !isHidden
      return {
        environments,
        secrets: own?.length === 0 ? passedOn : own,
        isCertain,
        isUnconditional: isCertain && !goesOn(job) && unskipped.has(id),
      }
    })
  })
}

interface StepIn {
  readonly step: Node
  readonly isHanded: boolean
}

/** Every step that may run. */
function stepsIn(file: Node, input: string): readonly StepIn[] {
  const outer = carriers(input, file['env'], new Set())
  return [...jobsOf(file).values()].filter(mayRun).flatMap((job) => {
    const variables = carriers(input, job['env'], outer)
    return stepsOf(job)
      .filter(mayRun)
      .map((step) => ({ step, isHanded: isHandedTo(step, input, variables) }))
  })
}

/** A verify action compares what its own input of that name says; what another step does with a value is its own affair. */
function isHandedTo(step: Node, input: string, outer: ReadonlySet<string>): boolean {
  const variables = carriers(input, step['env'], outer)
  const given = mapOf(step['with'])
  if (isVerifyAction(step)) return carries(given[input], input, variables)
  return variables.size > 0 || [step['run'], ...Object.values(given)].some((text) => carries(text, input, variables))
}

function isVerifyAction({ uses }: Node): boolean {
  return /(?:^|\/)rotate-iam-access-keys\/verify(?:@|$)/i.test(String(uses))
}

/** The environment variables that hold an input: those around, as far as they are not set anew, and one's own. */
function carriers(input: string, env: unknown, outer: ReadonlySet<string>): ReadonlySet<string> {
  const own = mapOf(env)
  const kept = [...outer].filter((name) => own[name] === undefined)
  return new Set([...kept, ...Object.keys(own).filter((name) => carries(own[name], input, outer))])
}

function carries(text: unknown, input: string, variables: ReadonlySet<string>): boolean {
  if (typeof text !== 'string') return false
  // Expressions do not tell the case of names apart.
  return (
    inputsIn(text).some((name) => name.toLowerCase() === input.toLowerCase()) ||
    variablesIn(text).some((name) => variables.has(name))
  )
}

/** Jobs without a condition, which need such jobs only: one that is skipped leaves its run a success. */
function unskippedIn(jobs: ReadonlyMap<string, Node>): ReadonlySet<string> {
  const unskipped = new Set<string>()
  for (;;) {
    const more = [...jobs].filter(([id, { if: condition, needs = [] }]) => {
      const isReady = [needs].flat().every((each) => unskipped.has(String(each)))
      return !unskipped.has(id) && condition === undefined && isReady
    })
    if (more.length === 0) return unskipped
    for (const [id] of more) unskipped.add(id)
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
function secretsPassedOn(job: Node, outer: Node): readonly string[] | undefined {
  const steps = stepsOf(job).filter(mayRun)
  const named = secretsNamed(
    [...Object.values(outer), ...steps.flatMap((step) => readBy(step, mapOf(step['env'])))],
    outer,
  )
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
