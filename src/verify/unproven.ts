/** How the verify action fails, and for how long it asks again before it does. */
import { type Failure, failures } from '../key/verification-contract.ts'
import type { Clock } from '../rotation/ports.ts'
import { Problem } from '../rotation/problem.ts'
import { type Duration, minute, second } from '../rotation/time.ts'

interface UnprovenOptions extends ErrorOptions {
  /** AWS has not heard of a new key yet, or nothing was said of the key: a later answer may be another. */
  readonly mayPass?: boolean
}

/** The key is not proven: `failure` says in which way, the message begins with that, `remedy` what to do. */
export class Unproven extends Problem {
  readonly failure: Failure
  readonly mayPass: boolean

  constructor(
    failure: Failure,
    details: string,
    remedy: string,
    { mayPass = false, ...options }: UnprovenOptions = {},
  ) {
    super(`${failures[failure]}: ${details}`, remedy, options)
    this.name = 'Unproven'
    this.failure = failure
    this.mayPass = mayPass
  }
}

/** What both actions refuse, as a failure of this one. @throws Unproven in place of a Problem */
export function asFailure<Value>(failure: Failure, work: () => Value): Value {
  try {
    return work()
  } catch (error) {
    throw error instanceof Problem ? new Unproven(failure, error.message, error.remedy) : error
  }
}

/** A new key is known everywhere within seconds, mostly: IAM is eventually consistent. */
export const propagation: Duration = minute
const spacing: Duration = 5 * second

/** Asks until there is an answer. @throws Unproven that lasts, or that has not passed in time */
export async function untilAnswered<Answer>(
  ask: () => Promise<Answer>,
  clock: Pick<Clock, 'elapsed' | 'sleep'>,
): Promise<Answer> {
  const start = clock.elapsed()
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      const isOver = clock.elapsed() - start >= propagation
      if (isOver || !(error instanceof Unproven) || !error.mayPass) throw error
    }
    await clock.sleep(spacing)
  }
}
