/**
 * Every format that the rotation writes, where it is used: read by AWS's own SDK, and proven by the committed verify
 * action, at STS and by a sign-in at SES.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { STSClient } from '@aws-sdk/client-sts'
import { describe, expect, test } from '@jest/globals'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { parse } from 'yaml'
import { type SesSmtp, startSesSmtp } from '../../sandbox/aws/ses-smtp.ts'
import { duration } from '../../sandbox/clock.ts'
import type { Job, JobContext } from '../../sandbox/github/workflow-run.ts'
import { type ActionResult, runAction } from '../../sandbox/runner.ts'
import { environmentOf, type Scenario, type ScenarioOptions } from '../../sandbox/scenario.ts'
import { spelled } from '../../src/key/formats.ts'
import { type Failure, failures, fingerprint } from '../../src/key/verification-contract.ts'
import type { KeyFormat } from '../../src/rotation/ports.ts'
import { signInOnce } from '../../src/verify/ses.ts'
import { errorOf, inOneRun, inScenario, keysOf } from './support.ts'

const root = join(import.meta.dirname, '..', '..')
const host = 'email-smtp.eu-west-1.amazonaws.com'

type Inputs = Readonly<Record<string, string>>

/** A scenario whose AWS has SES, too. */
async function withSes(
  test: (scenario: Scenario, ses: SesSmtp) => Promise<void>,
  options: ScenarioOptions = {},
): Promise<void> {
  await inScenario(options, async (scenario) => {
    const ses = await startSesSmtp(scenario.sandbox.aws)
    try {
      await test(scenario, ses)
    } finally {
      await ses.stop()
    }
  })
}

/** Where names lead when each of these environments may say so. */
function hostsOf(...environments: readonly Inputs[]): Inputs {
  const hosts = environments.map(({ SANDBOX_HOSTS = '{}' }): Inputs => JSON.parse(SANDBOX_HOSTS))
  return { SANDBOX_HOSTS: JSON.stringify(Object.assign({}, ...hosts)) }
}

/** The verify action as a step of a job that finds STS and SES under their own names. */
async function verify(
  scenario: Scenario,
  ses: SesSmtp,
  inputs: Inputs,
  environment: Inputs = {},
): Promise<ActionResult> {
  const { sandbox } = scenario
  const sts = await sandbox.underRealNames(['sts.us-east-1.amazonaws.com', 'sts.eu-west-1.amazonaws.com'])
  return runAction({
    action: 'verify/action.yml',
    inputs,
    environment: {
      ...sandbox.environment,
      ...sts,
      ...ses.environment,
      ...hostsOf(sts, ses.environment),
      ...environment,
    },
    github: { repository: scenario.home, token: scenario.jobToken, apiUrl: '' },
  })
}

function written({ oldKey }: Scenario, format: KeyFormat): string {
  return spelled(format, oldKey.accessKeyId, oldKey.secretAccessKey)
}

/** All that SES needs, and nothing else. */
function smtpAlone(scenario: Scenario): Inputs {
  return {
    'expected-key': fingerprint(scenario.oldKey.accessKeyId),
    'smtp-user': scenario.oldKey.accessKeyId,
    'smtp-password': written(scenario, 'ses-smtp-password:eu-west-1'),
    'aws-region': 'eu-west-1',
  }
}

const withoutMasks = ({ stdout, stderr, files }: ActionResult) =>
  [stdout.replaceAll(/^::add-mask::.*$/gm, ''), stderr, files].join('\n')

