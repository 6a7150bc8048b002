/** Every page that a person meets, with the longest names that AWS and GitHub allow in some of them. */
import type { Evidence } from '../../src/audit/evidence.ts'
import { type AuditReport, reportOf } from '../../src/audit/findings.ts'
import { pageOf } from '../../src/audit/page.ts'
import { summaryOf as auditSummaryOf } from '../../src/audit/summary.ts'
import { failures } from '../../src/key/verification-contract.ts'
import { fleetSummaryOf } from '../../src/report/fleet-summary.ts'
import type { UserReport } from '../../src/report/report.ts'
import { largestSummary } from '../../src/report/runner.ts'
import { failureSummaryOf, summaryOf } from '../../src/report/summary.ts'
import { comingUp, upcomingIn } from '../../src/report/titles.ts'
import { proofSummaryOf, failureSummaryOf as verifyFailureOf } from '../../src/verify/summary.ts'
import { accountOf, ago, holder, keyOf, now, pace, userOf, window, written } from '../unit/audit/evidence.ts'
import { at, type Sample, samples, several } from '../unit/report/reports.ts'
import { githubPage } from './github-page.ts'

const upcomingOf = (report: UserReport) => {
  const next = upcomingIn(report)
  return next && comingUp(next, at)
}
const told = (report: UserReport) => ({ report, comingUp: upcomingOf(report) })
const alone = (report: UserReport) => summaryOf(report, upcomingOf(report))
const fleet = (reports: readonly UserReport[], missing: readonly string[] = []) =>
  fleetSummaryOf(reports.map(told), missing, largestSummary)

const { steady, rotating, overlap, held, failed, blocked } = samples

/** GitHub allows 39 characters for an owner, 100 for a repository; AWS allows 64 for a user. */
const longOwner = 'an-organization-with-the-longest-name-39'.slice(0, 39)
const longRepository = `${longOwner}/${'Repository_of_somebody_who_likes_underscores_'.repeat(3).slice(0, 100)}`
const longUser = 'service_account.of.the.department@company.example+rotation=yes00'
const longPlace = `the environment ${'production_in_eu_central_1'.repeat(3)} of ${longRepository}`
const url = `https://github.com/${longRepository}/actions/runs/12345678901/attempts/2`
const refusal = `AWS denied iam:CreateAccessKey to arn:aws:sts::111122223333:assumed-role/${'key-rotation-'.repeat(4)}/GitHubActions: see ${url}`

const long: UserReport = {
  ...failed,
  user: longUser,
  because: refusal,
  changed: true,
  places: [
    { name: longPlace, state: 'written by others', proven: false, writtenAt: steady.at },
    { name: longRepository, state: 'current', proven: true, writtenAt: steady.at },
  ],
  keys: overlap.keys,
  verification: overlap.verification && { ...overlap.verification, runUrls: [url], verdict: 'rejected' },
  steps: [{ step: 'Create a key', because: refusal, result: `${refusal}\n${longPlace}`, effect: true }],
  attention: [
    { what: `${refusal}:\n- ${longPlace}: ${refusal}`, remedy: `Allow it: ${url}`, since: steady.at },
    { what: `Somebody else has written ${longPlace}`, remedy: 'Take the place out of destinations.', since: undefined },
  ],
  warnings: [`The place ${longPlace} is not proven by ${url}.`],
}

const manyPlaces: UserReport = {
  ...overlap,
  places: Array.from({ length: 60 }, (_, index) => ({
    name: `octo/service-${index}`,
    state: index % 7 === 0 ? 'left out' : 'current',
    proven: index % 2 === 0,
    writtenAt: steady.at,
  })),
}

const plan: UserReport = { ...steady, planned: true, keyAgeDays: 61, nextStepAt: undefined }
const deleted: UserReport = {
  ...steady,
  steps: [{ step: 'Delete AKIARTX3GSDSOLDKEY22', because: 'delete-after is over', result: 'done', effect: true }],
  done: ['old key deleted'],
}

const fifty = [
  ...several('steady', 30),
  ...several('overlap', 6),
  ...several('recovery', 4),
  ...several('rotating', 2),
  ...several('held', 3),
  ...several('asking', 2),
  ...several('failed', 2),
  ...several('blocked', 1),
]

