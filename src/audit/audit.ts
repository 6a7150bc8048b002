/** Mode audit: every access key with its evidence. Reads AWS and GitHub, and changes nothing there. */
import pMap from 'p-map'
import { AccountReader } from '../aws/account-reader.ts'
import { type Caller, findJobCredentials, identify, noPair, refuseNamelessSession } from '../aws/caller.ts'
import { NetworkAwsClients } from '../aws/clients.ts'
import type { OnElsewhere } from '../aws/sign-in-clients.ts'
import { lookAtDestinations } from '../github/destinations/reading.ts'
import type { Configuration, Inputs } from '../inputs/inputs.ts'
import { warnOfIdleSchedule } from '../inputs/job.ts'
import type { ServiceClock } from '../network/clock.ts'
import { print } from '../report/runner.ts'
import { Problem } from '../rotation/problem.ts'
import { withoutAccounts } from '../text/account-number.ts'
import type { Environment } from '../text/environment.ts'
import { openFolder } from './files.ts'
import { reportOf } from './findings.ts'
import { type AuditedAccount, type ConfiguredUser, gather } from './gather.ts'
import { assumedPace, warningsOf } from './pace.ts'
import { tell } from './tell.ts'

/** What an audit runs on. */
export interface AuditServices {
  readonly clock: ServiceClock
  readonly environment: Environment
  readonly onElsewhere: OnElsewhere
  readonly mask: (value: string) => void
}

/** Audits what is configured, and tells what was found. @throws Problem where nothing can be found out */
export async function audit(configuration: Configuration, services: AuditServices): Promise<void> {
  const { audit: options, users } = configuration
  const { clock, environment } = services
  const folder = openFolder(options.folder, environment)
  const accounts = await connectAccounts(configuration, services)
  const scope = { wholeAccount: options.wholeAccount, assumedPace: assumedPace(users.map(({ policy }) => policy)) }
  // Each account has limits of its own.
  const gathered = await pMap(accounts, (account) => gather(account, scope), { concurrency: 4 })
  const idle = warnOfIdleSchedule(environment)
  const warnings = [...warningsOf(users), ...(idle === undefined ? [] : [idle.text])]
  const evidence = { at: clock.now(), accounts: gathered, inventory: undefined }
  const server = environment['GITHUB_SERVER_URL'] || 'https://github.com'
  await tell(reportOf(evidence, warnings, server), folder, options.failsOnOverdue)
}

/** The accounts to audit, each with its configured users: that of the job's credentials. */
async function connectAccounts(
  { audit: { wholeAccount }, users }: Configuration,
  services: AuditServices,
): Promise<readonly AuditedAccount[]> {
  const [first] = users
  if (first === undefined) throw new Problem('No user is configured', 'Name one.')
  const { clock, environment, onElsewhere, mask } = services
  const aws = new NetworkAwsClients(first.awsRegion, clock, onElsewhere)
  // An audit of the whole account names nobody.
  const named = first.iamUser ?? (wholeAccount ? '' : undefined)
  const signing = [{ iamUser: named, roleToAssume: undefined }]
  const credentials = await findJobCredentials(aws, environment, signing, undefined, mask)
  if (credentials === undefined) throw noPair()
  print(`Signing with the credentials of ${credentials.source}`)
  refuseNamelessSession(credentials, named)
  const caller = await identify(aws, credentials)
  print(`AWS knows this job as ${withoutAccounts(caller.arn)}`)
  const configured = users.flatMap((inputs) => configuredUser(inputs, caller, wholeAccount, services))
  print(`Auditing ${wholeAccount ? 'every user of the account' : configured.map(({ name }) => name).join(', ')}`)
  const { account, arn: auditor } = caller
  return [{ account, auditor, reader: new AccountReader(aws.iam(credentials), account, clock), configured }]
}

/** One user of the configuration; none where nobody is named and the whole account is audited by a role. */
function configuredUser(
  inputs: Inputs,
  { userName, arn }: Caller,
  wholeAccount: boolean,
  { clock, mask }: AuditServices,
): readonly ConfiguredUser[] {
  const { iamUser, policy, destinations } = inputs
  const name = iamUser ?? userName
  if (name === undefined) {
    if (wholeAccount) return []
    throw new Problem(
      `The job signs as ${arn}, which is not an IAM user`,
      'Name the IAM user to audit in iam-user, or set "audit-account: true".',
    )
  }
  const look = destinations.length === 0 ? undefined : () => lookAtDestinations(inputs, { clock, mask })
  return [{ name, pace: policy, destinations: look }]
}