describe('AWS’s own SDK reads', () => {
  const id = 'AKIAIOSFODNN7EXAMPLE'
  const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'

  /** What the SDK signs with when its files hold this. */
  async function signsWith(files: (folder: string) => Readonly<Record<'config' | 'credentials', string>>) {
    const folder = mkdtempSync(join(tmpdir(), 'aws-files-'))
    const before = { ...process.env }
    try {
      for (const [name, text] of Object.entries(files(folder))) writeFileSync(join(folder, name), text)
      process.env['AWS_CONFIG_FILE'] = join(folder, 'config')
      process.env['AWS_SHARED_CREDENTIALS_FILE'] = join(folder, 'credentials')
      process.env['AWS_EC2_METADATA_DISABLED'] = 'true'
      for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']) delete process.env[name]
      return await new STSClient({ region: 'eu-west-1' }).config.credentials()
    } finally {
      process.env = before
      rmSync(folder, { recursive: true, force: true })
    }
  }

  test('json, as the answer of a credential_process', async () => {
    const credentials = await signsWith((folder) => {
      writeFileSync(join(folder, 'secret.json'), spelled('json', id, secret))
      return { config: `[default]\ncredential_process = cat ${join(folder, 'secret.json')}\n`, credentials: '' }
    })
    expect(credentials).toMatchObject({ accessKeyId: id, secretAccessKey: secret })
  })

  test('credentials-file, as its shared credentials file', async () => {
    const credentials = await signsWith(() => ({ config: '', credentials: spelled('credentials-file', id, secret) }))
    expect(credentials).toMatchObject({ accessKeyId: id, secretAccessKey: secret })
  })
})

describe('the SES of the sandbox', () => {
  /** What a client is told when it signs in. */
  async function answers(scenario: Scenario, ses: SesSmtp, method: string, port: number): Promise<string> {
    const { 'smtp-user': user = '', 'smtp-password': pass = '' } = smtpAlone(scenario)
    const at = JSON.parse(ses.environment['SANDBOX_HOSTS'] ?? '{}')[`${host}:${port}`].split(':')[1]
    const ca = readFileSync(ses.environment['NODE_EXTRA_CA_CERTS'] ?? '')
    const connection = new SMTPConnection({
      host: '127.0.0.1',
      port: at,
      secure: port === 465,
      ignoreTLS: port === 25,
      tls: { ca, servername: host },
    })
    return new Promise((resolve, reject) => {
      connection.on('error', reject)
      connection.connect(() =>
        connection.login({ user, pass, method }, (refusal) => {
          resolve(refusal?.response ?? 'accepted')
          connection.close()
        }),
      )
    })
  }

  test.each([
    ['PLAIN', 465, 'accepted'],
    ['LOGIN', 465, 'accepted'],
    ['PLAIN', 587, 'accepted'],
    ['LOGIN', 2587, 'accepted'],
    ['PLAIN', 25, '530 Must issue a STARTTLS command first'],
  ])('answers AUTH %s on %i as AWS does', async (method, port, answer) => {
    await withSes(async (scenario, ses) => expect(await answers(scenario, ses, method, port)).toBe(answer))
  })

  test('knows the keys that are active, and for their Region', async () => {
    await withSes(async (scenario, ses) => {
      const { aws } = scenario.sandbox
      expect(await answers(scenario, ses, 'PLAIN', 465)).toBe('accepted')
      expect(aws.keys(scenario.user).at(-1)?.lastUsed).toMatchObject({ service: 'ses', region: 'eu-west-1' })
      aws.setStatus(scenario.oldKey.accessKeyId, 'Inactive')
      expect(await answers(scenario, ses, 'PLAIN', 465)).toBe('535 Authentication Credentials Invalid')
    })
  })
})

