import type { Service } from '../wire.ts'
import { type AwsAccount, type IamUser, liveKeys, rootUserName } from './account.ts'
import { denial, userResource } from './authorization.ts'
import { checkText, notInEnumeration } from './constraints.ts'
import { generateCredentialReport, getCredentialReport } from './credential-report.ts'
import { accessDenied, accessKeyNotVisible, noSuchAccessKey, validationError } from './errors.ts'
import { simulatePrincipalPolicy } from './policy-simulation.ts'
import { type Action, type Call, type QueryApi, queryService } from './query.ts'
import type { Fields } from './xml.ts'

/** IAM as far as the rotation of access keys and their audit need it (API version 2010-05-08). */
export const iamApi: QueryApi = {
  name: 'iam',
  version: '2010-05-08',
  actions: new Map<string, Action>([
    ['CreateAccessKey', createAccessKey],
    ['ListAccessKeys', listAccessKeys],
    ['UpdateAccessKey', updateAccessKey],
    ['DeleteAccessKey', deleteAccessKey],
    ['GetAccessKeyLastUsed', getAccessKeyLastUsed],
    ['GetUser', getUser],
    ['TagUser', tagUser],
    ['UntagUser', untagUser],
    ['ListUserTags', listUserTags],
    ['SimulatePrincipalPolicy', simulatePrincipalPolicy],
    ['GenerateCredentialReport', generateCredentialReport],
    ['GetCredentialReport', getCredentialReport],
  ]),
  codes: {
    400: 'Throttling',
    403: 'AccessDenied',
    404: 'NoSuchEntity',
    409: 'ConcurrentModification',
    500: 'ServiceFailure',
    503: 'ServiceUnavailable',
  },
}

/** IAM on the wire. */
export function iamService(account: AwsAccount): Service {
  return queryService(account, iamApi)
}

function createAccessKey(call: Call): Fields {
  const userName = userNameOrCaller(call)
  authorize(call, 'iam:CreateAccessKey', userName)
  const { accessKeyId, secretAccessKey, status, created } = call.account.issueAccessKey(userName)
  return {
    AccessKey: {
      UserName: apiUserName(userName),
      AccessKeyId: accessKeyId,
      Status: status,
      SecretAccessKey: secretAccessKey,
      // With milliseconds, as in the sample of https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html
      CreateDate: new Date(created).toISOString(),
    },
  }
}

function listAccessKeys(call: Call): Fields {
  const userName = userNameOrCaller(call)
  authorize(call, 'iam:ListAccessKeys', userName)
  const keys = liveKeys(call.account.readUser(userName))
  const { items, ...rest } = page(call, keys, (key) => key.accessKeyId)
  return {
    AccessKeyMetadata: items.map((key) => ({
      UserName: apiUserName(userName),
      AccessKeyId: key.accessKeyId,
      Status: key.status,
      CreateDate: timestamp(key.created),
    })),
    ...rest,
  }
}

function updateAccessKey(call: Call): undefined {
  const userName = userNameOrCaller(call)
  const accessKeyId = requiredAccessKeyId(call)
  const status = call.parameters.required('Status')
  if (status !== 'Active' && status !== 'Inactive') {
    throw notInEnumeration('status', ['Active', 'Inactive'])
  }
  authorize(call, 'iam:UpdateAccessKey', userName)
  checkOwner(call.account.user(userName), accessKeyId)
  call.account.setStatus(accessKeyId, status)
}

function deleteAccessKey(call: Call): undefined {
  const userName = userNameOrCaller(call)
  const accessKeyId = requiredAccessKeyId(call)
  authorize(call, 'iam:DeleteAccessKey', userName)
  checkOwner(call.account.user(userName), accessKeyId)
  call.account.deleteAccessKey(accessKeyId)
}

function getAccessKeyLastUsed(call: Call): Fields {
  const { account, caller } = call
  const accessKeyId = requiredAccessKeyId(call)
  const userName = account.ownerOf(accessKeyId)?.userName
  // "No such key" and "not allowed to know" have one answer.
  if (
    userName === undefined ||
    denial(account, caller, 'iam:GetAccessKeyLastUsed', userResource(account, userName)) !== undefined
  ) {
    throw accessKeyNotVisible(caller.principal.arn, accessKeyId)
  }
  const use = account.lastUsed(accessKeyId)
  return {
    UserName: apiUserName(userName),
    AccessKeyLastUsed: {
      LastUsedDate: use && timestamp(use.at),
      ServiceName: use?.service ?? 'N/A',
      Region: use?.region ?? 'N/A',
    },
  }
}

