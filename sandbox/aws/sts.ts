import type { Service } from '../wire.ts'
import type { AwsAccount } from './account.ts'
import { type Call, type QueryApi, queryService } from './query.ts'
import { assumeRole, assumeRoleWithWebIdentity } from './role-sessions.ts'
import type { Fields } from './xml.ts'

/** STS as far as proving an access key and assuming roles need it (API version 2011-06-15). */
export const stsApi: QueryApi = {
  name: 'sts',
  version: '2011-06-15',
  actions: new Map([
    ['GetCallerIdentity', getCallerIdentity],
    ['AssumeRole', assumeRole],
  ]),
  unsigned: new Map([['AssumeRoleWithWebIdentity', assumeRoleWithWebIdentity]]),
  codes: { 400: 'Throttling', 403: 'AccessDenied', 500: 'InternalFailure', 503: 'ServiceUnavailable' },
}

/** STS on the wire, for every Region of the partition. */
export function stsService(account: AwsAccount): Service {
  return queryService(account, stsApi)
}

/** Needs no permission, and works even when one is denied. */
function getCallerIdentity({ account, caller: { principal } }: Call): Fields {
  return { Arn: principal.arn, UserId: principal.userId, Account: account.accountId }
}
