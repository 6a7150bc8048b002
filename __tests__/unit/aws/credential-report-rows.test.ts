/** What a credential report says of users and keys, however AWS spells it. */
import { describe, expect, test } from '@jest/globals'
import { parseCredentialReport } from '../../../src/aws/credential-report-rows.ts'

const header =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated'
const none = 'false,N/A,N/A,N/A,N/A'
const row = (name: string, first: string, second = none) =>
  `${name},arn:aws:iam::111122223333:user/x,2026-01-01T00:00:00+00:00,false,N/A,N/A,N/A,false,${first},${second},false,N/A,false,N/A`
const keysOf = (first: string, second = none) =>
  parseCredentialReport(`${header}\n${row('bot', first, second)}`)[0]?.keys
const born = Date.parse('2026-09-01T00:00:00Z')
const never = { kind: 'never' }

describe('a key', () => {
  test.each([
    ['none', none, []],
    [
      'active, never used',
      'true,2026-09-01T00:00:00+00:00,N/A,N/A,N/A',
      [{ isActive: true, lastRotated: born, lastUsed: never }],
    ],
    [
      'in capitals, used in no region',
      'TRUE,2026-09-01T00:00:00Z,2026-09-01T00:00:00Z,N/A,s3',
      [{ isActive: true, lastRotated: born, lastUsed: { kind: 'used', at: born, service: 's3', region: '' } }],
    ],
    [
      'inactive, without a date, as documented',
      'false,N/A,2026-09-01T00:00:00Z,us-east-1,ec2',
      [
        {
          isActive: false,
          lastRotated: undefined,
          lastUsed: { kind: 'used', at: born, service: 'ec2', region: 'us-east-1' },
        },
      ],
    ],
    [
      'inactive, with its date, as recorded',
      'false,2026-09-01T00:00:00Z,N/A,N/A,N/A',
      [{ isActive: false, lastRotated: born, lastUsed: never }],
    ],
    ['of root, not told', 'not_supported,not_supported,no_information,N/A,N/A', []],
  ])('%s', (_, cells, keys) => {
    expect(keysOf(cells)).toEqual(keys)
  })

  test('in the second place alone', () => {
    expect(keysOf(none, 'true,2026-09-01T00:00:00Z,N/A,N/A,N/A')).toHaveLength(1)
  })
})

describe('a report', () => {
  test('has root, and names with commas and quotes', () => {
    const lines = [header, row('<root_account>', none), row('"a,b"', none), row('"c""d"', none), '']
    expect(parseCredentialReport(lines.join('\r\n')).map(({ name, isRoot }) => [name, isRoot])).toEqual([
      ['<root_account>', true],
      ['a,b', false],
      ['c"d', false],
    ])
  })

  test('may have columns that nobody knew, in any order', () => {
    const text = 'new,access_key_2_active,arn,access_key_1_active,user\nx,false,arn:x,true,bot'
    expect(parseCredentialReport(text)).toMatchObject([{ name: 'bot', arn: 'arn:x', keys: [{ isActive: true }] }])
  })

  test.each(['', '<html>no</html>', 'user,arn\nbot,x'])('is none without the columns that it needs: %j', (text) => {
    expect(() => parseCredentialReport(text)).toThrow(/has no column/)
  })
})
