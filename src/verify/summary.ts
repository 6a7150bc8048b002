/** The job summary of a verification: what it has shown, or in which way nothing is proven and what to do. Pure. */
import { capitalized } from '../report/key-names.ts'
import { more, plain } from '../report/markdown.ts'
import { withFullStop } from '../rotation/problem.ts'

/** What a verification has shown. */
export interface Proof {
  /** Of the access key ID. */
  readonly fingerprint: string
  /** Whether that is the key which was expected; else any key would have passed. */
  readonly isExpected: boolean
  /** As whom STS knows the key: `user ci-bot`. Undefined where the job holds no secret access key. */
  readonly identity: string | undefined
  /** The host of SES that has taken the SMTP password. */
  readonly ses: string | undefined
}

/** All of it in one sentence or two. */
export function proofOf({ fingerprint, isExpected, identity, ses }: Proof): string {
  const password = ses === undefined ? '' : `, and ${ses} its SMTP password`
  if (identity === undefined) {
    return `This job holds the SMTP password of the expected access key (fingerprint ${fingerprint}), and ${ses} accepts it`
  }
  return isExpected
    ? `This job holds the expected access key (fingerprint ${fingerprint}), and AWS accepts it as ${identity}${password}`
    : `AWS accepts the access key of this job (fingerprint ${fingerprint}) as ${identity}${password}. No expected-key was given, so that any key would pass`
}

/** GitHub-flavoured Markdown. */
export function proofSummaryOf(proof: Proof): string {
  const { fingerprint, isExpected, identity, ses } = proof
  const held = identity === undefined ? 'the SMTP password of the expected key' : 'the expected access key'
  const accepted = [
    ...(identity === undefined ? [] : [`AWS accepts the key as **${plain(identity)}**`]),
    ...(ses === undefined ? [] : [`${plain(ses)} accepts ${identity === undefined ? 'it' : 'its SMTP password'}`]),
  ]
  return [
    isExpected ? `## ✅ This job holds ${held}` : '## ☑️ AWS accepts the access key of this job',
    `${accepted.join(', and ')}.`,
    ...(isExpected
      ? []
      : [
          '> [!NOTE]\n> No `expected-key` was given, so any key would pass. To prove which key the job holds, hand in the input `expected-key` of the workflow.',
        ]),
    `<sub>Fingerprint of the access key ID: ${plain(fingerprint)}</sub>`,
  ]
    .join('\n\n')
    .concat('\n')
}

/** The same where nothing is proven: `title` says in which way, and so does the beginning of the message. */
export function failureSummaryOf(title: string, message: string, remedy: string, address?: string): string {
  const what = withFullStop(message.startsWith(`${title}: `) ? capitalized(message.slice(title.length + 2)) : message)
  const fix = [plain(remedy), more(address)].filter((each) => each !== '').join(' ')
  return `## ❌ ${plain(title)}\n\n> [!CAUTION]\n> ${plain(what)}\n>\n> **Fix:** ${fix}\n`
}
