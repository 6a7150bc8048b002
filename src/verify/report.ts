/** What people are told of a verification: one line in the log, an annotation when it failed, and the job summary. */

import { failures } from '../key/verification-contract.ts'
import { annotate, print, summarize } from '../report/runner.ts'
import { addressFor } from '../report/troubleshooting.ts'
import { asSentence, messageOf, remedyOf } from '../rotation/problem.ts'
import { withoutAccounts } from '../text/account-number.ts'
import { failureSummaryOf, type Proof, proofOf, proofSummaryOf } from './summary.ts'
import { Unproven } from './unproven.ts'

/** Says which key AWS has accepted, and how much that proves. */
export async function tellProof(proof: Proof): Promise<void> {
  print(`${proofOf(proof)}.`)
  await summarize(proofSummaryOf(proof))
}

/** Says in which way the key is not proven, and what to do. */
export async function tellFailure(failure: unknown): Promise<void> {
  const title = failures[failure instanceof Unproven ? failure.failure : 'unasked']
  const message = withoutAccounts(asSentence(messageOf(failure)))
  const remedy = withoutAccounts(remedyOf(failure))
  const address = addressFor(title)
  annotate('error', message, remedy, title)
  if (address !== undefined) print(`More about this: ${address}`)
  await summarize(failureSummaryOf(title, message, remedy, address))
}
