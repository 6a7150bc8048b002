/** Mode audit: every access key with its evidence. Reads AWS and GitHub, and changes nothing there. */
import pMap from 'p-map'
import type { Configuration } from '../inputs/inputs.ts'
import { warnOfIdleSchedule } from '../inputs/job.ts'
import { Problem } from '../rotation/problem.ts'
import { type AuditServices, connectAccounts } from './accounts.ts'
import type { AccountEvidence, UnreadAccount } from './evidence.ts'
import { openFolder } from './files.ts'
import { reportOf } from './findings.ts'
import { type AuditedAccount, gather, type Scope } from './gather.ts'
import { findUnlistedPlaces } from './inventory-run.ts'
import { assumedPace, warningsOf } from './pace.ts'
import { tell } from './tell.ts'

/** Audits what is configured, and tells what was found. @throws Problem where nothing can be found out */
export async function audit(configuration: Configuration, services: AuditServices): Promise<void> {
  const { audit: options, users } = configuration
  const { clock, environment } = services
  const folder = openFolder(options.folder, environment)
  const { audited, unread, warnings: ofAccounts } = await connectAccounts(configuration, services)
  const isAlone = audited.length + unread.length === 1
  const scope = { wholeAccount: options.wholeAccount, assumedPace: assumedPace(users.map(({ policy }) => policy)) }
  // Each account has limits of its own.
  const gathered = await pMap(audited, (account) => gatherOrTell(account, scope, isAlone), { concurrency: 4 })
  const accounts = gathered.filter((each) => 'auditor' in each)
  const inventory = await findUnlistedPlaces(configuration, { accounts, audited, folder: folder.path }, services)
  const idle = warnOfIdleSchedule(environment)
  const warnings = [
    // How often audits come keeps no key from being rotated.
    ...configuration.warnings.flatMap(({ kind, text }) => (kind === 'rare schedule' ? [] : [text])),
    ...warningsOf(users),
    ...ofAccounts,
    ...(idle === undefined ? [] : [idle.text]),
  ]
  const unreadAccounts = [...unread, ...gathered.filter((each) => 'reasons' in each)]
  const evidence = { at: clock.now(), accounts, unreadAccounts, inventory }
  const server = environment['GITHUB_SERVER_URL'] || 'https://github.com'
  await tell(reportOf(evidence, [...new Set(warnings)], server), folder, options.failsOnOverdue)
}

/** One account, or why it could not be read: of several, it stops no other. @throws Problem where it is the only one */
async function gatherOrTell(
  audited: AuditedAccount,
  scope: Scope,
  isAlone: boolean,
): Promise<AccountEvidence | UnreadAccount> {
  try {
    return await gather(audited, scope)
  } catch (problem) {
    if (isAlone || !(problem instanceof Problem)) throw problem
    const { account, configured } = audited
    const reasons = [{ what: problem.message, remedy: problem.remedy }]
    return { account, users: configured.map(({ name }) => name), reasons }
  }
}
