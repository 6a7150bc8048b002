/** What a workflow file does in a run that the rotation starts: whether any of its jobs verifies, and beside what it runs. */
import { dispatchInputs } from '../../key/verification-contract.ts'
import { isNever, type Known, type Value } from './conditions.ts'
import { isVerifyAction, jobsOf, mapOf, type Node, stepsOf } from './workflow-nodes.ts'

/** Every job is skipped; or those that are not do nothing but rotate. */
export type Futility = 'runs nothing' | 'only rotates'

/** Why no run that the rotation starts verifies anything; undefined where one may. `inputs`: what the file declares. */
export function futilityOf(file: Node, inputs: readonly string[]): Futility | undefined {
  const known = knownOf(inputs)
  const all = jobsOf(file)
  const jobs = notSkipped(all, known)
  if (all.size === 0) return undefined
  if (jobs.length === 0) return 'runs nothing'
  return jobs.every((job) => onlyRotates(job, known)) ? 'only rotates' : undefined
}

/** What is known of such a run beforehand: the rotation sends the inputs that the file declares, and no others. */
function knownOf(inputs: readonly string[]): Known {
  const sent = Object.values(dispatchInputs).flatMap((name): readonly (readonly [string, Value])[] => {
    const isDeclared = inputs.some((each) => each.toLowerCase() === name)
    const value: Value = isDeclared ? 'text' : { is: null }
    return [
      [`inputs.${name}`, value],
      [`github.event.inputs.${name}`, value],
    ]
  })
  return new Map([['github.event_name', { is: 'workflow_dispatch' }], ...sent])
}

/** A job is skipped by its condition, or with one that it needs, unless it has a say in that itself. */
function notSkipped(all: ReadonlyMap<string, Node>, known: Known): readonly Node[] {
  const left = new Map([...all].filter(([, job]) => !isNever(job['if'], known)))
  for (;;) {
    const following = [...left].filter(([, { if: condition, needs = [] }]) => {
      const isDecided = /\b(?:always|success|failure|cancelled)\s*\(/i.test(String(condition))
      return !isDecided && [needs].flat().some((each) => all.has(String(each)) && !left.has(String(each)))
    })
    if (following.length === 0) return [...left.values()]
    for (const [id] of following) left.delete(id)
  }
}

/** What prepares a step that rotates, and uses no key by itself. */
const preparing = /^(?:actions\/checkout|actions\/create-github-app-token|aws-actions\/configure-aws-credentials)@/i

/** A job whose steps are the rotation, and what prepares it. */
function onlyRotates(job: Node, known: Known): boolean {
  const steps = stepsOf(job).filter((step) => !isNever(step['if'], known))
  return steps.some(isRotation) && steps.every((step) => isRotation(step) || preparing.test(String(step['uses'])))
}

function isRotation(step: Node): boolean {
  return !isVerifyAction(step) && /(?:^|\/)rotate-iam-access-keys(?:@|$)/i.test(String(step['uses']))
}

/**
 * The concurrency group of all runs of a file; undefined where it has none, or an expression has
 * a say in it.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#concurrency
 */
export function groupOf({ concurrency }: Node): string | undefined {
  const group = typeof concurrency === 'string' ? concurrency : mapOf(concurrency)['group']
  return typeof group === 'string' && group !== '' && !group.includes('${{') ? group : undefined
}
