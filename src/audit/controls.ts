/**
 * What auditors ask of access keys, and which key meets it. Numbers of the CIS AWS Foundations Benchmark differ from
 * version to version: https://docs.aws.amazon.com/securityhub/latest/userguide/cis-aws-foundations-benchmark.html
 */
import { type Duration, day, type Instant, spoken } from '../rotation/time.ts'
import type { KeyEvidence } from './evidence.ts'

export type ControlId = 'rotation' | 'unused-45-days' | 'unused-90-days' | 'one-active-key' | 'no-root-key'

/** A control, and what the standards call it. */
export interface Control {
  readonly id: ControlId
  readonly title: string
  /** What a key that misses it is told to miss, in a word or three. */
  readonly short: string
  /** Its number in each standard that has it. */
  readonly standards: readonly string[]
  /** The page of AWS's documentation. */
  readonly page: string
}

const securityHub = (id: string) =>
  `https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#${id.toLowerCase().replace('.', '-')}`

/** Every control that a key is held to. */
export const controls: readonly Control[] = [
  {
    id: 'rotation',
    title: 'Access keys are rotated every 90 days or less',
    short: 'IAM.3 (90 days)',
    standards: [
      'Security Hub IAM.3',
      'CIS v1.2.0 1.4',
      'CIS v1.4.0 to v4.0.1 1.14',
      'CIS v5.0.0 1.13',
      'CIS v6.0.0 2.13',
      'CIS v7.0.0 2.12',
    ],
    page: securityHub('IAM.3'),
  },
  {
    id: 'unused-45-days',
    title: 'Credentials unused for 45 days or more are disabled',
    short: 'IAM.22 (unused for 45 days)',
    standards: ['Security Hub IAM.22', 'CIS v1.4.0 to v4.0.1 1.12', 'CIS v5.0.0 1.11', 'CIS v6.0.0 and v7.0.0 2.11'],
    page: securityHub('IAM.22'),
  },
  {
    id: 'unused-90-days',
    title: 'Credentials unused for 90 days or more are removed',
    short: 'IAM.8 (unused for 90 days)',
    standards: ['Security Hub IAM.8', 'CIS v1.2.0 1.3'],
    page: securityHub('IAM.8'),
  },
  {
    id: 'one-active-key',
    title: 'A user has at most one active access key',
    short: 'CIS (one active key)',
    standards: ['CIS v1.4.0 to v4.0.1 1.13', 'CIS v5.0.0 1.12', 'CIS v6.0.0 2.12', 'not in CIS v7.0.0'],
    page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
  },
  {
    id: 'no-root-key',
    title: 'The root user has no access key',
    short: 'IAM.4 (no root key)',
    standards: ['Security Hub IAM.4', 'CIS v1.2.0 1.12', 'CIS v1.4.0 and v3.0.0 1.4', 'CIS v5.0.0 1.3'],
    page: securityHub('IAM.4'),
  },
]

/** `not applicable`: the control does not speak of such a key. `unknown`: what it asks for could not be read. */
export type Standing = 'met' | 'missed' | 'not applicable' | 'unknown'

/** How one key stands to one control, and why. */
export interface Judgement {
  readonly control: ControlId
  readonly standing: Standing
  readonly because: string
}

/** An active key may be so old: "rotated every 90 days or less". https://docs.aws.amazon.com/config/latest/developerguide/access-keys-rotated.html */
export const longestLife: Duration = 90 * day

/** What a key is judged by: itself, the other keys of its user, and whose it is. */
export interface Judged {
  readonly key: KeyEvidence
  /** Active keys of the user, this one among them. */
  readonly active: number
  readonly isRoot: boolean
  readonly now: Instant
}

/** Holds a key to every control, in their order. */
export function judge(judged: Judged): readonly Judgement[] {
  return [
    { control: 'rotation', ...rotation(judged) },
    { control: 'unused-45-days', ...unused(judged, 45 * day) },
    { control: 'unused-90-days', ...unused(judged, 90 * day) },
    { control: 'one-active-key', ...oneActive(judged) },
    { control: 'no-root-key', ...noRoot(judged) },
  ]
}

type Verdict = Omit<Judgement, 'control'>

const ofRoot: Verdict = { standing: 'not applicable', because: 'a key of root should not exist at all' }
const isOff: Verdict = { standing: 'not applicable', because: 'the key is inactive' }

/** https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-3: active keys of users */
function rotation({ key, isRoot, now }: Judged): Verdict {
  if (isRoot) return ofRoot
  if (key.status === 'Inactive') return isOff
  if (key.created === undefined) return { standing: 'unknown', because: 'its age could not be read' }
  const age = now - key.created
  const told = `the key is ${spoken(age)} old`
  if (age > longestLife) return { standing: 'missed', because: told }
  // A key that was switched on again is dated anew in the report, so that it may be older than that.
  if (key.id === undefined) return { standing: 'unknown', because: `it was created or changed ${spoken(age)} ago` }
  return { standing: 'met', because: told }
}

/**
 * A key that was never used counts from its creation, as in the audit steps of the benchmark.
 * https://docs.aws.amazon.com/config/latest/developerguide/iam-user-unused-credentials-check.html
 */
function unused({ key, isRoot, now }: Judged, limit: Duration): Verdict {
  if (isRoot) return ofRoot
  if (key.status === 'Inactive') return isOff
  const since = idleSince(key)
  if (since === undefined) return { standing: 'unknown', because: 'its last use could not be read' }
  const never = key.lastUsed.kind === 'never'
  const told = `${never ? 'it was never used since it exists' : 'it was last used'}, ${spoken(now - since)} ago`
  return { standing: now - since >= limit ? 'missed' : 'met', because: told }
}

function idleSince({ lastUsed, created }: KeyEvidence): Instant | undefined {
  switch (lastUsed.kind) {
    case 'used':
      return lastUsed.at
    case 'never':
      return created
    case 'unread':
    case 'unreadable':
      return undefined
  }
}

function oneActive({ key, isRoot, active }: Judged): Verdict {
  if (isRoot) return ofRoot
  if (key.status === 'Inactive') return isOff
  if (active > 1) return { standing: 'missed', because: `its user has ${active} active keys` }
  return { standing: 'met', because: 'it is the only active key of its user' }
}

/** https://docs.aws.amazon.com/config/latest/developerguide/iam-root-access-key-check.html: whatever its status */
function noRoot({ isRoot }: Judged): Verdict {
  return isRoot
    ? { standing: 'missed', because: 'root has it' }
    : { standing: 'not applicable', because: 'the key belongs to an IAM user' }
}
