/**
 * The templates for AWS grant exactly what the documented policies grant, which the sandbox is tried with, and the
 * documented statement that lets a plan say what they lack.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml'

const root = join(import.meta.dirname, '..', '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

interface Policy {
  readonly Version: string
  readonly Statement: readonly Readonly<Record<string, unknown>>[]
}

/** The documented policy, with the documented statement that lets its owner ask what it allows. */
function documented(name: string, asking: Policy['Statement'][number]): Policy {
  const policy = JSON.parse(read(`docs/iam-policy-${name}.json`)) as Policy
  return { ...policy, Statement: [...policy.Statement, asking] }
}

const setup = read('docs/setup.md')

/** As the page shows it for a user. */
function askingOfUser(): Policy['Statement'][number] {
  const blocks = [...setup.matchAll(/```json\n(\{[^`]*"Sid": "AskWhatOwnPolicyAllows"[^`]*)```/g)]
  expect(blocks).toHaveLength(1)
  return JSON.parse(blocks[0]?.[1] ?? '')
}

/** For a role, the page says what the Resource is instead. */
function askingOfRole(): Policy['Statement'][number] {
  const [, role] = /For a role, the `Resource` is the role itself[^`]*`(arn:[^`]+)`/.exec(setup) ?? []
  expect(role).toBe('arn:aws:iam::111122223333:role/key-rotation')
  return { ...askingOfUser(), Resource: role }
}

/** What the documented policies assume of the account. */
const values: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::AccountId': '111122223333',
  RoleName: 'key-rotation',
  UserPath: 'ci',
  Subject: 'repo:octo-org/app:ref:refs/heads/main',
  'data.aws_partition.current.partition': 'aws',
  'data.aws_caller_identity.current.account_id': '111122223333',
  'var.user_path': 'ci',
  'var.subject': 'repo:octo-org/app:ref:refs/heads/main',
  'aws_iam_openid_connect_provider.github.arn': 'PROVIDER',
  'aws_iam_role.key_rotation.arn': 'arn:aws:iam::111122223333:role/key-rotation',
}

function filledIn(name: string): string {
  const value = values[name]
  if (value === undefined) throw new Error(`${name} has no value`)
  return value
}

/** A template of CloudFormation with its functions worked out, as far as policies need them. */
function resolved(node: Node | null | undefined): unknown {
  if (node?.tag === '!Sub' && isScalar(node)) {
    return String(node.value).replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) =>
      literal === '' ? filledIn(name) : `\${${name}}`,
    )
  }
  if (node?.tag === '!Ref' && isScalar(node)) return values[String(node.value)] ?? `Ref ${node.value}`
  if (isMap(node)) {
    return Object.fromEntries(node.items.map(({ key, value }) => [String(key), resolved(value as Node)]))
  }
  if (isSeq(node)) return node.items.map((each) => resolved(each as Node))
  return isScalar(node) ? node.value : undefined
}

interface CloudFormation {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: PolicyProperties }>>
}
interface PolicyProperties {
  readonly PolicyDocument?: unknown
  readonly Policies?: readonly { readonly PolicyDocument: unknown }[]
  readonly AssumeRolePolicyDocument?: TrustPolicy
}
interface TrustPolicy {
  readonly Statement: readonly { readonly Action: string; readonly Condition: unknown }[]
}

function cloudFormation(file: string): CloudFormation {
  const tags = ['!Sub', '!Ref', '!If', '!Not', '!Equals', '!Join', '!GetAtt'].flatMap((tag) => [
    { tag, resolve: (text: string) => text },
    { tag, collection: 'seq' as const },
  ])
  const document = parseDocument(read(file), { customTags: tags })
  expect(document.errors).toEqual([])
  return resolved(document.contents) as CloudFormation
}

/** The JSON documents of a Terraform file, with what it fills in. */
function terraform(file: string): readonly unknown[] {
  return [...read(file).matchAll(/<<-JSON\n([\s\S]*?)\n\s*JSON\n/g)].map(([, text = '']) =>
    JSON.parse(
      text
        .replaceAll(/(?<!\$)\$\{([^}]+)\}/g, (_, name: string) => filledIn(name))
        // This is how Terraform writes a text that is no expression of its own.
        .replaceAll('$${', '${'),
    ),
  )
}

describe('self-rotation', () => {
  test('CloudFormation grants what the documented policy grants, and asking what it lacks', () => {
    const { RotateOwnKeys } = cloudFormation('examples/aws/self-rotation.cfn.yml').Resources
    expect(RotateOwnKeys?.Properties.PolicyDocument).toEqual(documented('self-rotation', askingOfUser()))
  })

  test('Terraform grants what the documented policy grants, and asking what it lacks', () => {
    expect(terraform('examples/aws/self-rotation.tf')).toEqual([documented('self-rotation', askingOfUser())])
  })
})

/** Whom the roles trust: one subject, exactly. */
const trust = {
  'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
  'token.actions.githubusercontent.com:sub': 'repo:octo-org/app:ref:refs/heads/main',
}

describe('a central role', () => {
  test('CloudFormation grants what the documented policy grants, asking what it lacks, and trusts one subject', () => {
    const { RotationRole } = cloudFormation('examples/aws/central-role.cfn.yml').Resources
    const { Policies: policies, AssumeRolePolicyDocument: assumed } = RotationRole?.Properties ?? {}
    expect(policies?.map(({ PolicyDocument }) => PolicyDocument)).toEqual([documented('central-role', askingOfRole())])
    expect(assumed?.Statement).toHaveLength(1)
    expect(assumed?.Statement[0]).toMatchObject({
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: trust },
    })
  })

  test('Terraform grants what the documented policy grants, asking what it lacks, and trusts one subject', () => {
    const [assumed, ...policies] = terraform('examples/aws/central-role.tf')
    expect(policies).toEqual([documented('central-role', askingOfRole())])
    expect((assumed as TrustPolicy).Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { Federated: 'PROVIDER' },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: trust },
      },
    ])
  })
})

test.each(['self-rotation', 'central-role'])('%s.tf keeps Terraform off the tags that hold the state', (name) => {
  expect(read(`examples/aws/${name}.tf`)).toContain('key_prefixes = ["rotate-iam-access-keys", "AKIA"]')
})
