/**
 * No secret access key, token or its encoding leaves the action, whatever happens and however much it logs; and nothing
 * that the action prints is a command to the runner but its own masks and annotations, whatever things are called.
 */
import { describe, expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import type { Workflow } from '../../sandbox/github/workflow.ts'
import { type ActionResult, runAction } from '../../sandbox/runner.ts'
import { runnerLog } from '../../sandbox/runner-log.ts'
import { environmentOf, type RunOptions, type Scenario, type ScenarioOptions } from '../../sandbox/scenario.ts'
import type { Fault } from '../../sandbox/wire.ts'
import { failures } from '../../src/key/verification-contract.ts'
import { byHand, inOneRun, inScenario, killedRun } from './support.ts'

/** A value as it might be printed: raw, and in the encodings that logs and errors use. */
export function encodings(value: string): readonly string[] {
  const bytes = Buffer.from(value, 'utf8')
  // Base64 of a text that contains the value depends on where in a group of three bytes the value begins.
  const shifted = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -4),
  )
  return [
    value,
    ...shifted,
    bytes.toString('base64url'),
    bytes.toString('hex'),
    encodeURIComponent(value),
    encodeURIComponent(encodeURIComponent(value)),
    JSON.stringify(value).slice(1, -1),
    JSON.stringify(value).replaceAll('/', '\\/').slice(1, -1),
    [...value].reverse().join(''),
    value.slice(0, 20),
    value.slice(-20),
  ]
}

/** What a run showed, without the masks that it asked for. */
export function shownBy({ stdout, stderr, files, outputs, workspace }: ActionResult): string {
  const left = Object.values(workspace)
  return [stdout.replaceAll(/^::add-mask::.*$/gm, ''), stderr, files, JSON.stringify(outputs), ...left].join('\n')
}

/** Commands that this action gives. */
const own = ['add-mask', 'error', 'warning', 'notice']

/**
 * Played as the runner plays it, a run's output masks what the job holds before it says anything, has every command of
 * its own obeyed, no other, and shows no secret; nor does it as it stands, without the runner's help.
 */
function expectSafe(scenario: Scenario, result: ActionResult, held: readonly string[]): void {
  const { output } = result
  const { lines, commands } = runnerLog(output)
  const shown = [...lines, shownBy(result)].join('\n')
  for (const form of secretsOf(scenario).flatMap(encodings)) expect(shown.includes(form)).toBe(false)
  const given = [...output.matchAll(/^::([a-z-]+)[ :]/gm)].map(([, name]) => name)
  expect(commands.map(({ name }) => name)).toEqual(given)
  expect(given.filter((name) => !own.includes(name ?? ''))).toEqual([])
  const first = output.split('\n').findIndex((line) => !line.startsWith('::add-mask::'))
  const before = output.split('\n').slice(0, first).join('\n')
  expect(runnerLog(before).masks).toEqual(expect.arrayContaining([...held]))
}

/** A run with debug logging on, which is safe. */
async function safeRun(
  scenario: Scenario,
  inputs: Readonly<Record<string, string>> = {},
  options: RunOptions = {},
): Promise<ActionResult> {
  const credentials = options.credentials ?? scenario.credentials()
  const { AWS_SESSION_TOKEN: session } = environmentOf(credentials)
  const result = await scenario.rotate(inputs, { ...options, credentials, debug: true })
  expectSafe(scenario, result, [
    scenario.githubToken,
    scenario.jobToken,
    credentials.secretAccessKey,
    ...(session === undefined ? [] : [session]),
  ])
  return result
}

/** Every secret of the scenario: all keys that ever were, all tokens. */
function secretsOf({ sandbox, user, githubToken, jobToken }: Scenario): readonly string[] {
  return [...sandbox.aws.keys(user).map((key) => key.secretAccessKey), githubToken, jobToken]
}

const operation =
  (name: string, fault: Fault, times = 1) =>
  (scenario: Scenario) =>
    scenario.sandbox.wire.inject({ matches: (request) => request.operation === name, times, fault })
const put = 'PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}'

