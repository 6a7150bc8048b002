/** `role-to-assume`: an ARN of a role, of the region's partition, with the user to rotate. */
import { expect, test } from '@jest/globals'
import { parseRole } from '../../../src/inputs/role.ts'

test.each([
  ['arn:aws:iam::111122223333:role/key-rotation', 'eu-central-1'],
  ['arn:aws:iam::111122223333:role/ci/rotation/key_rotation+=,.@-', 'us-east-1'],
  ['arn:aws-cn:iam::111122223333:role/key-rotation', 'cn-northwest-1'],
  ['arn:aws-us-gov:iam::111122223333:role/key-rotation', 'us-gov-west-1'],
])('%s in %s', (arn, region) => {
  expect(parseRole(arn, region, true)).toBe(arn)
})

test('none is none, whoever is rotated', () => {
  expect(parseRole('', 'us-east-1', false)).toBeUndefined()
})

test.each([
  ['key-rotation', /does not allow “key-rotation”/],
  ['arn:aws:iam::111122223333:user/ci-bot', /does not allow/],
  ['arn:aws:iam::1111:role/key-rotation', /does not allow/],
  ['arn:aws:iam::111122223333:role/', /does not allow/],
  [`arn:aws:iam::111122223333:role/${'x'.repeat(65)}`, /does not allow/],
  ['arn:aws:iam::111122223333:role/two words', /does not allow/],
  ['arn:aws:iam::111122223333:role/line\nbreak', /does not allow/],
  ['arn:aws:sts::111122223333:assumed-role/key-rotation/x', /does not allow/],
  ['arn:aws-cn:iam::111122223333:role/key-rotation', /partition aws-cn, and aws-region is us-east-1 \(partition aws\)/],
])('%j is refused', (text, says) => {
  expect(() => parseRole(text, 'us-east-1', true)).toThrow(says)
})

test('the ARN of a session is known for what it is', () => {
  const arn = 'arn:aws:sts::111122223333:assumed-role/key-rotation/x'
  expect(() => parseRole(arn, 'us-east-1', true)).toThrow(
    expect.objectContaining({ remedy: expect.stringMatching(/the ARN of a session, not of its role/) }),
  )
})

test('the user has to be named', () => {
  const arn = 'arn:aws:iam::111122223333:role/key-rotation'
  expect(() => parseRole(arn, 'us-east-1', false)).toThrow('role-to-assume is given, and iam-user is empty')
})
