/** What a job proves who it is with, for users with a role and without one. */
import { describe, expect, test } from '@jest/globals'
import { findJobCredentials, type UserAndRole } from '../../../src/aws/caller.ts'
import type { AwsClients } from '../../../src/aws/clients.ts'

const pair = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}
const withRole: UserAndRole = { iamUser: 'ci-bot', roleToAssume: 'arn:aws:iam::111122223333:role/key-rotation' }
const without: UserAndRole = { iamUser: 'ci-bot', roleToAssume: undefined }
const nameless: UserAndRole = { iamUser: undefined, roleToAssume: undefined }
const idTokens = async () => 'a.b.c'

/** A machine that has the credentials of its role, or none. */
function machine(hasRole: boolean): AwsClients {
  const credentials = async () => {
    if (hasRole) return { accessKeyId: 'ASIA1', secretAccessKey: 'secret', sessionToken: 'session' }
    throw Object.assign(new Error('none'), { name: 'CredentialsProviderError' })
  }
  return { sts: () => ({ config: { credentials } }) } as unknown as AwsClients
}

function find(users: readonly UserAndRole[], environment: object, tokens: boolean, hasRole: boolean) {
  const home = {
    HOME: '/nowhere',
    AWS_CONFIG_FILE: '/nowhere/config',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
  }
  return findJobCredentials(
    machine(hasRole),
    { ...home, ...environment },
    users,
    tokens ? idTokens : undefined,
    () => undefined,
  )
}

describe('a job', () => {
  test.each([
    ['with a pair signs with it', [withRole], pair, true, true, 'AKIAIOSFODNN7EXAMPLE'],
    ['with a token, and roles alone, uses the token', [withRole, withRole], {}, true, true, undefined],
    ['with a token, and a user without a role, looks at the machine', [withRole, without], {}, true, true, 'ASIA1'],
    ['whose machine has nothing leaves the token to the roles', [withRole, without], {}, true, false, undefined],
    ['without a token looks at the machine', [withRole], {}, false, true, 'ASIA1'],
  ] as const)('%s', async (_, users, environment, tokens, hasRole, id) => {
    expect((await find(users, environment, tokens, hasRole))?.accessKeyId).toBe(id)
  })

  test.each([
    ['has neither', [withRole], {}, false, /nothing to assume the role arn:aws:iam::…3333:role\/key-rotation/],
    ['has none, and no role', [without], {}, true, /no AWS credentials/],
    ['has none, and names no user', [nameless], {}, true, /AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set/],
    ['has an empty pair', [withRole], { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }, true, /are empty/],
  ] as const)('that %s is refused', async (_, users, environment, tokens, says) => {
    await expect(find(users, environment, tokens, false)).rejects.toThrow(says)
  })
})
