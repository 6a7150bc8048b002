/** What a person reads of AWS's errors: who can lift it, and whether another run is worth it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { explain } from '../../../src/aws/errors.ts'
import { addressFor } from '../../../src/report/troubleshooting.ts'

const arn = 'arn:aws:iam::111122223333:user/ci/ci-bot'
const subject = { name: 'ci-bot', arn }

function answer(status: number | undefined, name: string, message: string): Error {
  const $metadata = status === undefined ? {} : { httpStatusCode: status }
  return Object.assign(new Error(message), { name, $metadata })
}

function denied(because: string): Error {
  const message = `User: ${arn} is not authorized to perform: iam:CreateAccessKey on resource: user ci-bot ${because}`
  return answer(403, 'AccessDenied', message)
}

describe('a denial', () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    [
      'because no identity-based policy allows the iam:CreateAccessKey action',
      /^Allow iam:CreateAccessKey on arn:aws:iam::111122223333:user\/ci\/ci-bot in the policy of the credentials/,
    ],
    [
      'because no permissions boundary allows the iam:CreateAccessKey action',
      /^The permissions boundary .* does not allow/,
    ],
    ['with an explicit deny in a permissions boundary', /^The permissions boundary of this principal denies/],
    ['because no service control policy allows the iam:CreateAccessKey action', /^A service control policy/],
    ['with an explicit deny in a service control policy', /^A service control policy of the organization/],
    ['with an explicit deny in a resource control policy', /^A resource control policy of the organization/],
    [
      'because no session policy allows the iam:CreateAccessKey action',
      /^The session policy that the role was assumed with/,
    ],
    ['with an explicit deny in a session policy', /^The session policy/],
    ['because no VPC endpoint policy allows the iam:CreateAccessKey action', /^The policy of the VPC endpoint/],
    ['with an explicit deny in an identity-based policy', /^A policy denies .* MFA .*quarantined/],
    [
      'with an explicit deny in an identity-based policy: arn:aws:iam::111122223333:policy/NoNewKeys',
      /^A policy denies .*Change the statement in arn:aws:iam::111122223333:policy\/NoNewKeys\./,
    ],
    [
      'with an explicit deny in an identity-based policy: arn:aws:iam::111122223333:policy/RequireMultiFactor',
      /^A policy that asks for MFA/,
    ],
    [
      'with an explicit deny in an identity-based policy: arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV2',
      /^AWS has quarantined the user/,
    ],
  ]
  test.each(cases)('%s', (because, remedy) => {
    const problem = explain(denied(because), 'iam:CreateAccessKey', subject)
    expect(problem.message).toContain(`AWS denied iam:CreateAccessKey on ci-bot: User: ${arn}`)
    expect(problem.remedy).toMatch(remedy)
    expect(problem.remedy).not.toMatch(/run again/i)
  })
})

test.each([
  ['444455556666', 'account, path and name. Is 111122223333, which stands for it in the documentation, still there?'],
  ['111122223333', 'account, path and name. If'],
])('a denial in the account %s tells what a policy has to match, and all that a rotation takes', (account, words) => {
  const own = `arn:aws:iam::${account}:user/ci/ci-bot`
  const error = denied('because no identity-based policy allows the iam:CreateAccessKey action')
  const { remedy } = explain(error, 'iam:GetUser', { name: 'ci-bot', arn: own, isRotated: true })
  expect(remedy).toContain(`Allow iam:GetUser on ${own} in the policy`)
  expect(remedy).toContain(words)
  const { Statement: statements } = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../../docs/iam-policy-self-rotation.json'), 'utf8'),
  ) as { readonly Statement: readonly { readonly Action: readonly string[] }[] }
  for (const action of statements.flatMap(({ Action }) => Action)) expect(remedy).toContain(action)
})

describe('another run', () => {
  const job = { name: 'this job', region: 'cn-north-1' }
  const worthIt: readonly (readonly [string, Error])[] = [
    ['AWS is in trouble', answer(503, 'ServiceUnavailable', 'try later')],
    ['AWS is asked too often', answer(400, 'Throttling', 'Rate exceeded')],
    ['no answer came', Object.assign(answer(undefined, 'Error', 'socket hang up'), { code: 'ECONNRESET' })],
    ['others change the user', answer(409, 'ConcurrentModificationException', 'simultaneously')],
    ['AWS is behind', answer(409, 'LimitExceededException', 'updates awaiting replication, please try again later')],
  ]
  test.each(worthIt)('is worth it when %s', (_, error) => {
    const { message, remedy } = explain(error, 'iam:ListAccessKeys', subject)
    expect(remedy).toMatch(/run again/i)
    expect(addressFor(message)).toBeDefined()
  })

  const inVain: readonly (readonly [string, Error, RegExp])[] = [
    [
      'the key is unknown',
      answer(403, 'InvalidClientTokenId', 'invalid'),
      /the region cn-north-1 \(partition aws-cn\).*enabled/,
    ],
    [
      'the region is disabled',
      answer(403, 'RegionDisabledException', 'STS is not activated'),
      /has enabled in aws-region/,
    ],
    ['the clock is wrong', answer(403, 'SignatureDoesNotMatch', 'Signature expired: now'), /clock of the runner/],
    ['the secret does not fit', answer(403, 'SignatureDoesNotMatch', 'does not match'), /two different keys/],
    ['the request is refused', answer(400, 'ValidationError', 'too long'), /documentation of AWS/],
    ['a proxy answers', answer(403, 'Unknown', 'Unknown'), /proxy or a firewall that answers with a page/],
    [
      'settings contradict each other',
      answer(undefined, 'EndpointError', 'FIPS and custom endpoint'),
      /AWS_USE_FIPS_ENDPOINT/,
    ],
    [
      'the tags are used up',
      answer(409, 'LimitExceededException', 'Cannot exceed quota for TagsPerUser: 50'),
      /quota of IAM/,
    ],
    ['the session is over', answer(403, 'ExpiredToken', 'is expired'), /longer session/],
    [
      'the user is not there',
      answer(404, 'NoSuchEntityException', 'The user with name x cannot be found.'),
      /iam-user/,
    ],
  ]
  test.each(inVain)('is in vain when %s', (_, error, remedy) => {
    const problem = explain(error, 'sts:GetCallerIdentity', job)
    expect(`${problem.message} ${problem.remedy}`).toMatch(remedy)
    expect(problem.remedy).not.toMatch(/run (?:the workflow )?again/i)
    expect(addressFor(problem.message)).toBeDefined()
  })
})
