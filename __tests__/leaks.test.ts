/** No secret access key, token or its encoding leaves the action, whatever happens and however much it logs. */
import { describe, expect, test } from '@jest/globals'
import { duration } from '../sandbox/clock.ts'
import type { Workflow } from '../sandbox/github/workflow.ts'
import type { Scenario } from '../sandbox/scenario.ts'
import type { Fault } from '../sandbox/wire.ts'
import { failures } from '../src/verify/failures.ts'
import { inOneRun, inScenario, killedRun } from './support.ts'

/** A value as it might be printed: raw, and in the encodings that logs and errors use. */
function encodings(value: string): readonly string[] {
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

describe.each(stories)('when %s', (_, put) => {
  test.each(['self', 'role'] as const)('nothing leaks, debug logging on (%s)', async (caller) => {
    await inScenario({ caller }, async (scenario) => {
      put(scenario)
      const { stdout, stderr, files, summary, outputs } = await scenario.rotate(inOneRun, { debug: true })
      const masks = [...stdout.matchAll(/^::add-mask::(.*)$/gm)].map(([, value]) => value ?? '')
      const shown = [stdout.replaceAll(/^::add-mask::.*$/gm, ''), stderr, files, summary, JSON.stringify(outputs)].join(
        '\n',
      )
      const secrets = secretsOf(scenario)
      for (const form of secrets.flatMap(encodings)) expect(shown.includes(form)).toBe(false)
      expect(masks).toEqual(expect.arrayContaining([scenario.githubToken, scenario.jobToken]))
      // Whatever this run has published was masked before.
      const published = scenario.sandbox.github.secretValue(scenario.home, 'AWS_SECRET_ACCESS_KEY') ?? ''
      if (published !== scenario.oldKey.secretAccessKey) expect(masks).toContain(published)
      // A masked value is dropped from outputs, so access key IDs are not masked.
      expect(masks.some((mask) => mask.startsWith('AKIA'))).toBe(false)
    })
  })
})

const recovery = 'AWS_KEY_RECOVERY'
const cutOff = {
  when: 'after',
  matches: ({ target }: { target: string }) => target.endsWith('/AWS_ACCESS_KEY_ID'),
} as const

test.each(['self', 'role'] as const)(
  'a run that is handed a recovery value shows nothing of it (%s)',
  async (caller) => {
    await inScenario({ caller, recovery, repositories: ['octo/app', 'octo/website'] }, async (scenario) => {
      const killed = await killedRun(scenario, cutOff, inOneRun, { debug: true })
      const value = scenario.sandbox.github.secretValue(scenario.home, recovery) ?? ''
      expect(value).toContain('secretAccessKey')
      const { stdout, stderr, files, outputs } = await scenario.rotate(inOneRun, { debug: true })
      expect(outputs['phase']).toBe('steady')
      const told = [killed.stdout, killed.stderr, killed.files, stdout, stderr, files].join('\n')
      const shown = told.replaceAll(/^::add-mask::.*$/gm, '')
      for (const form of [...secretsOf(scenario), value].flatMap(encodings)) expect(shown.includes(form)).toBe(false)
    })
  },
)

test.each(['self', 'role'] as const)(
  'days in which the old key is still in use show nothing of it (%s)',
  async (caller) => {
    await inScenario({ caller, trail: true }, async (scenario) => {
      const { aws, clock, github } = scenario.sandbox
      const { accessKeyId } = scenario.oldKey
      const told: string[] = []
      const day = async () => {
        const { stdout, stderr, files } = await scenario.rotate({}, { debug: true })
        told.push(stdout.replaceAll(/^::add-mask::.*$/gm, ''), stderr, files)
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
  },
)

test('tags of the user hold no secret', async () => {
  await inScenario({}, async (scenario) => {
    await scenario.rotate()
    const tags = JSON.stringify(scenario.sandbox.aws.tags(scenario.user))
    for (const form of secretsOf(scenario).flatMap(encodings)) expect(tags.includes(form)).toBe(false)
  })
})
