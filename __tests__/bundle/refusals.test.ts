/** Nothing is created before everything is checked: each obstacle is found beforehand, and named with its remedy. */
import { describe, expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import { environmentOf, policy, type RunOptions, type Scenario } from '../../sandbox/scenario.ts'
import { changes, errorOf, inScenario, keysOf, warningsOf } from './support.ts'

type Inputs = Readonly<Record<string, string>>
type Refusal = readonly [name: string, inputs: Inputs, options: RunOptions, words: RegExp]

describe('before any request', () => {
  const refusals: readonly Refusal[] = [
    [
      'no verification workflow',
      { 'verification-workflow': '' },
      {},
      /verification-workflow is empty.*verification-workflow: none/,
    ],
    ['no token', { 'github-token': '' }, {}, /github-token is empty.*GitHub App/],
    ['a duration without unit', { 'rotate-after': '60' }, {}, /rotate-after does not allow “60”.*60d/],
    ['a boolean in other words', { force: 'yes' }, {}, /force does not allow “yes”.*true or false/],
    ['an unknown mode', { mode: 'dry' }, {}, /mode does not allow “dry”.*rotate or plan/],
    [
      'an ARN for a user',
      { 'iam-user': 'arn:aws:iam::111122223333:user/x' },
      {},
      /iam-user does not allow.*without path or ARN/,
    ],
    ['a misspelt input', { 'rotate-afer': '1d' }, {}, /There is no input rotate-afer.*Did you mean rotate-after\?/],
    [
      'a misspelt input of a composite action',
      {},
      { environment: { INPUT_ROTATE_AFTER: '1d' } },
      /There is no input rotate_after.*Did you mean rotate-after\?/,
    ],
    [
      'no token but that of a composite action',
      { 'github-token': '' },
      { environment: { INPUT_GITHUB_TOKEN: 'ghs_0123' } },
      /There is no input github_token.*Did you mean github-token\?/,
    ],
    [
      'an environment that is empty',
      { destinations: '- repository: octo/app\n  environment:\n' },
      {},
      /destinations\[0\]\.environment does not allow “”.*It is empty/,
    ],
    [
      'an environment that is no address',
      { destinations: '- repository: octo/app\n  environment: ".."\n' },
      {},
      /environment does not allow “\.\.”.*not \. or \.\./,
    ],
    ['a repository that is no address', { destinations: '- repository: octo/..' }, {}, /“octo\/\.\.”.*not \. or \.\./],
    [
      'several repositories in one line',
      { destinations: '- repository: octo/app, octo/website' },
      {},
      /one entry for each place.*\n- repository: octo\/app\n- repository: octo\/website/s,
    ],
    [
      'an alias',
      { destinations: '- &a { repository: octo/app }\n- { <<: *a, environment: prod }' },
      {},
      /has an anchor \(&\) in line 1/,
    ],
    ['a region that AWS does not have', { 'aws-region': 'eu-cental-1' }, {}, /aws-region.*did you mean eu-central-1\?/],
    [
      'a region of the environment that AWS does not have',
      {},
      { environment: { AWS_REGION: '', AWS_DEFAULT_REGION: 'eu-cental-1' } },
      /AWS_DEFAULT_REGION is “eu-cental-1”.*did you mean eu-central-1\?/,
    ],
    [
      'an SMTP password for a region of the environment',
      { secrets: 'SMTP_USER: access-key-id\nSMTP_PASSWORD: ses-smtp-password' },
      { environment: { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1' } },
      /SMTP_PASSWORD is ses-smtp-password without a region.*"ses-smtp-password:eu-west-1".*aws-region/,
    ],
    [
      'a token with a line break',
      { 'github-token': 'ghs_0123456789\n0123456789abcdef0123456789' },
      {},
      /github-token has white space in it/,
    ],
    ['a token with a hidden character', { 'github-token': 'ghs_0123\u200b456789' }, {}, /no token has/],
    ['a token in quotes', { 'dispatch-token': '"ghs_0123456789"' }, {}, /dispatch-token has quotes in it/],
    [
      'a password in the address of the API',
      { 'github-api-url': 'https://user:ghs_0123456789@127.0.0.1:1' },
      {},
      /github-api-url has a user name, a password/,
    ],
    [
      'a client secret for a private key',
      {
        'github-token': '',
        'github-app-id': '1',
        'github-app-private-key': '0123456789abcdef0123456789abcdef01234567',
      },
      {},
      /github-app-private-key is not an RSA private key.*client secret/,
    ],
    [
      'another store of an environment',
      { destinations: '- repository: octo/app\n  environment: prod\n  store: agents' },
      {},
      /store does not allow “agents”.*environments have no other secrets/,
    ],
    [
      'an unknown store',
      { destinations: '- repository: octo/app\n  store: packages' },
      {},
      /store does not allow “packages”.*actions or dependabot or codespaces or agents/,
    ],
    [
      'an audience that GitHub does not have',
      { destinations: '- organization: octo\n  visibility: public' },
      {},
      /visibility does not allow “public”/,
    ],
    [
      'a repository twice',
      { destinations: '- repository: octo/app\n- repository: Octo/App' },
      {},
      /each place once in each store/,
    ],
    ['broken YAML', { destinations: '- repository: [' }, {}, /destinations is not valid YAML/],
    ['half of a key', { secrets: 'KEY_ID: access-key-id' }, {}, /one secret of format secret-access-key/],
    ['an unknown format', { secrets: 'KEY: yaml' }, {}, /secrets.KEY does not allow “yaml”.*credentials-file/],
    ['a secret in a variable', { variables: 'KEY: json' }, {}, /variables.KEY does not allow “json”.*can read/],
    [
      'a token and an App',
      { 'github-app-id': '1', 'github-app-private-key': 'k' },
      {},
      /github-token and github-app-id are both given/,
    ],
    [
      'a private key that is none',
      { 'github-token': '', 'github-app-id': '1', 'github-app-private-key': 'k' },
      {},
      /github-app-private-key is not an RSA private key/,
    ],
    [
      'Codespaces of GitHub Enterprise Server',
      {
        'github-api-url': 'https://github.example/api/v3',
        destinations: '- repository: octo/app\n  store: codespaces',
      },
      {},
      /store does not allow “codespaces”.*GitHub Enterprise Server has no such secrets/,
    ],
    ['a secret name of GitHub’s own', { secrets: 'GITHUB_KEY: access-key-id' }, {}, /“GITHUB_KEY”.*GITHUB_/],
    [
      'a time limit below one verification',
      { 'time-limit': '20m' },
      {},
      /time-limit \(20m\) leaves no room.*32 minutes/,
    ],
    [
      'a workflow by a wrong name',
      { 'verification-workflow': 'verify' },
      {},
      /verification-workflow does not allow “verify”/,
    ],
    ['plain http to GitHub', { 'github-api-url': 'http://github.example' }, {}, /github-api-url does not allow.*https/],
    [
      'plain http to AWS',
      {},
      { environment: { AWS_ENDPOINT_URL_IAM: 'http://iam.example' } },
      /AWS_ENDPOINT_URL_IAM.*plain http/,
    ],
    [
      'a pull request',
      {},
      { github: { event: 'pull_request_target' } },
      /does not run on the event pull_request_target/,
    ],
    [
      'a role without a user name',
      {},
      { environment: { AWS_ACCESS_KEY_ID: 'ASIAIOSFODNN7EXAMPLE', AWS_SESSION_TOKEN: 'session' } },
      /temporary credentials.*iam-user/,
    ],
    [
      'secrets that do not exist',
      {},
      { environment: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' } },
      /AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are empty.*check the names of the secrets/,
    ],
    [
      'no credentials at all',
      {},
      { withoutCredentials: true },
      /no AWS credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set/,
    ],
  ]

  test.each(refusals)('%s', async (_, inputs, options, words) => {
    await inScenario({}, async (scenario) => {
      const result = await scenario.rotate(inputs, options)
      expect(errorOf(result)).toMatch(words)
      expect(result.exitCode).toBe(1)
      expect(result.summary).toContain('**Fix:**')
      // No piece of what stands for a secret here, and nothing that a library says.
      const shown = [result.stdout.replaceAll(/^::add-mask::.*$/gm, ''), result.stderr, result.files].join('\n')
      expect(shown).not.toMatch(/0123/)
      expect(result.stderr).toBe('')
      expect(scenario.sandbox.wire.records).toEqual([])
    })
  })
})

describe('the environment of the job', () => {
  test('variables that look like inputs are told by name, and change nothing', async () => {
    await inScenario({}, async (scenario) => {
      const environment = { INPUT_VERSION: 'hunter2', INPUT_GITHUB_TOKEN: 'hunter2' }
      const result = await scenario.rotate({}, { environment })
      expect(result.outputs).toMatchObject({ phase: 'overlap', rotated: 'true' })
      expect(result.stdout).toMatch(/^Note: .*INPUT_VERSION, INPUT_GITHUB_TOKEN\.$/m)
      expect([result.stdout, result.files].join()).not.toContain('hunter2')
    })
  })
})

describe('before a key exists', () => {
  type Obstacle = readonly [name: string, put: (scenario: Scenario) => Inputs | RunOptions | undefined, words: RegExp]

  const denied = (action: string) => (scenario: Scenario) => {
    const { Statement: statements, ...rest } = policy('iam-policy-self-rotation.json') as {
      readonly Statement: readonly object[]
    }
    const deny = { Effect: 'Deny', Action: action, Resource: '*' }
    scenario.sandbox.aws.setUserPolicies(scenario.user, [{ ...rest, Statement: [...statements, deny] }])
    return undefined
  }
  const denial = (Action: string, Id?: string, Condition?: object) => ({
    Version: '2012-10-17',
    ...(Id === undefined ? {} : { Id }),
    Statement: [{ Effect: 'Deny', Action, Resource: '*', ...(Condition === undefined ? {} : { Condition }) }],
  })
  const token =
    (options: Partial<Parameters<Scenario['sandbox']['github']['addToken']>[0]>) =>
    (scenario: Scenario): Inputs => ({
      'github-token': scenario.sandbox.github.addToken({
        kind: 'app',
        name: 'other-app',
        permissions: { metadata: 'read' },
        ...options,
      }),
    })
  const workflow = (change: (scenario: Scenario) => void) => (scenario: Scenario) => {
    change(scenario)
    return undefined
  }

  const obstacles: readonly Obstacle[] = [
    [
      'the policy names the user without its path',
      ({ sandbox: { aws } }) => {
        const actions = ['iam:GetUser', 'iam:ListAccessKeys', 'iam:TagUser', 'iam:CreateAccessKey']
        const allow = { Effect: 'Allow', Action: actions, Resource: 'arn:aws:iam::111122223333:user/ci-bot' }
        aws.setUserPolicies('ci-bot', [{ Version: '2012-10-17', Statement: [allow] }])
        return undefined
      },
      /denied iam:GetUser.*Allow iam:GetUser on arn:aws:iam::111122223333:user\/ci\/ci-bot in the policy/,
    ],
    [
      'a permissions boundary allows less',
      ({ sandbox: { aws } }) => {
        const allow = { Effect: 'Allow', Action: ['iam:Get*', 'iam:List*', 'iam:TagUser'], Resource: '*' }
        aws.attachPermissionsBoundary('ci-bot', { Version: '2012-10-17', Statement: [allow] })
        return undefined
      },
      /no permissions boundary allows the iam:CreateAccessKey action.*boundary of this principal does not allow iam:CreateAccessKey: add it there/,
    ],
    [
      'the organization denies it',
      ({ sandbox: { aws } }) => {
        aws.attachServiceControlPolicy(denial('iam:CreateAccessKey'))
        return undefined
      },
      /A service control policy of the organization blocks iam:CreateAccessKey/,
    ],
    [
      'a policy asks for MFA',
      ({ sandbox: { aws } }) => {
        const condition = { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }
        const forceMfa = denial('*', 'arn:aws:iam::111122223333:policy/Force_MFA', condition)
        aws.setUserPolicies('ci-bot', [policy('iam-policy-self-rotation.json'), forceMfa])
        return undefined
      },
      /denied iam:GetUser.*policy\/Force_MFA.*asks for MFA.*exempt this user from it, or rotate with a role/,
    ],
    [
      'AWS has put the user in quarantine',
      ({ sandbox: { aws } }) => {
        const quarantine = denial('iam:CreateAccessKey', 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3')
        aws.setUserPolicies('ci-bot', [policy('iam-policy-self-rotation.json'), quarantine])
        return undefined
      },
      /AWS has quarantined the user.*rotate with the role of an administrator/,
    ],
    ['iam:TagUser is denied', denied('iam:TagUser'), /denied iam:TagUser on ci-bot/],
    ['iam:GetUser is denied', denied('iam:GetUser'), /denied iam:GetUser.*explicit/],
    ['iam:ListAccessKeys is denied', denied('iam:ListAccessKeys'), /denied iam:ListAccessKeys/],
    ['iam:CreateAccessKey is denied', denied('iam:CreateAccessKey'), /refused to create a key.*iam:CreateAccessKey/],
    ['the user does not exist', () => ({ 'iam-user': 'nobody' }), /denied iam:GetUser|no IAM user nobody/],
    [
      'GITHUB_TOKEN is given for secrets',
      (scenario) => ({ 'github-token': scenario.jobToken }),
      /octo\/app.*is GITHUB_TOKEN, which can never have Repository permissions → Secrets: Read and write/,
    ],
    [
      'the App lacks the permission',
      token({}),
      /github-token lacks Repository permissions → Secrets: Read and write \(.*; GitHub names secrets=read\)/,
    ],
    [
      'the fine-grained token lacks the permission',
      token({ kind: 'fine-grained' }),
      /fine-grained token in github-token lacks Repository permissions → Secrets: Read and write/,
    ],
    [
      'the token sees other repositories only',
      token({ repositories: ['octo/other'] }),
      /octo\/app was not found.*no access/,
    ],
    [
      'the token is not valid',
      () => ({ 'github-token': 'ghp_wrong' }),
      /github-token is not valid \(Bad credentials\)/,
    ],
    [
      'a destination is archived',
      workflow(({ sandbox }) => {
        sandbox.github.repository('octo/app').archived = true
      }),
      /octo\/app is archived/,
    ],
    [
      'a destination does not exist',
      () => ({ destinations: '- repository: octo/missing' }),
      /octo\/missing was not found/,
    ],
    [
      'the workflow does not exist',
      () => ({ 'verification-workflow': 'other.yml' }),
      /other\.yml.*octo\/app was not found|was not found.*other\.yml/,
    ],
    [
      'the workflow is disabled',
      workflow(({ sandbox }) => {
        const found = sandbox.github.repository('octo/app').workflow('verify.yml')
        if (found !== undefined) found.state = 'disabled_manually'
      }),
      /verify\.yml in octo\/app is not active \(disabled_manually\)/,
    ],
    [
      'the workflow cannot be dispatched',
      workflow(({ sandbox }) => {
        sandbox.github.repository('octo/app').files.set('.github/workflows/verify.yml', 'on: push\njobs: {}\n')
      }),
      /add "workflow_dispatch"/,
    ],
    [
      'the job may not see its workflows',
      (scenario) => ({
        'dispatch-token': scenario.sandbox.github.addToken({
          kind: 'GITHUB_TOKEN',
          name: 'weak',
          permissions: { metadata: 'read' },
        }),
      }),
      /dispatch-token is GITHUB_TOKEN, which lacks Repository permissions → Actions: Read-only \(.*permissions:/,
    ],
    [
      'the job may not dispatch',
      (scenario) => ({
        'dispatch-token': scenario.sandbox.github.addToken({
          kind: 'GITHUB_TOKEN',
          name: 'reader',
          permissions: { metadata: 'read', actions: 'read', contents: 'read' },
        }),
      }),
      /dispatch-token is GITHUB_TOKEN, which lacks Repository permissions → Actions: Read and write/,
    ],
    [
      'a destination holds another key',
      (scenario) => {
        const created = scenario.sandbox.clock.now() + duration('1h')
        scenario.sandbox.aws.deleteAccessKey(scenario.oldKey.accessKeyId)
        const younger = scenario.sandbox.aws.createAccessKey(scenario.user, { created })
        scenario.sandbox.clock.advance(duration('61d'))
        return { environment: environmentOf(younger) }
      },
      /\w+, the key to be replaced, cannot be in AWS_ACCESS_KEY_ID in octo\/app/,
    ],
    [
      'root signs',
      ({ sandbox }) => ({ environment: environmentOf(sandbox.aws.rootCredentials()) }),
      /root user of account 111122223333/,
    ],
    [
      'a session of the user signs',
      (scenario) => ({
        environment: environmentOf(scenario.sandbox.aws.sessionCredentials(scenario.user)),
        inputs: scenario.user,
      }),
      /temporary credentials/,
    ],
    [
      'the key of the job is unknown',
      () => ({ environment: { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE' } }),
      /does not accept the access key of this job/,
    ],
    [
      'the secret of the job is another one',
      () => ({ environment: { AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' } }),
      /its secret does not match/,
    ],
  ]

  test.each(obstacles)('%s', async (_, put, words) => {
    await inScenario({}, async (scenario) => {
      const given = put(scenario) ?? {}
      const keys = keysOf(scenario)
      const isOptions = 'environment' in given
      const result = await scenario.rotate(isOptions ? {} : (given as Inputs), isOptions ? (given as RunOptions) : {})
      expect(errorOf(result)).toMatch(words)
      expect(result.exitCode).toBe(1)
      expect(keysOf(scenario)).toEqual(keys)
      expect(changes(scenario).filter((change) => change.startsWith('PUT'))).toEqual([])
    })
  })

  test('of an environment that does not exist, nothing else is told; of one beside it, it is', async () => {
    await inScenario({}, async (scenario) => {
      scenario.sandbox.github.repository('octo/app').addEnvironment('staging')
      const result = await scenario.rotate({
        destinations: '- repository: octo/app\n  environment: Missing\n- repository: octo/app\n  environment: staging',
      })
      expect(errorOf(result)).toMatch(/environment Missing of octo\/app/)
      const warnings = warningsOf(result)
      expect(warnings.join()).toMatch(/names the environment staging/)
      expect(warnings.join()).not.toMatch(/names the environment Missing/)
    })
  })

  test('all obstacles are told at once', async () => {
    await inScenario({ repositories: ['octo/app', 'octo/website'] }, async (scenario) => {
      scenario.sandbox.github.repository('octo/website').archived = true
      const result = await scenario.rotate({
        'verification-workflow': 'other.yml',
        destinations: '- repository: octo/website\n- repository: octo/missing',
      })
      for (const words of ['octo/missing was not found', 'other.yml']) expect(errorOf(result)).toContain(words)
      expect(warningsOf(result).join()).toContain('Left out while archived: octo/website')
    })
  })
})

describe('one cause is told once, with all of its places', () => {
  const repositories = ['octo/app', 'octo/website', 'octo/api']
  const places = 'octo/app, octo/website and octo/api'
  type Token = Parameters<Scenario['sandbox']['github']['addToken']>[0]
  const tokens: readonly (readonly [string, Partial<Token> | 'job' | 'wrong', RegExp])[] = [
    ['a token without the permission', {}, new RegExp(`read the public key for secrets in ${places}: the token`)],
    ['a fine-grained token', { kind: 'fine-grained' }, new RegExp(`in ${places}: the fine-grained token`)],
    ['a token that sees none of them', { repositories: ['octo/other'] }, new RegExp(`${places} were not found while`)],
    ['GITHUB_TOKEN, which sees one of them', 'job', new RegExp(`in ${places}: .* is GITHUB_TOKEN, which can never`)],
    ['a token that is not valid', 'wrong', new RegExp(`in ${places}: .* is not valid`)],
  ]
  test.each(tokens)('%s', async (_, options, words) => {
    await inScenario({ caller: 'role', repositories }, async (scenario) => {
      const { github } = scenario.sandbox
      const app = { kind: 'app', name: 'other', permissions: { metadata: 'read' } } as const
      const token =
        options === 'job'
          ? scenario.jobToken
          : options === 'wrong'
            ? 'ghp_wrong'
            : github.addToken({ ...app, ...options } as Token)
      const result = await scenario.rotate({ 'github-token': token, 'recovery-secret-name': 'octo/api:KEY' })
      expect(errorOf(result)).toMatch(words)
      expect(errorOf(result).match(/^- /gm)).toHaveLength(1)
      // Nor does a warning repeat it.
      expect(warningsOf(result).join()).not.toContain('octo/website')
    })
  })
})

describe('a workflow that is not there', () => {
  const listing: readonly (readonly [string, string, RegExp])[] = [
    [
      'is misspelt',
      'verfiy.yml',
      /verfiy\.yml in octo\/app was not found on main, the default branch\. Workflow files on main: release\.yml, verify\.yml\. Did you mean verify\.yml\?/,
    ],
    [
      'resembles none',
      'proof.yml',
      /proof\.yml in octo\/app was not found on main.*release\.yml, verify\.yml\. Correct/,
    ],
    [
      'is on the default branch alone',
      'verify.yml@next',
      /verify\.yml in octo\/app is not on next, or.*The default branch main has it\. Workflow files on next: proof\.yml\./,
    ],
    [
      'is on another branch alone',
      'proof.yml@next',
      /proof\.yml in octo\/app is on next, but not on the default branch main/,
    ],
    [
      'is on a branch that does not exist',
      'verify.yml@gone',
      /is not on gone, or there is no such branch or tag\. The default branch main has it\. Workflow files on main: release\.yml, verify\.yml\. Correct/,
    ],
    ['is on a branch without workflows', 'verify.yml@empty', /is not on empty, or.*Workflow files on main/],
  ]
  test.each(listing)('because it %s', async (_, workflow, words) => {
    await inScenario({}, async (scenario) => {
      const repository = scenario.sandbox.github.repository('octo/app')
      repository.files.set('.github/workflows/release.yml', 'on: push\njobs: {}\n')
      repository.files.set('.github/workflows/scripts/verfiy.yml', 'on: push\njobs: {}\n')
      repository.files.set('.github/workflows/README.md', '')
      repository.addBranch('next', { '.github/workflows/proof.yml': 'on: workflow_dispatch\njobs: {}\n' })
      repository.addBranch('empty', { 'README.md': '' })
      const result = await scenario.rotate({ 'verification-workflow': workflow })
      expect(errorOf(result)).toMatch(words)
      expect(errorOf(result)).not.toMatch(/\bApp\b/)
      expect(changes(scenario)).toEqual([])
    })
  })

  test('is told without what exists where the token may not list it', async () => {
    await inScenario({}, async (scenario) => {
      const token = scenario.sandbox.github.addToken({
        kind: 'GITHUB_TOKEN',
        name: 'without contents',
        permissions: { metadata: 'read', actions: 'write' },
      })
      const result = await scenario.rotate({ 'verification-workflow': 'verfiy.yml', 'dispatch-token': token })
      expect(errorOf(result)).toMatch(/verfiy\.yml in octo\/app was not found.*is GITHUB_TOKEN, which reaches/)
      expect(errorOf(result)).not.toMatch(/\bApp\b/)
    })
  })
})

describe('what this action cannot explain', () => {
  test.each([
    ['two active keys', ['Active', 'Active']],
    ['an active and an inactive key', ['Active', 'Inactive']],
    ['two inactive keys', ['Inactive', 'Inactive']],
    ['three keys', ['Active', 'Active', 'Inactive']],
    ['one inactive key', ['Inactive']],
  ] as const)('%s: a person decides, and knows both', async (_, statuses) => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const { aws, clock } = scenario.sandbox
      aws.deleteAccessKey(scenario.oldKey.accessKeyId)
      const made = statuses.map((status, index) =>
        aws.createAccessKey(scenario.user, {
          created: clock.now() - (100 - index) * duration('1d'),
          status,
          lastUsed: { at: clock.now() - duration('3d'), service: 's3', region: 'eu-central-1' },
        }),
      )
      const result = await scenario.rotate()
      expect(result.exitCode).toBe(1)
      expect(result.outputs['phase']).toBe('blocked')
      for (const { accessKeyId } of made) expect(errorOf(result)).toContain(accessKeyId.slice(-8))
      expect(errorOf(result)).toMatch(/created \d+ days ago/)
      if (made.length > 1) expect(errorOf(result)).toContain('last used 3 days ago by s3 in eu-central-1')
      expect(changes(scenario)).toEqual([])
    })
  })
})
