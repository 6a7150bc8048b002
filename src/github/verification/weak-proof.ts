/** Why the success of a workflow proves less than it could, and what to do about it. */
import { dispatchInputs } from '../../key/verification-contract.ts'
import type { Remark } from '../../rotation/world.ts'
import type { WorkflowFile } from './workflow-file.ts'

const { expectedKey } = dispatchInputs

export interface Weakness {
  /** Behind the name of the workflow. */
  readonly why: string
  readonly remedy: string
}

const handing = `"${expectedKey}: \${{ inputs.${expectedKey} }}" under "with:" of the verify action`

export const undeclared: Weakness = {
  why: `does not declare the input ${expectedKey}`,
  remedy: `Add "${expectedKey}:" under "on: workflow_dispatch: inputs:", and ${handing}.`,
}

const unused: Weakness = {
  why: `declares the input ${expectedKey} and does not hand it to the steps that verify`,
  remedy: `Add ${handing}, in each job of this very file: what a workflow that it calls does is not known here.`,
}

const unreadable: Weakness = {
  why: `cannot be read, so that nobody knows what it does with ${expectedKey}`,
  remedy: 'Grant "contents: read" to the token that starts it.',
}

const unheard: Weakness = {
  why: 'may succeed although a step of it failed (continue-on-error), and what its jobs reported cannot be read',
  remedy: 'Remove continue-on-error, or grant "checks: read" to the token that starts it.',
}

/** `isHeard`: what the jobs of a run reported was read, as far as there is a run. */
export function weaknessOf(file: WorkflowFile | undefined, isHeard = true): Weakness | undefined {
  if (file === undefined) return unreadable
  if (!file.inputs.includes(expectedKey)) return undeclared
  if (!file.handsOnKey) return unused
  return isHeard || !file.toleratesFailure ? undefined : unheard
}

/** What a person should know of a workflow before it is started. */
export function weakProofRemark(name: string, { why, remedy }: Weakness): Remark {
  return {
    kind: 'weak proof',
    text: `${name} ${why}, so its success is weak proof: a run that used another key would pass too. ${remedy}`,
  }
}