const stories: readonly (readonly [string, (scenario: Scenario) => void])[] = [
  ['all goes well', () => undefined],
  ['AWS loses the answer with the secret', operation('CreateAccessKey', { kind: 'lose-reply' })],
  ['AWS cuts the answer with the secret in two', operation('CreateAccessKey', { kind: 'truncate' })],
  ['AWS throttles', operation('TagUser', { kind: 'refuse', status: 400, code: 'Throttling' }, 9)],
  ['AWS fails', operation('UpdateAccessKey', { kind: 'refuse', status: 500 }, 9)],
  [
    'GitHub refuses a write',
    operation(put, { kind: 'refuse', status: 403, message: 'Resource not accessible by integration' }, 9),
  ],
  [
    'GitHub refuses a sealed box',
    operation(
      put,
      { kind: 'refuse', status: 422, message: 'Bad request - validation failed due to an improperly encrypted secret' },
      9,
    ),
  ],
  ['GitHub answers in HTML', operation(put, { kind: 'refuse', status: 503 }, 9)],
  ['GitHub knows the token no more', operation(put, { kind: 'refuse', status: 401, message: 'Bad credentials' }, 9)],
  ['GitHub hangs up', operation(put, { kind: 'drop' }, 9)],
  ['the verification fails and says why', (scenario) => verification(scenario, rejected)],
  [
    'the verification fails and nobody may read why',
    (scenario) => {
      verification(scenario, rejected)
      operation(
        'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations',
        { kind: 'refuse', status: 403 },
        9,
      )(scenario)
    },
  ],
  [
    'the verification waits for people',
    (scenario) => verification(scenario, { protection: { environment: 'production', reviewers: ['mona'] } }),
  ],
  [
    'the answer to a dispatch is lost',
    operation('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches', { kind: 'lose-reply' }, 2),
  ],
  [
    'the verification cannot be followed',
    operation('GET /repos/{owner}/{repo}/actions/runs/{run_id}', { kind: 'refuse', status: 403 }, 9),
  ],
  [
    'runs that may hold the old key cannot be listed',
    operation('GET /repos/{owner}/{repo}/actions/runs', { kind: 'refuse', status: 403 }, 9),
  ],
]

const rejected = {
  job: async () => ({
    conclusion: 'failure' as const,
    annotations: [{ level: 'failure' as const, title: failures.rejected, message: 'It is off.' }],
  }),
}

function verification({ sandbox, home }: Scenario, change: Partial<Pick<Workflow, 'job' | 'protection'>>): void {
  const workflow = sandbox.github.repository(home).workflow('verify.yml')
  if (workflow !== undefined) Object.assign(workflow, change)
}

/** Each way to give the runner a command, also around a character that .NET looks past; and a mark that turns text. */
const hostile = [
  'x',
  '::stop-commands::taken-by-a-name',
  ' ##[stop-commands]taken-by-a-name',
  '#\u00ad#[stop-commands]taken-by-a-name',
  '\u200b::add-mask::octo',
  '::set-output name=phase::steady\r::error::boom\u202e',
].join('\n')
/** As above, on one line: where a name cannot span lines. */
const hostileName = '##[stop-commands]taken-by-a-name \u202e#\u00ad#[add-mask]octo'

interface HostileStory {
  readonly name: string
  readonly options?: ScenarioOptions
  /** Every run of it is safe; the log of the last one says `says`. */
  readonly play: (scenario: Scenario) => Promise<ActionResult>
  readonly says: string | RegExp
}

/** The verification fails, and its job, step and annotation are called like this. */
function failsAs(scenario: Scenario, jobName: string, stepName: string, title: string, message: string): void {
  const job = async () => ({
    conclusion: 'failure' as const,
    annotations: [{ level: 'failure' as const, title, message }],
  })
  const workflow = scenario.sandbox.github.repository(scenario.home).workflow('verify.yml')
  if (workflow !== undefined) Object.assign(workflow, { job, jobName, stepName })
}

const refused = { kind: 'refuse', status: 403, message: hostile } as const

