/** What people are told of a verification: one line in the log, an annotation when it failed, and the job summary. */
import { error, info, summary, warning } from '@actions/core'
import { asSentence, inSentences, messageOf, Problem } from '../rotation/problem.ts'
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
  await summarize(`✅ ${text(proof)}.\n`)
}

/** Says in which way the key is not proven, and what to do. */
export async function tellFailure(failure: unknown): Promise<void> {
  const title = failures[failure instanceof Unproven ? failure.failure : 'unasked']
  error(inSentences(failure), { title })
  const remedy = failure instanceof Problem ? failure.remedy : 'This is a defect of this action: please report it.'
  await summarize(`❌ ${text(asSentence(messageOf(failure)))}\n\n**What to do:** ${text(remedy)}\n`)
}

/** The summary serves people: that it cannot be written does not fail the job. */
async function summarize(markdown: string): Promise<void> {
  try {
    await summary.addRaw(markdown).write()
  } catch (failure) {
    warning(`The job summary could not be written: ${messageOf(failure)}`)
  }
}

/** Text from elsewhere that must not become markup. */
function text(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/\s*\n\s*/g, ' ')
}
