import { Problem } from '../rotation/problem.ts'
import { type Failure, failures } from './failures.ts'

/** The key is not proven: `failure` says in which way, the message begins with that, `remedy` what to do. */
export class Unproven extends Problem {
  readonly failure: Failure

  constructor(failure: Failure, details: string, remedy: string, options?: ErrorOptions) {
    super(`${failures[failure]}: ${details}`, remedy, options)
    this.name = 'Unproven'
    this.failure = failure
  }
}
