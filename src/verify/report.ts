/** What people are told of a verification: one line in the log, an annotation when it failed, and the job summary. */

import { failures } from '../key/verification-contract.ts'
import { more, plain } from '../report/markdown.ts'
import { annotate, print, summarize } from '../report/runner.ts'
import { addressFor } from '../report/troubleshooting.ts'
import { asSentence, messageOf, remedyOf } from '../rotation/problem.ts'
import { withoutAccounts } from '../text/account-number.ts'
import type { Identity } from './expectations.ts'
import type { VerifyInputs } from './inputs.ts'
import { Unproven } from './unproven.ts'

/** Who has accepted the key: STS, as that identity, and SES, on that host. */
interface AcceptedBy {
  readonly identity: Identity | undefined
  readonly ses: string | undefined
}

/** Says which key AWS has accepted, and how much that proves. */
export async function tellProof(
  { expectedKey }: Pick<VerifyInputs, 'expectedKey'>,
  fingerprint: string,
  { identity, ses }: AcceptedBy,
): Promise<void> {
  const password = ses === undefined ? '' : `, and ${ses} its SMTP password`
  const proof =
    identity === undefined
      ? `This job holds the SMTP password of the expected access key (fingerprint ${fingerprint}), and ${ses} accepts it`
      : expectedKey === undefined
        ? `AWS accepts the access key of this job (fingerprint ${fingerprint}) as ${identity.name}${password}. No expected-key was given, so that any key would pass`
        : `This job holds the expected access key (fingerprint ${fingerprint}), and AWS accepts it as ${identity.name}${password}`
  print(`${proof}.`)
  await summarize(`✅ ${plain(proof)}.\n`)
}

/** Says in which way the key is not proven, and what to do. */
export async function tellFailure(failure: unknown): Promise<void> {
  const title = failures[failure instanceof Unproven ? failure.failure : 'unasked']
  const message = withoutAccounts(asSentence(messageOf(failure)))
  const remedy = withoutAccounts(remedyOf(failure))
  const address = addressFor(title)
  annotate('error', message, remedy, title)
  if (address !== undefined) print(`More about this: ${address}`)
  await summarize(`❌ ${plain(message)}\n\n**Fix:** ${plain(remedy)} ${more(address)}\n`)
}
