/** What the steps of one run for one user work on, and what they come to. Types alone; `rotate.ts` takes the steps. */

import type { Decision } from './decision.ts'
import type { Lease } from './lease.ts'
import type { HeldKey, Ports, Waiting } from './ports.ts'
import type { KeyId, Policy, World } from './world.ts'

/** What the steps of one run work on, beside the world. */
export interface Run {
  readonly ports: Ports
  readonly policy: Policy
  /** Nothing is done, and all is told. */
  readonly plan: boolean
  /** Keys whose secrets this run holds. */
  readonly pairs: Map<KeyId, HeldKey>
  readonly lease: Lease
  /** What long waits ask and tell meanwhile. */
  readonly waiting: Waiting
}

/** A decision to do that. */
export type Step<Kind extends Decision['do']> = Extract<Decision, { do: Kind }>

/** A step that leads on to another. */
export type Effect = Exclude<Decision, Step<'nothing' | 'wait' | 'fail' | 'stop'>>

/** The world after a step, and what came of it in a few words. */
export interface Taken {
  readonly world: World
  readonly result: string
}