function getUser(call: Call): Fields {
  const userName = userNameOrCaller(call)
  authorize(call, 'iam:GetUser', userName)
  const user = call.account.readUser(userName)
  const isRoot = userName === rootUserName
  return {
    User: {
      Path: isRoot ? undefined : user.path,
      UserName: apiUserName(userName),
      UserId: user.userId,
      Arn: user.arn,
      CreateDate: timestamp(user.created),
      Tags: user.tags.length === 0 ? undefined : user.tags.map(apiTag),
    },
  }
}

function tagUser(call: Call): undefined {
  const userName = requiredUserName(call)
  const tags = call.parameters.list('Tags', ['Key', 'Value']).map(({ Key: key, Value: value }) => ({ key, value }))
  authorize(
    call,
    'iam:TagUser',
    userName,
    tags.map(({ key }) => key),
  )
  call.account.tagUser(userName, tags)
}

function untagUser(call: Call): undefined {
  const userName = requiredUserName(call)
  const tagKeys = call.parameters.list('TagKeys')
  authorize(call, 'iam:UntagUser', userName, tagKeys)
  call.account.untagUser(userName, tagKeys)
}

function listUserTags(call: Call): Fields {
  const userName = requiredUserName(call)
  authorize(call, 'iam:ListUserTags', userName)
  const { items, ...rest } = page(call, call.account.user(userName).tags, (tag) => tag.key)
  return { Tags: items.map(apiTag), ...rest }
}

/** The user that is named, else the one whose long-term key signs: root's own keys, if it is root's. */
function userNameOrCaller({ caller: { principal, temporary }, parameters }: Call): string {
  const named = parameters.optional('UserName')
  if (named !== undefined) return checkedUserName(named)
  if (principal.kind === 'root') return rootUserName
  if (principal.kind === 'user' && !temporary) return principal.userName
  throw validationError('Must specify userName when calling with non-User credentials')
}

function requiredUserName({ parameters }: Call): string {
  return checkedUserName(parameters.required('UserName'))
}

function checkedUserName(userName: string): string {
  checkText('userName', userName, { least: 1, most: 128, pattern: '.*' })
  if (!/^[\w+=,.@-]+$/.test(userName)) {
    throw validationError(
      'The specified value for userName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-',
    )
  }
  return userName
}

function requiredAccessKeyId({ parameters }: Call): string {
  const accessKeyId = parameters.required('AccessKeyId')
  checkText('accessKeyId', accessKeyId, { least: 16, most: 128, pattern: String.raw`[\w]+` })
  return accessKeyId
}

function authorize({ account, caller }: Call, action: string, userName: string, tagKeys?: readonly string[]): void {
  const reason = denial(account, caller, action, userResource(account, userName), tagKeys)
  if (reason !== undefined) throw accessDenied(caller.principal.arn, action, `user ${userName}`, reason)
}

function checkOwner(user: IamUser, accessKeyId: string): void {
  if (!liveKeys(user).some((key) => key.accessKeyId === accessKeyId)) throw noSuchAccessKey(accessKeyId)
}

/**
 * One page of a list, in the order of its items' names: AWS promises no order of keys, and this is none that a caller
 * could take for the order of creation. The marker is the last item's name, encoded, since AWS's is opaque.
 */
function page<Item>(
  { parameters }: Call,
  list: readonly Item[],
  name: (item: Item) => string,
): { items: readonly Item[]; IsTruncated: boolean; Marker: string | undefined } {
  const most = parameters.integer('MaxItems', 1, 1000) ?? 100
  const after = Buffer.from(parameters.optional('Marker') ?? '', 'base64url').toString()
  const ahead = list.filter((item) => name(item) > after).toSorted((one, other) => (name(one) < name(other) ? -1 : 1))
  const items = ahead.slice(0, most)
  const last = items.at(-1)
  const IsTruncated = items.length < ahead.length
  const Marker = IsTruncated && last !== undefined ? Buffer.from(name(last)).toString('base64url') : undefined
  return { items, IsTruncated, Marker }
}

function apiTag({ key, value }: IamUser['tags'][number]): Fields {
  return { Key: key, Value: value }
}

/** The root user has no user name. */
function apiUserName(userName: string): string | undefined {
  return userName === rootUserName ? undefined : userName
}

/** IAM tells whole seconds. */
function timestamp(instant: number): string {
  return new Date(instant).toISOString().replace(/\.\d{3}/, '')
}