/** Runs a program in the action's process when its work is done. */
function atTheEnd(program: string): Readonly<Record<string, string>> {
  const module = `data:text/javascript,${encodeURIComponent(`process.once('beforeExit', () => { ${program} })`)}`
  return { NODE_OPTIONS: `--import=${module}` }
}

const hostileStories: readonly HostileStory[] = [
  {
    name: 'an environment',
    async play(scenario) {
      const { github, clock } = scenario.sandbox
      github.repository(scenario.home).addEnvironment(hostileName)
      github.setSecret(scenario.home, 'AWS_ACCESS_KEY_ID', 'x', hostileName)
      clock.advance(duration('1h'))
      const named = await safeRun(scenario, inOneRun)
      await safeRun(scenario, { ...inOneRun, 'old-key-still-used': 'proceed', force: 'true' }, { github: byHand })
      return named
    },
    says: 'the environment ## [stop-commands]taken-by-a-name',
  },
  {
    name: 'an environment that no address can name',
    async play(scenario) {
      scenario.sandbox.github.repository(scenario.home).addEnvironment(hostile)
      return safeRun(scenario, inOneRun)
    },
    says: 'he environment “x ::stop-commands::taken-by-a-name ## [stop-commands]',
  },
  {
    name: 'an environment of an organization whose secret is written',
    options: { keyAge: 2 },
    async play(scenario) {
      const { github, clock } = scenario.sandbox
      github.addOrganization('octo')
      github.addRepository('octo/other')
      github.repository('octo/other').addEnvironment(hostileName)
      github.setSecret('octo/other', 'SHARED_ID', 'x', hostileName)
      const shared = github.secretsAt({ organization: 'octo' })
      for (const name of ['SHARED_ID', 'SHARED_SECRET']) {
        shared.set(name, 'old')
        shared.share(name, 'all')
      }
      clock.advance(duration('1h'))
      const permissions = {
        metadata: 'read',
        actions: 'write',
        contents: 'read',
        secrets: 'write',
        environments: 'write',
        organization_secrets: 'write',
      } as const
      const inputs = {
        'github-token': github.addToken({ kind: 'app', name: 'of-the-organization', permissions }),
        'rotate-after': '1d',
        'deactivate-after': '1d',
        'delete-after': '0',
        destinations:
          '- repository: octo/app\n- organization: octo\n  secrets: { SHARED_ID: access-key-id, SHARED_SECRET: secret-access-key }\n',
      }
      const runs: ActionResult[] = []
      for (let run = 1; run <= 3; run += 1) {
        runs.push(await scenario.rotate(inputs, { debug: true }))
        clock.advance(duration('25h'))
      }
      for (const each of runs) expectSafe(scenario, each, [inputs['github-token'], scenario.jobToken])
      const [, second] = runs
      if (second === undefined) throw new Error('there are three runs')
      return second
    },
    says: 'the environment ## [stop-commands]taken-by-a-name',
  },
  {
    name: 'an environment that an audit finds',
    async play(scenario) {
      const { github } = scenario.sandbox
      github.addOrganization('octo')
      github.repository(scenario.home).addEnvironment(hostileName)
      github.setSecret(scenario.home, 'AWS_ACCESS_KEY_ID', scenario.oldKey.secretAccessKey, hostileName)
      const audited = await safeRun(scenario, { mode: 'audit', 'audit-organization': 'octo' })
      expect(Object.keys(audited.workspace)).toContain('access-key-audit/unlisted-places.csv')
      for (const [path, text] of Object.entries(audited.workspace)) {
        // A later run needs the name as it is.
        if (!path.endsWith('/inventory.json')) expect(text).not.toMatch(/[\u202e\u00ad]/)
      }
      return audited
    },
    says: 'the environment ## [stop-commands]taken-by-a-name',
  },
  {
    name: 'a job',
    async play(scenario) {
      failsAs(scenario, hostile, 'Verify', failures.rejected, 'It is off.')
      return safeRun(scenario)
    },
    says: 'job “x ::stop-commands::taken-by-a-name ## [stop-commands]',
  },
  {
    name: 'a step',
    async play(scenario) {
      failsAs(scenario, 'verify', hostile, failures.rejected, 'It is off.')
      return safeRun(scenario)
    },
    says: 'step “x ::stop-commands::taken-by-a-name ## [stop-commands]',
  },
  {
    name: 'an annotation',
    async play(scenario) {
      failsAs(scenario, 'verify', 'Verify', hostile, hostile)
      return safeRun(scenario)
    },
    says: /step “Verify”: x ::stop-commands::.* ## \[stop-commands\]/,
  },
  {
    name: 'a workflow and its runs',
    async play(scenario) {
      const { github, clock } = scenario.sandbox
      const path = '.github/workflows/odd.yml'
      const yaml = `name: ${JSON.stringify(hostile)}\non: push\njobs: {}\n`
      github.repository(scenario.home).files.set(path, yaml)
      github.noteRun(scenario.home, { id: github.nextRunId(), path, event: 'push' })
      await safeRun(scenario, { 'deactivate-after': '1d' })
      clock.advance(duration('25h'))
      return safeRun(scenario, { 'deactivate-after': '1d' })
    },
    says: '- x ::stop-commands::taken-by-a-name ## [stop-commands]',
  },
  {
    name: 'a user agent in CloudTrail',
    options: { trail: true },
    async play(scenario) {
      const { aws, clock } = scenario.sandbox
      await safeRun(scenario, { 'deactivate-after': '1d' })
      clock.advance(duration('25h'))
      const call = { event: hostile, source: hostile, agent: hostile }
      const at = clock.now() - duration('1h')
      aws.noteUse(scenario.oldKey.accessKeyId, { at, service: 's3', region: 'eu-central-1', call })
      return safeRun(scenario, { 'deactivate-after': '1d' })
    },
    says: '- x ::stop-commands::taken-by-a-name ## [stop-commands]',
  },
  {
    name: 'an error of AWS',
    async play(scenario) {
      operation('TagUser', { ...refused, code: 'AccessDenied' }, 9)(scenario)
      return safeRun(scenario, inOneRun)
    },
    says: 'AWS denied iam:TagUser on ci-bot: x ::stop-commands::taken-by-a-name ## [stop-commands]',
  },
  {
    name: 'an error of AWS that nobody knows',
    async play(scenario) {
      operation('CreateAccessKey', { ...refused, status: 400, code: hostileName }, 9)(scenario)
      return safeRun(scenario, inOneRun)
    },
    says: '## [stop-commands]taken-by-a-name',
  },
  {
    name: 'an error of GitHub',
    async play(scenario) {
      operation(put, refused, 9)(scenario)
      return safeRun(scenario, inOneRun)
    },
    says: 'x ::stop-commands::taken-by-a-name ## [stop-commands]',
  },
  {
    name: 'the verification workflow, whose YAML the parser warns of',
    async play(scenario) {
      const { files } = scenario.sandbox.github.repository(scenario.home)
      const yaml = 'on: workflow_dispatch\njobs: !<##[stop-commands]taken-by-a-name> {}\n'
      files.set('.github/workflows/verify.yml', yaml)
      return safeRun(scenario, inOneRun)
    },
    says: 'weak proof',
  },
  {
    name: 'an input of the verification workflow',
    async play(scenario) {
      const { files } = scenario.sandbox.github.repository(scenario.home)
      const inputs = { [hostile]: { required: true } }
      files.set('.github/workflows/verify.yml', JSON.stringify({ on: { workflow_dispatch: { inputs } }, jobs: {} }))
      return safeRun(scenario, inOneRun)
    },
    says: 'requires x ::stop-commands::taken-by-a-name ## [stop-commands]',
  },
  {
    name: 'an input that is no YAML',
    play: (scenario) => safeRun(scenario, { ...inOneRun, destinations: `a: b: c\n${hostile}\n` }),
    says: 'The input destinations is not valid YAML',
  },
  {
    name: 'an input that is not allowed',
    play: (scenario) => safeRun(scenario, { ...inOneRun, mode: hostile, 'iam-user': hostile }),
    says: 'The input mode does not allow',
  },
  {
    name: 'an endpoint',
    play: (scenario) =>
      safeRun(scenario, inOneRun, {
        environment: { AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1/##[stop-commands]taken-by-a-name' },
      }),
    says: 'Requests to STS go to http://127.0.0.1:1 (AWS_ENDPOINT_URL_STS), not to AWS itself.',
  },
  {
    name: 'what a library tells the console',
    play: (scenario) =>
      safeRun(scenario, inOneRun, { environment: atTheEnd(`console.warn(${JSON.stringify(hostile)})`) }),
    says: 'x ::stop-commands::taken-by-a-name ## [stop-commands]',
  },
  {
    name: 'what Node warns of',
    play: (scenario) =>
      safeRun(scenario, inOneRun, { environment: atTheEnd(`process.emitWarning(${JSON.stringify(hostile)})`) }),
    says: 'Warning: x ::stop-commands::taken-by-a-name ## [stop-commands]',
  },
  {
    name: 'an error that nobody catches',
    play: (scenario) =>
      safeRun(scenario, inOneRun, { environment: atTheEnd(`throw new Error(${JSON.stringify(hostile)})`) }),
    says: '##[error]x ::stop-commands::taken-by-a-name ## [stop-commands]',
  },
  {
    name: 'the owner of the job, and its event',
    play: (scenario) =>
      safeRun(scenario, inOneRun, { github: { event: `pull_request${hostile}`, repository: 'octo/app' } }),
    says: 'This action does not run on the event pull_request',
  },
]

const recovery = 'AWS_KEY_RECOVERY'
const cutOff = {
  when: 'after',
  matches: ({ target }: { target: string }) => target.endsWith('/AWS_ACCESS_KEY_ID'),
} as const

/** What a rotation shows, whoever signs it: the user's own key, or a role. */
export function rotationLeakTests(caller: 'self' | 'role'): void {
  describe.each(stories)('when %s', (_, put) => {
    test('nothing leaks, debug logging on', async () => {
      await inScenario({ caller }, async (scenario) => {
        put(scenario)
        const { stdout } = await safeRun(scenario, inOneRun)
        const { masks } = runnerLog(stdout)
        // Whatever this run has published was masked before.
        const published = scenario.sandbox.github.secretValue(scenario.home, 'AWS_SECRET_ACCESS_KEY') ?? ''
        if (published !== scenario.oldKey.secretAccessKey) expect(masks).toContain(published)
        // A masked value is dropped from outputs, so access key IDs are not masked.
        expect(masks.some((mask) => mask.startsWith('AKIA'))).toBe(false)
      })
    })
  })

  describe('what is called like a command to the runner is none:', () => {
    test.each(hostileStories)('$name', async ({ options, play, says }) => {
      await inScenario({ caller, ...options }, async (scenario) => {
        const result = await play(scenario)
        expect(runnerLog(`${result.stdout}\n${result.stderr}`).lines.join('\n')).toMatch(says)
        expect(`${result.stdout}${result.summary}${result.outputs['report']}`).not.toMatch(/[\u202e\u00ad]/)
      })
    })
  })

  test('a run that is handed a recovery value shows nothing of it', async () => {
    await inScenario({ caller, recovery, repositories: ['octo/app', 'octo/website'] }, async (scenario) => {
      const killed = await killedRun(scenario, cutOff, inOneRun, { debug: true })
      const value = scenario.sandbox.github.secretValue(scenario.home, recovery) ?? ''
      expect(value).toContain('secretAccessKey')
      const result = await safeRun(scenario, inOneRun)
      expect(result.outputs['phase']).toBe('steady')
      const shown = [killed, result].map(shownBy).join('\n')
      for (const form of [...secretsOf(scenario), value].flatMap(encodings)) expect(shown.includes(form)).toBe(false)
    })
  })

  test('days in which the old key is still in use show nothing of it', async () => {
    await inScenario({ caller, trail: true }, async (scenario) => {
      const { aws, clock, github } = scenario.sandbox
      const { accessKeyId } = scenario.oldKey
      const told: string[] = []
      const day = async () => {
        told.push(shownBy(await safeRun(scenario)))
        clock.advance(duration('25h'))
      }
      const job = github.noteRun(scenario.home, { id: 7, status: 'waiting' })
      await day()
      const call = { event: 'ListBuckets', source: '203.0.113.7', agent: 'aws-cli/2.31' }
      aws.noteUse(accessKeyId, { at: clock.now() - duration('1h'), service: 's3', region: 'eu-central-1', call })
      await day()
      await day()
      job.complete()
      await day()
      const shown = told.join('\n')
      for (const words of ['203.0.113.7', 'runs/7', 'is Inactive']) expect(shown).toContain(words)
      for (const form of secretsOf(scenario).flatMap(encodings)) expect(shown.includes(form)).toBe(false)
    })
  })

  test('tags of the user hold no secret', async () => {
    await inScenario({ caller }, async (scenario) => {
      await scenario.rotate()
      const tags = JSON.stringify(scenario.sandbox.aws.tags(scenario.user))
      for (const form of secretsOf(scenario).flatMap(encodings)) expect(tags.includes(form)).toBe(false)
    })
  })
}

/** What the verify action shows, and either action before it has read anything. */
export function verifyLeakTests(): void {
  describe('nor is it in the verify action:', () => {
    const verifyStories: readonly (readonly [
      string,
      { fault?: Fault; inputs?: Readonly<Record<string, string>>; environment?: Readonly<Record<string, string>> },
      string,
    ])[] = [
      ['an error of AWS', { fault: { ...refused, code: 'AccessDenied' } }, 'x ::stop-commands::taken-by-a-name ## ['],
      ['an input', { inputs: { 'expected-user': hostile } }, 'expected-user is'],
      [
        'an error that nobody catches',
        { environment: atTheEnd(`throw new Error(${JSON.stringify(hostile)})`) },
        '##[error]x ::stop',
      ],
      [
        'what a library tells the console',
        { environment: atTheEnd(`console.log(${JSON.stringify(hostile)})`) },
        'x ::stop',
      ],
    ]
    test.each(verifyStories)('%s', async (_, { fault, inputs = {}, environment = {} }, says) => {
      await inScenario({}, async (scenario) => {
        if (fault !== undefined) operation('GetCallerIdentity', fault, 9)(scenario)
        const there = await scenario.sandbox.underRealNames()
        const modules = [there['NODE_OPTIONS'], environment['NODE_OPTIONS']].filter((each) => each !== undefined)
        const result = await runAction({
          action: 'verify/action.yml',
          inputs,
          environment: {
            ...scenario.sandbox.environment,
            ...there,
            ...environmentOf(scenario.oldKey),
            ...environment,
            NODE_OPTIONS: modules.join(' '),
          },
          github: { repository: scenario.home, token: scenario.jobToken, apiUrl: '' },
        })
        expectSafe(scenario, result, [scenario.oldKey.secretAccessKey])
        expect(runnerLog(result.stdout).lines.join('\n')).toContain(says)
      })
    })
  })

  test.each(['action.yml', 'verify/action.yml'] as const)(
    'nothing secret is handled after a command in what Node itself prints (%s)',
    async (action) => {
      await inScenario({}, async (scenario) => {
        const result = await runAction({
          action,
          inputs: {},
          environment: {
            ...scenario.sandbox.environment,
            ...environmentOf(scenario.oldKey),
            NODE_EXTRA_CA_CERTS: '/nowhere/##[stop-commands]taken-by-a-name',
          },
          github: { repository: scenario.home, token: scenario.jobToken, apiUrl: '' },
        })
        expect(result.exitCode).toBe(1)
        expect(result.output).toContain('NODE_EXTRA_CA_CERTS holds')
        expect(result.output).not.toContain('::add-mask::')
        for (const form of secretsOf(scenario).flatMap(encodings)) expect(result.output.includes(form)).toBe(false)
        expect(scenario.sandbox.wire.records).toEqual([])
      })
    },
  )
}
