/** What people are told of a verification: one line in the log, an annotation when it failed, and the job summary. */
import { error, info } from '@actions/core'
import { withoutAccounts } from '../account-number.ts'
import { plain, summarize } from '../report/job-summary.ts'
import { asSentence, messageOf, Problem } from '../rotation/problem.ts'
import { failures } from './failures.ts'
import { type Identity, Unproven, type VerifyInputs } from './verify.ts'

/** Says which key AWS has accepted, and how much that proves. */
export async function tellProof(
  { expectedKey }: Pick<VerifyInputs, 'expectedKey'>,
  fingerprint: string,
  { name }: Identity,
): Promise<void> {
  const proof =
    expectedKey === undefined
      ? `AWS accepts the access key of this job (fingerprint ${fingerprint}) as ${name}. No expected-key was given, so that any key would pass`
      : `This job holds the expected access key (fingerprint ${fingerprint}), and AWS accepts it as ${name}`
  info(`${proof}.`)
  await summarize(`✅ ${plain(proof)}.\n`)
}

/** Says in which way the key is not proven, and what to do. */
export async function tellFailure(failure: unknown): Promise<void> {
  const title = failures[failure instanceof Unproven ? failure.failure : 'unasked']
  const message = withoutAccounts(asSentence(messageOf(failure)))
  const remedy = withoutAccounts(
    failure instanceof Problem ? failure.remedy : 'This is a defect of this action: please report it.',
  )
  error(`${message} ${remedy}`, { title })
  await summarize(`❌ ${plain(message)}\n\n**What to do:** ${plain(remedy)}\n`)
}
