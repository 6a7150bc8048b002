import { type Failure, failures } from '../key/verification-contract.ts'
import { Problem } from '../rotation/problem.ts'

/** The key is not proven: `failure` says in which way, the message begins with that, `remedy` what to do. */
export class Unproven extends Problem {
  readonly failure: Failure

  constructor(failure: Failure, details: string, remedy: string, options?: ErrorOptions) {
    super(`${failures[failure]}: ${details}`, remedy, options)
    this.name = 'Unproven'
    this.failure = failure
  }
}
