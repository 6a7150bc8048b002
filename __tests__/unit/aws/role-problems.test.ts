/** Each way in which a role is not given has its own words, and none of AWS's. */
import { expect, test } from '@jest/globals'
import { type AssumedBy, explainRole } from '../../../src/aws/role-problems.ts'
import { Problem } from '../../../src/rotation/problem.ts'

const role = 'arn:aws:iam::111122223333:role/key-rotation'
const token: AssumedBy = {
  caller: undefined,
  token: { issuer: 'https://issuer.test', subject: 'repo:octo/app::set-output\u202e', audience: 'sts.amazonaws.com' },
}
const caller = (account: string): AssumedBy => ({
  caller: { account, arn: `arn:aws:iam::${account}:user/hub`, userId: 'AIDA1', userName: 'hub' },
  token: undefined,
})

function awsError(name: string, message: string, status = 400): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } })
}

const request = { role, isRenewal: false, region: 'ap-east-1' }

test.each<[string, string, string, AssumedBy, RegExp, RegExp]>([
  [
    'another account',
    'AccessDenied',
    'x',
    caller('444455556666'),
    /to arn:aws:iam::…6666:user\/hub/,
    /another account/,
  ],
  [
    'the same account',
    'AccessDenied',
    'x',
    caller('111122223333'),
    /AWS does not tell/,
    /unless the trust policy names/,
  ],
  [
    'a token',
    'AccessDenied',
    'x',
    token,
    /sub “repo:octo\/app::set-output\\u\{202E\}”/,
    /issuer\.test:sub .*upper and lower/,
  ],
  ['no provider', 'InvalidIdentityTokenException', 'No OpenIDConnect provider found', token, /…3333/, /Add it to IAM/],
  [
    'the audience',
    'InvalidIdentityTokenException',
    'Incorrect token audience',
    token,
    /have the audience/,
    /client IDs/,
  ],
  ['the token', 'InvalidIdentityTokenException', 'Something else', token, /did not accept/, /that of https:\/\/issuer/],
  ['an old token', 'ExpiredTokenException', 'Token expired', token, /for expired/, /fresh token/],
  ['old credentials', 'ExpiredToken', 'x', caller('1'), /credentials of this job have expired/, /longer session/],
  ['a disabled region', 'RegionDisabledException', 'x', token, /the region ap-east-1/, /aws-region/],
  ['an unknown key', 'InvalidClientTokenId', 'x', caller('1'), /does not accept the access key/, /inactive or deleted/],
  ['a boundary', 'AccessDenied', 'no permissions boundary allows', caller('1'), /denied sts:AssumeRole/, /boundary/],
])('%s', (_, code, said, by, message, remedy) => {
  const problem = explainRole(awsError(code, said), { ...request, by })
  expect(problem.message).toMatch(message)
  expect(problem.remedy).toMatch(remedy)
  expect(problem.message).not.toContain('111122223333')
})

test('a renewal says so, whatever its problem is', () => {
  const inner = new Problem('GitHub gave this job no OIDC token', 'Run again.')
  const problem = explainRole(inner, { ...request, by: token, isRenewal: true })
  expect(problem.message).toBe(
    'the session of the role arn:aws:iam::…3333:role/key-rotation could not be renewed: GitHub gave this job no OIDC token',
  )
  expect(problem.remedy).toBe('Run again.')
  expect(explainRole(inner, { ...request, by: token })).toBe(inner)
})