function audit(): AuditReport {
  const journal = written({
    phase: 'current',
    current: 'AKIARTX3GSDSNEWKEY22',
    previous: 'AKIARTX3GSDSOLDKEY22',
    window,
    digest: 'd',
    provenAt: ago(3),
  })
  const users = [
    userOf([keyOf('AKIARTX3GSDSOLDKEY22', 70), keyOf('AKIARTX3GSDSNEWKEY22', 3)], { name: 'ci-bot', journal }),
    userOf([keyOf('AKIARTX3GSDSUNUSED22', 400, { lastUsed: { kind: 'never' } })], { name: 'mailer' }),
    userOf([keyOf('AKIARTX3GSDSLONGKE22', 92, { status: 'Inactive' }), keyOf('AKIARTX3GSDSLONGKE33', 20)], {
      name: longUser,
      pace,
      unread: [{ what: refusal, remedy: 'Allow it.' }],
    }),
    userOf([keyOf('', 3, { id: undefined })], { isRoot: true, name: '<root_account>' }),
  ]
  const place = { kind: 'environment', owner: longOwner, repo: 'tool', environment: 'production_in_eu' } as const
  const unlisted = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY_OF_THE_MAILER'].map((name) => ({
    place,
    kind: 'secret' as const,
    name,
    updatedAt: now,
    proves: 'may hold this key' as const,
    user: '111122223333/ci-bot',
    key: undefined,
    format: 'access-key-id' as const,
  }))
  const other = accountOf(
    userOf([keyOf('AKIARTX3GSDSOTHERK22', 12)], { name: 'other', journal: { kind: 'foreign', holder } }),
  )
  const evidence: Evidence = {
    at: now,
    accounts: [accountOf(...users), { ...other, account: '444455556666' }],
    unreadAccounts: [
      { account: '777788889999', users: ['web'], reasons: [{ what: refusal, remedy: 'Check the trust policy.' }] },
    ],
    inventory: {
      organizations: [longOwner],
      repositoriesRead: 1200,
      repositoriesLeft: 88,
      repositoriesArchived: 31,
      unlisted,
      unread: [`Not read: ${longRepository}.`],
      complete: false,
      stopped: 'The hourly requests are used up.',
      from: ago(0.1),
      to: now,
    },
  }
  return reportOf(evidence, [`The place ${longPlace} is not read.`], 'https://github.com')
}

const fingerprint = '0123456789abcdef'
const ses = 'vpce-0a1b2c3d-4e5f.email-smtp.eu-west-1.vpce.amazonaws.com'
const proof = { fingerprint, isExpected: true, identity: 'user ci-bot', ses: undefined }
const audited = audit()

const markdown: Readonly<Record<string, string>> = {
  ...Object.fromEntries((Object.keys(samples) as readonly Sample[]).map((kind) => [kind, alone(samples[kind])])),
  plan: alone(plan),
  deleted: alone(deleted),
  'many places': alone(manyPlaces),
  'long names': alone(long),
  'before any user': failureSummaryOf('The input secrets is not YAML: a colon is missing', 'Write NAME: FORMAT.'),
  'fleet of fifty': fleet(fifty),
  'fleet in which nothing is due': fleet(several('steady', 5)),
  'fleet with long names': fleet([long, { ...long, account: '444455556666', failed: false, held: true }, blocked]),
  'merged report': fleet([overlap, held, rotating], ['web-bot', longUser]),
  'failed report action': failureSummaryOf('The folder reports has no report in it', 'Look at the jobs.', 'No report'),
  audit: auditSummaryOf(audited, 'access-key-audit'),
  verified: proofSummaryOf(proof),
  'verified with long names': proofSummaryOf({ ...proof, identity: `user ${longUser}`, ses }),
  'verified password': proofSummaryOf({ ...proof, identity: undefined, ses }),
  'any key': proofSummaryOf({ ...proof, isExpected: false }),
  'failed verification': verifyFailureOf(
    failures.otherKey,
    `${failures.otherKey}: its fingerprint is ${fingerprint}, but fedcba9876543210 is expected`,
    'Look where the env of this step takes AWS_ACCESS_KEY_ID from: the rotation has to write that secret.',
  ),
}

/** Each as a whole HTML document, by what it shows. */
export const pages: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(markdown).map(([name, text]) => [name, githubPage(text)])),
  'audit.html': pageOf(audited),
}