describe('the verify action passes', () => {
  test.each(['json', 'credentials-file'] as const)(
    'with a key in the format %s, whatever the environment holds',
    async (format) => {
      await withSes(async (scenario, ses) => {
        const expected = fingerprint(scenario.oldKey.accessKeyId)
        const inputs = { key: written(scenario, format), 'expected-key': expected, 'expected-user': 'ci-bot' }
        const leftovers = { ...scenario.sandbox.aws.assumeRole('key-rotation', 'earlier-step') }
        const result = await verify(scenario, ses, inputs, {
          AWS_ACCESS_KEY_ID: leftovers.accessKeyId,
          AWS_SECRET_ACCESS_KEY: '',
          AWS_SESSION_TOKEN: leftovers.sessionToken,
        })
        expect(errorOf(result)).toBe('')
        expect(result.outputs).toEqual({ fingerprint: expected, arn: 'arn:aws:iam::111122223333:user/ci/ci-bot' })
        expect(result.stdout).toContain(`This job holds the expected access key (fingerprint ${expected})`)
        expect(result.stdout).toMatch(/^::add-mask::/)
        expect(result.stdout).toContain(`::add-mask::${scenario.oldKey.secretAccessKey}\n`)
        expect(withoutMasks(result)).not.toContain(scenario.oldKey.secretAccessKey)
        expect(ses.sessions).toEqual([])
      })
    },
  )

  test.each([
    ['the port that begins with TLS', '', ['EHLO', 'AUTH PLAIN', 'QUIT']],
    ['the other port of that kind', `${host}:2465`, ['EHLO', 'AUTH PLAIN', 'QUIT']],
    ['STARTTLS', `${host}:587`, ['EHLO', 'STARTTLS', 'EHLO', 'AUTH PLAIN', 'QUIT']],
    ['a VPC endpoint', 'vpce-0a1b2c3d-4e5f.email-smtp.eu-west-1.vpce.amazonaws.com', ['EHLO', 'AUTH PLAIN', 'QUIT']],
  ])('with an SMTP password alone, by %s, and sends nothing', async (_, smtpHost, commands) => {
    await withSes(async (scenario, ses) => {
      const inputs: Inputs = { ...smtpAlone(scenario), 'smtp-host': smtpHost }
      const result = await verify(scenario, ses, inputs)
      expect(errorOf(result)).toBe('')
      const expected = inputs['expected-key'] ?? ''
      expect(result.outputs).toEqual({ fingerprint: expected })
      const proof = `This job holds the SMTP password of the expected access key (fingerprint ${expected}), and ${(smtpHost || host).split(':')[0]} accepts it.`
      expect(result.stdout).toContain(proof)
      expect(result.summary).toContain('## ✅ This job holds the SMTP password of the expected key\n')
      expect(result.summary).toContain(`${(smtpHost || host).split(':')[0]} accepts it.`)
      expect(ses.sessions).toEqual([commands])
      expect(scenario.sandbox.wire.records).toEqual([])
      expect(result.stdout).toMatch(/^::add-mask::/)
      expect(withoutMasks(result)).not.toContain(inputs['smtp-password'])
    })
  })

  test('with the pair of the environment and its SMTP password, asking both', async () => {
    await withSes(async (scenario, ses) => {
      const { 'smtp-password': password = '', 'aws-region': region = '' } = smtpAlone(scenario)
      const { accessKeyId, secretAccessKey } = scenario.oldKey
      const result = await verify(
        scenario,
        ses,
        { 'smtp-password': password, 'aws-region': region, 'expected-account': '111122223333' },
        { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
      )
      expect(errorOf(result)).toBe('')
      expect(result.stdout).toContain(`as user ci-bot, and ${host} its SMTP password. No expected-key was given`)
      expect(scenario.sandbox.wire.records.map(({ operation }) => operation)).toEqual(['GetCallerIdentity'])
      expect(ses.sessions).toHaveLength(1)
    })
  })

  test('with an SMTP password alone, beside the credentials of a role that an earlier step has left', async () => {
    await withSes(async (scenario, ses) => {
      const role = environmentOf(scenario.sandbox.aws.assumeRole('key-rotation', 'earlier-step'))
      const result = await verify(scenario, ses, smtpAlone(scenario), role)
      expect(errorOf(result)).toBe('')
      expect(result.stdout).not.toContain('::warning')
      expect(scenario.sandbox.wire.records).toEqual([])
      expect(ses.sessions).toHaveLength(1)
    })
  })

  test('with a new key that SES knows only after a while', async () => {
    await withSes(async (scenario, ses) => {
      const { accessKeyId, secretAccessKey } = scenario.sandbox.aws.issueAccessKey(scenario.user)
      const result = await verify(scenario, ses, {
        ...smtpAlone(scenario),
        'expected-key': fingerprint(accessKeyId),
        'smtp-user': accessKeyId,
        'smtp-password': spelled('ses-smtp-password:eu-west-1', accessKeyId, secretAccessKey),
      })
      expect(errorOf(result)).toBe('')
      expect(ses.sessions.length).toBeGreaterThan(1)
    })
  })

  test.each([
    ['421 Too many concurrent SMTP connections', ''],
    ['451 Temporary service failure', 'AUTH'],
    ['454 Temporary authentication failure', 'AUTH'],
  ])('when SES says once “%s”', async (text, to) => {
    await withSes(async (scenario, ses) => {
      let times = 0
      ses.answer = (command) => {
        if (command !== to) return undefined
        times += 1
        return times === 1 ? text : undefined
      }
      const result = await verify(scenario, ses, smtpAlone(scenario))
      expect(errorOf(result)).toBe('')
      expect(ses.sessions).toHaveLength(2)
    })
  })
})

describe('the verify action fails', () => {
  interface Case {
    readonly name: string
    readonly failure: Failure
    readonly inputs?: (scenario: Scenario) => Inputs
    readonly environment?: (ses: SesSmtp) => Inputs
    readonly world?: (scenario: Scenario, ses: SesSmtp) => void
    readonly says: readonly string[]
    /** How often SES was asked. */
    readonly sessions: number
  }
  /** One name and port of the world leads where another one does. */
  const leading =
    (name: string, other: string) =>
    (ses: SesSmtp): Inputs => {
      const hosts = JSON.parse(ses.environment['SANDBOX_HOSTS'] ?? '{}') as Inputs
      return { SANDBOX_HOSTS: JSON.stringify({ [name]: hosts[other] }) }
    }
  const wrong = ['535 Authentication Credentials Invalid', 'another region than eu-west-1', 'inactive or deleted']
  const cases: readonly Case[] = [
    {
      name: 'with the password of another region',
      failure: 'smtpRejected',
      inputs: (scenario) => ({ 'smtp-password': written(scenario, 'ses-smtp-password:us-east-1') }),
      says: ['for 60 seconds email-smtp.eu-west-1.amazonaws.com has said', ...wrong],
      sessions: 13,
    },
    {
      name: 'with a key that is switched off',
      failure: 'smtpRejected',
      world: ({ sandbox, oldKey }) => sandbox.aws.setStatus(oldKey.accessKeyId, 'Inactive'),
      says: wrong,
      sessions: 13,
    },
    {
      name: 'with a key that is deleted',
      failure: 'smtpRejected',
      world: ({ sandbox, oldKey }) => sandbox.aws.deleteAccessKey(oldKey.accessKeyId),
      says: wrong,
      sessions: 13,
    },
    {
      name: 'when smtp-user is another key',
      failure: 'otherKey',
      inputs: () => ({ 'smtp-user': 'AKIAOTHEROTHEROTHER1' }),
      says: [`its fingerprint is ${fingerprint('AKIAOTHEROTHEROTHER1')}`],
      sessions: 0,
    },
    {
      name: 'when the key and smtp-user are two',
      failure: 'otherKey',
      inputs: (scenario) => ({ key: written(scenario, 'json'), 'smtp-user': 'AKIAOTHEROTHEROTHER1' }),
      says: ['smtp-user is the ID of another one', fingerprint('AKIAOTHEROTHEROTHER1'), 'the same rotation'],
      sessions: 0,
    },
    {
      name: 'when the host is not one of SES, before anybody is asked',
      failure: 'smtpElsewhere',
      inputs: (scenario) => ({ key: written(scenario, 'json'), 'smtp-host': 'localhost:465' }),
      says: ['smtp-host is localhost:465', 'email-smtp.eu-west-1.amazonaws.com'],
      sessions: 0,
    },
    {
      name: 'when the host cannot be found',
      failure: 'smtpUnasked',
      inputs: () => ({ 'smtp-host': 'email-smtp.ap-south-1.amazonaws.com' }),
      says: ['email-smtp.ap-south-1.amazonaws.com:465: getaddrinfo ENOTFOUND', 'smtp-host', '2465'],
      sessions: 0,
    },
    {
      name: 'when nobody listens there',
      failure: 'smtpUnasked',
      environment: () => ({ SANDBOX_HOSTS: JSON.stringify({ [`${host}:465`]: '127.0.0.1:1' }) }),
      says: [`${host}:465: connect ECONNREFUSED`],
      sessions: 0,
    },
    ...['', `${host}:587`].map(
      (smtpHost): Case => ({
        name: `when its certificate is of an unknown authority (${smtpHost || host})`,
        failure: 'smtpUnasked',
        inputs: () => ({ 'smtp-host': smtpHost }),
        environment: () => ({ NODE_EXTRA_CA_CERTS: '' }),
        says: ['self-signed certificate', 'NODE_EXTRA_CA_CERTS'],
        sessions: smtpHost === '' ? 0 : 1,
      }),
    ),
    {
      name: 'when its certificate is that of another host',
      failure: 'smtpUnasked',
      inputs: () => ({ 'smtp-host': 'email-smtp.eu-west-2.amazonaws.com' }),
      environment: leading('email-smtp.eu-west-2.amazonaws.com:465', `${host}:465`),
      says: ['the certificate of another host'],
      sessions: 0,
    },
    {
      name: 'when certificates are not checked, before anybody is asked',
      failure: 'elsewhere',
      environment: () => ({ NODE_EXTRA_CA_CERTS: '', NODE_TLS_REJECT_UNAUTHORIZED: '0' }),
      says: ['NODE_TLS_REJECT_UNAUTHORIZED is 0'],
      sessions: 0,
    },
    {
      name: 'when the port does not begin with TLS',
      failure: 'smtpUnasked',
      environment: leading(`${host}:465`, `${host}:587`),
      says: [`${host}:465: `, 'by TLS', `${host}:587, which begins with STARTTLS`],
      sessions: 13,
    },
    {
      name: 'when the server offers no TLS',
      failure: 'smtpUnasked',
      inputs: () => ({ 'smtp-host': `${host}:587` }),
      world: (_, ses) => {
        ses.answer = (command) => (command === 'STARTTLS' ? '502 Command not implemented' : undefined)
      },
      says: ['502 Command not implemented'],
      sessions: 1,
    },
    {
      name: 'when SES is overloaded for long',
      failure: 'smtpUnasked',
      world: (_, ses) => {
        ses.answer = (command) => (command === 'AUTH' ? '454 Temporary authentication failure' : undefined)
      },
      says: ['answered “454 Temporary authentication failure”', 'Run the workflow again'],
      sessions: 13,
    },
    {
      name: 'when it is no mail server that answers',
      failure: 'smtpUnasked',
      world: (_, ses) => {
        ses.answer = (command) => (command === '' ? 'SSH-2.0-OpenSSH_9.6 ::stop-commands::x' : undefined)
      },
      says: ['Invalid greeting'],
      sessions: 13,
    },
    {
      name: 'when what is said spans lines and gives commands to the runner',
      failure: 'smtpUnasked',
      world: (_, ses) => {
        ses.answer = (command) => (command === 'AUTH' ? '554-no\r\n554-::stop-commands::x\r\n554 no' : undefined)
      },
      says: ['answered “554-no 554-::stop-commands::x 554 no”'],
      sessions: 1,
    },
  ]

  test.each(cases)('$name', async ({ failure, inputs, environment, world, says, sessions }) => {
    await withSes(async (scenario, ses) => {
      const { clock, wire } = scenario.sandbox
      world?.(scenario, ses)
      const before = clock.now()
      const given = { ...smtpAlone(scenario), ...inputs?.(scenario) }
      const result = await verify(scenario, ses, given, environment?.(ses))
      expect(result.exitCode).toBe(1)
      expect(/^::error title=([^:]*)::/m.exec(result.stdout)?.[1]?.replaceAll('%2C', ',')).toBe(failures[failure])
      for (const words of says) expect(errorOf(result)).toContain(words)
      expect(ses.sessions).toHaveLength(sessions)
      expect(ses.sessions.flat()).not.toContain('MAIL')
      expect(wire.records).toEqual([])
      expect(clock.now() - before).toBeLessThan(duration('2m'))
      expect(result.stdout.split('\n').filter((line) => line.startsWith('::')).length).toBeLessThanOrEqual(3)
      const shown = withoutMasks(result)
      for (const hidden of [given['smtp-password'] ?? '', scenario.oldKey.secretAccessKey]) {
        expect(shown).not.toContain(hidden)
      }
    })
  })
})

test.each(['', '220 hello'])('a server that says “%s” and nothing more is given up', async (greeting) => {
  const server = createServer((socket) => {
    socket.resume().on('error', () => socket.destroy())
    if (greeting !== '') socket.write(`${greeting}\r\n`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const credentials = { user: 'AKIAIOSFODNN7EXAMPLE', password: 'x'.repeat(44) }
  await expect(signInOnce({ host: '127.0.0.1', port, region: 'eu-west-1' }, credentials, 50)).rejects.toMatchObject({
    failure: 'smtpUnasked',
    mayPass: true,
    message: expect.stringContaining('no answer within'),
  })
  await new Promise((resolve) => server.close(resolve))
})

describe('a whole rotation', () => {
  interface Step {
    readonly uses?: string
    readonly with?: Readonly<Record<string, string>>
    readonly env?: Readonly<Record<string, string>>
  }

  /** The jobs of a workflow file, as one: their verify actions, one after the other, with the secrets of the queued run. */
  function jobOf(yaml: string, scenario: Scenario, ses: SesSmtp): Job {
    const { jobs } = parse(yaml) as { readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>> }
    const steps = Object.values(jobs).flatMap(({ steps: each }) => each)
    return async (context) => {
      for (const step of steps) {
        const result = await verify(scenario, ses, evaluated(step.with, context), evaluated(step.env, context))
        if (result.exitCode !== 0) return 'failure'
      }
      return 'success'
    }
  }

  function evaluated(values: Readonly<Record<string, string>> = {}, { inputs, secrets }: JobContext): Inputs {
    const value = (text: string) =>
      String(text).replaceAll(/\$\{\{ (secrets|inputs)\.([\w-]+) \}\}/g, (_, of: string, name: string) =>
        String((of === 'secrets' ? secrets : inputs)[name] ?? ''),
      )
    return Object.fromEntries(Object.entries(values).map(([name, text]) => [name, value(text)]))
  }

  const formats = {
    AWS_KEY: 'json',
    AWS_CREDENTIALS_FILE: 'credentials-file',
    SMTP_USER: 'access-key-id',
    SMTP_PASSWORD: 'ses-smtp-password:eu-west-1',
  } as const satisfies Readonly<Record<string, KeyFormat>>

  /** The secrets of the old key, and the workflows that prove each. */
  function prepare(scenario: Scenario, ses: SesSmtp): void {
    const { github } = scenario.sandbox
    for (const [name, format] of Object.entries(formats)) {
      github.setSecret(scenario.home, name, written(scenario, format))
    }
    for (const file of ['verify-smtp.yml', 'verify-one-secret.yml']) {
      const yaml = readFileSync(join(root, 'examples', file), 'utf8')
      github.addWorkflow(scenario.home, {
        path: `.github/workflows/${file}`,
        yaml,
        job: jobOf(yaml, scenario, ses),
      })
    }
  }

  const inputs = {
    ...inOneRun,
    secrets: Object.entries(formats)
      .map(([name, format]) => `${name}: ${format}`)
      .join('\n'),
    'verification-workflow': '- verify-smtp.yml\n- verify-one-secret.yml',
  }

  test('writes every format, and proves each where it is used', async () => {
    await withSes(
      async (scenario, ses) => {
        prepare(scenario, ses)
        const result = await scenario.rotate(inputs)
        expect(errorOf(result)).toBe('')
        expect(result.outputs).toMatchObject({ phase: 'steady', rotated: 'true' })
        const id = result.outputs['access-key-id'] ?? ''
        expect(id).not.toBe(scenario.oldKey.accessKeyId)
        const { github, aws } = scenario.sandbox
        const secret = aws.keys(scenario.user).find((key) => key.accessKeyId === id)?.secretAccessKey ?? ''
        for (const [name, format] of Object.entries(formats)) {
          expect(github.secretValue(scenario.home, name)).toBe(spelled(format, id, secret))
        }
        expect(ses.sessions.at(-1)).toEqual(['EHLO', 'AUTH PLAIN', 'QUIT'])
      },
      { caller: 'role' },
    )
  })

  test('does not take the old key away from jobs that read another password', async () => {
    await withSes(
      async (scenario, ses) => {
        prepare(scenario, ses)
        const result = await scenario.rotate({
          ...inputs,
          secrets: inputs.secrets.replace('eu-west-1', 'us-east-1'),
        })
        expect(result.exitCode).toBe(1)
        expect(result.outputs['phase']).toBe('rotating')
        expect(errorOf(result)).toContain('verify-smtp.yml')
        expect(keysOf(scenario).map((key) => key.split(' ')[1])).toEqual(['Active', 'Active'])
        expect(keysOf(scenario)[0]).toContain(scenario.oldKey.accessKeyId)
      },
      { caller: 'role' },
    )
  })
})
