// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of workflows are written so
/** What a verification run leads to, answer by answer: what one job of the sandbox cannot show. */
import { describe, expect, test } from '@jest/globals'
import { GitHubClient, TokenConnection } from '../../../src/github/api/client.ts'
import { GitHubTime } from '../../../src/github/api/time.ts'
import type { Judgement } from '../../../src/github/verification/judgement.ts'
import { followRun } from '../../../src/github/verification/run.ts'
import { VerificationWorkflow } from '../../../src/github/verification/workflow.ts'
import { failures } from '../../../src/key/verification-contract.ts'
import { Cancelled, Superseded } from '../../../src/rotation/problem.ts'
import { type Duration, minute, second } from '../../../src/rotation/time.ts'

const url = 'https://github.com/octo/app/actions/runs/7'
const date = 'Sun, 22 Nov 2026 19:00:00 GMT'

interface Answer {
  readonly status?: number
  readonly data?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** What comes up inside the request instead. */
  readonly error?: Error
}

interface Server {
  /** Answers to looks at the run, one after the other; the last one stays. */
  readonly runs: readonly Answer[]
  readonly jobs?: readonly object[]
  /** By check run; 403 for those that are not here. */
  readonly annotations?: Readonly<Record<number, readonly object[]>>
  readonly until?: Duration
  readonly meanwhile?: () => Promise<void>
}

interface Followed {
  readonly judgement: Judgement
  /** Routes that were asked for, with their page. */
  readonly asked: readonly string[]
  readonly elapsed: Duration
}

/** Follows a run on a server that answers so, in a time of its own. */
async function follow({ runs, jobs = [], annotations, until = 30 * minute, meanwhile }: Server): Promise<Followed> {
  let elapsed = 0
  let looks = 0
  const asked: string[] = []
  const clock = {
    now: () => Date.parse(date) + elapsed,
    elapsed: () => elapsed,
    sleep: async (duration: Duration) => {
      elapsed += duration
    },
    unlessCancelled: <Answer>(work: Promise<Answer>) => work,
    cancelled: false,
  }
  const answered = ({ status = 200, data, headers = {}, error }: Answer) => {
    if (error !== undefined) throw error
    const response = { status, data, headers: { date, 'x-github-request-id': 'C0DE:1A2B3C:000001', ...headers } }
    if (status >= 300) throw Object.assign(new Error(`status ${status}`), { status, response })
    return response
  }
  const send = async (route: string, parameters: Readonly<Record<string, unknown>>) => {
    const page = Number(parameters['page'] ?? 1)
    asked.push(`${route.split('/').at(-1)} ${page}`)
    if (route.endsWith('/jobs')) return answered({ data: { jobs: jobs.slice((page - 1) * 100, page * 100) } })
    if (route.endsWith('/annotations')) {
      const data = annotations?.[Number(parameters['check_run_id'])]
      return answered(data === undefined ? { status: 403 } : { data })
    }
    looks += 1
    return answered(runs[Math.min(looks, runs.length) - 1] ?? {})
  }
  const client = new GitHubClient(new TokenConnection(send, 'dispatch-token', clock, new GitHubTime(clock)))
  const workflow = new VerificationWorkflow({ owner: 'octo', repo: 'app', file: 'verify.yml', ref: undefined }, client)
  const judgement = await followRun(workflow, 7, {
    clock,
    until,
    isEarlier: false,
    holds: meanwhile ?? (async () => undefined),
    progress: () => undefined,
  })
  return { judgement, asked, elapsed }
}

const run = (status: string, conclusion: string | null = null, attempt = 1): Answer => ({
  data: { status, conclusion, html_url: url, run_attempt: attempt },
})
const ended = (conclusion: string | null, attempt = 1) => [run('completed', conclusion, attempt)]
const passed = { name: 'verify', conclusion: 'success', steps: [{ name: 'Verify', conclusion: 'success' }] }
const failed = (name: string, checkRun: number) => ({
  name,
  conclusion: 'failure',
  check_run_url: `https://api.github.com/repos/octo/app/check-runs/${checkRun}`,
  steps: [
    { name: 'Set up job', conclusion: 'success' },
    { name: 'Verify', conclusion: 'failure' },
  ],
})
const annotation = (title: string | null, message: string, level = 'failure') => {
  return { annotation_level: level, title, message }
}

describe('a run that has ended', () => {
  test.each([
    ['success', 1, [passed], 'works', `verify.yml in octo/app succeeded: ${url}`],
    ['success', 1, [passed, { name: 'other', conclusion: 'skipped' }], 'works', 'succeeded'],
    ['success', 1, [{ name: 'verify', conclusion: 'skipped' }], 'unknown', 'succeeded without running a job'],
    ['success', 1, [], 'unknown', 'succeeded without running a job'],
    ['success', 2, [passed], 'unknown', 'was re-run, and a re-run may hold old secrets'],
    ['failure', 1, [failed('verify', 1)], 'rejected', '- job “verify”, step “Verify”'],
    ['failure', 2, [failed('verify', 1)], 'rejected', '- job “verify”, step “Verify”'],
    ['failure', 1, [], 'unknown', 'but no step of it did'],
    [
      'failure',
      1,
      [{ name: 'verify', conclusion: 'failure', steps: [] }],
      'unknown',
      'in the job “verify”, but no step',
    ],
    ['failure', 1, [{ name: 'verify', conclusion: 'failure' }], 'unknown', 'its runner was lost, or never came'],
    ['cancelled', 1, [], 'unknown', `ended cancelled: ${url}`],
    ['timed_out', 1, [], 'unknown', 'ended timed_out'],
    [
      'skipped',
      1,
      [],
      'unknown',
      'started, and none of its jobs ran: give it a job with "if: ${{ inputs.expected-key }}"',
    ],
    ['neutral', 1, [], 'unknown', 'ended neutral'],
    ['stale', 1, [], 'unknown', 'ended stale'],
    ['action_required', 1, [], 'unknown', 'waits for somebody to approve it'],
    ['startup_failure', 1, [], 'unknown', 'could not be started'],
    ['something_new', 1, [], 'unknown', 'ended something_new'],
    [null, 1, [], 'unknown', 'ended without a conclusion'],
  ] as const)('with %s, in attempt %d', async (conclusion, attempt, jobs, verdict, words) => {
    const { judgement } = await follow({ runs: ended(conclusion, attempt), jobs })
    expect(judgement).toMatchObject({ verdict, url, remedy: undefined })
    expect(judgement.detail).toContain(words)
  })

  test('names the failed jobs, wherever in a long list they are, and counts those beyond three', async () => {
    const jobs = [
      ...Array.from({ length: 150 }, () => passed),
      ...[1, 2, 3, 4, 5].map((each) => failed(`verify ${each}`, each)),
    ]
    const annotations = { 1: [], 2: [], 3: [] }
    const { judgement, asked } = await follow({ runs: ended('failure'), jobs, annotations })
    expect(judgement.detail).toBe(
      [
        `verify.yml in octo/app failed: ${url}`,
        ...[1, 2, 3].map((each) => `- job “verify ${each}”, step “Verify”`),
        '- and 2 more jobs',
      ].join('\n'),
    )
    expect(asked.filter((each) => each.startsWith('jobs'))).toEqual(['jobs 1', 'jobs 2'])
  })
})

describe('a run that succeeded although something failed', () => {
  const said = (title: string) => [annotation('Deprecated', 'Node 20', 'warning'), annotation(title, `${title}: why`)]
  const green = (checkRun: number) => ({ ...failed('verify', checkRun), ...passed })
  const judged = async (jobs: readonly object[], annotations: Server['annotations'] = {}) =>
    (await follow({ runs: ended('success'), jobs, annotations })).judgement

  test.each([failures.rejected, failures.absent, failures.otherAccount])('is rejected: %s', async (title) => {
    const judgement = await judged([green(1)], { 1: said(title) })
    expect(judgement).toMatchObject({ verdict: 'rejected', maySettle: false })
    expect(judgement.detail).toBe(
      `verify.yml in octo/app succeeded although its verify action failed (continue-on-error hides that): ${url}\n- job “verify”: ${title}: why`,
    )
  })

  test('may pass when it is started afresh, where the job held what was there before', async () => {
    expect(await judged([green(1)], { 1: said(failures.otherKey) })).toMatchObject({
      verdict: 'rejected',
      maySettle: true,
    })
  })

  test('says nothing of the key where AWS could not be asked, and something where another step could', async () => {
    expect((await judged([green(1)], { 1: said(failures.unasked) })).verdict).toBe('unknown')
    const both = [...said(failures.unasked), ...said(failures.rejected)]
    expect((await judged([green(1)], { 1: both })).verdict).toBe('rejected')
  })

  test('is rejected by one job of many, whichever it is', async () => {
    const jobs = Array.from({ length: 150 }, (_, index) => green(index + 1))
    const annotations = Object.fromEntries(
      jobs.map((_, index) => [index + 1, index === 148 ? said(failures.rejected) : []]),
    )
    const judgement = await judged(jobs, annotations)
    expect(judgement.verdict).toBe('rejected')
    expect(judgement.detail.match(/\n- /g)).toHaveLength(1)
  })

  test('is rejected where the whole job was allowed to fail', async () => {
    expect((await judged([failed('verify', 1)], { 1: said(failures.rejected) })).verdict).toBe('rejected')
  })

  test('works where a job failed for a reason of its own, beside one that passed', async () => {
    expect((await judged([green(1), failed('lint', 2)], { 1: [], 2: said('Lint') })).verdict).toBe('works')
  })

  test('is unknown where a job failed and nobody may see why', async () => {
    const { verdict, detail } = await judged([green(1), failed('lint', 2)], { 1: [] })
    expect([verdict, detail]).toEqual(['unknown', expect.stringContaining('although a job of it failed')])
  })

  test('is unknown where no job passed', async () => {
    expect((await judged([failed('lint', 1)], { 1: said('Lint') })).verdict).toBe('unknown')
  })

  test('tells which commit has run, and whether all that was reported was read', async () => {
    const runs = [
      {
        data: {
          status: 'completed',
          conclusion: 'success',
          html_url: url,
          head_sha: 'c0ffee',
          path: 'a/verify.yml@main',
        },
      },
    ]
    const ranOf = async (annotations: Server['annotations']) =>
      (await follow({ runs, jobs: [green(1), green(2)], ...(annotations === undefined ? {} : { annotations }) }))
        .judgement.ran
    expect(await ranOf({ 1: [], 2: [] })).toEqual({
      commit: 'c0ffee',
      isHeard: true,
      isWhole: true,
      passed: [],
    })
    expect(await ranOf({ 1: [] })).toMatchObject({ isHeard: false })
  })

  test('tells which jobs have passed, by names that no other job has', async () => {
    const jobs = [green(1), { ...green(2), name: 'build' }, { ...green(3), name: 'build', conclusion: 'skipped' }]
    const { judgement } = await follow({ runs: ended('success'), jobs, annotations: { 1: [], 2: [] } })
    expect(judgement.ran).toMatchObject({ isWhole: false, passed: ['verify'] })
  })
})

describe('what a failed step reported', () => {
  const told = async (annotations: readonly object[]) => {
    const { judgement } = await follow({
      runs: ended('failure'),
      jobs: [failed('verify', 1)],
      annotations: { 1: annotations },
    })
    return judgement
  }

  test('is quoted, the verify action before everything else', async () => {
    const { detail } = await told([
      annotation('Deprecated', 'Node 20', 'warning'),
      annotation(null, 'Process completed with exit code 1.'),
      annotation(failures.rejected, `${failures.rejected}: it is off. What to do.`),
    ])
    expect(detail).toContain(`${url}\n- job “verify”, step “Verify”: ${failures.rejected}: it is off. What to do.`)
  })

  test.each([
    ['its message, where there is no title', annotation(null, 'exit code 1'), 'exit code 1'],
    ['title and message', annotation('S3', 'no bucket'), 'S3: no bucket'],
    ['its title, where there is no message', annotation('S3', ''), 'S3'],
    ['one line', annotation('S3', 'one\n::error::two\r\n\u001b[31m'), 'S3: one ::error::two \\u{1B}[31m'],
    ['so much of it', annotation('S3', 'x '.repeat(450)), `S3: ${'x '.repeat(198).trimEnd()}…`],
    [
      'as much as leaves no half of a secret',
      annotation('S3', `${'x '.repeat(190)}${'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'}`),
      `S3: ${'x '.repeat(190).trimEnd()}…`,
    ],
  ])('is quoted by %s', async (_, given, words) => {
    expect((await told([given])).detail.endsWith(`step “Verify”: ${words}`)).toBe(true)
  })

  test.each([
    [failures.otherKey, true],
    [failures.mixedPair, true],
    [failures.rejected, false],
    [failures.absent, false],
    ['something else', false],
  ])('tells whether a later run may pass: %s', async (title, maySettle) => {
    expect((await told([annotation(title, 'details')])).maySettle).toBe(maySettle)
  })

  test('says nothing where a job reported nothing, or only what is no error', async () => {
    for (const annotations of [[], [annotation(failures.otherKey, 'details', 'notice')]]) {
      const { detail, maySettle } = await told(annotations)
      expect([detail.endsWith('step “Verify”'), maySettle]).toEqual([true, false])
    }
  })

  test.each([
    ['could not ask AWS', [failed('verify', 1)], [annotation(failures.unasked, 'details')]],
    [
      'could not be set up',
      [{ ...failed('verify', 1), steps: [{ name: 'Set up job', conclusion: 'failure' }] }],
      [annotation(null, 'The action could not be downloaded')],
    ],
  ])('says nothing of the key where a job %s', async (_, jobs, annotations) => {
    const { judgement } = await follow({ runs: ended('failure'), jobs, annotations: { 1: annotations } })
    expect(judgement).toMatchObject({ verdict: 'unknown', maySettle: false })
    const both = [...jobs, failed('other', 2)]
    const mixed = await follow({ runs: ended('failure'), jobs: both, annotations: { 1: annotations, 2: [] } })
    expect(mixed.judgement.verdict).toBe('rejected')
  })

  test('is not known without the permission, so that a later run may pass', async () => {
    const { judgement } = await follow({ runs: ended('failure'), jobs: [failed('verify', 1)] })
    expect(judgement.detail).toContain('step “Verify” (with checks: read, its reason would stand here)')
    expect(judgement.maySettle).toBe(true)
  })
})

describe('while a run goes on', () => {
  test('it is looked at for as long as it may take, and no longer', async () => {
    const { judgement, elapsed } = await follow({ runs: [run('in_progress')], until: 10 * minute })
    expect(judgement).toMatchObject({ verdict: 'unknown', url, goesOn: true })
    expect(judgement.detail).toBe(
      `verify.yml in octo/app was still in_progress after 10 minutes: ${url}. The next run of the rotation goes on with it, and starts no other one`,
    )
    expect(elapsed).toBe(10 * minute)
  })

  test('a status that nobody knows is one that goes on', async () => {
    const { judgement } = await follow({ runs: [run('something_new'), ...ended('success')], jobs: [passed] })
    expect(judgement.verdict).toBe('works')
  })

  test('trouble of GitHub, or a limit, does not end the wait', async () => {
    const trouble: Answer[] = [
      ...Array.from({ length: 8 }, () => ({ status: 502 })),
      { status: 429, headers: { 'retry-after': '1200' } },
    ]
    const { judgement } = await follow({ runs: [...trouble, ...ended('success')], jobs: [passed] })
    expect(judgement.verdict).toBe('works')
  })

  test('what ends the rotation ends it, also when that comes up inside a request', async () => {
    await expect(follow({ runs: [run('queued'), { error: new Cancelled() }] })).rejects.toBeInstanceOf(Cancelled)
  })

  test('it may be invisible for a minute', async () => {
    const hidden = Array.from({ length: 8 }, (): Answer => ({ status: 404 }))
    const { judgement } = await follow({ runs: [...hidden, ...ended('success')], jobs: [passed] })
    expect(judgement.verdict).toBe('works')
  })

  test('but not for longer', async () => {
    const followed = follow({ runs: [{ status: 404 }] })
    await expect(followed).rejects.toMatchObject({ message: expect.stringContaining('was not found') })
  })

  test('looks become rare when the token has little left, also when nothing has changed', async () => {
    const left = {
      'x-ratelimit-limit': '1000',
      'x-ratelimit-remaining': '110',
      'x-ratelimit-reset': String(Date.parse(date) / second + 3_600),
    }
    const same: Answer = { status: 304, headers: left }
    const { asked } = await follow({ runs: [{ ...run('in_progress'), headers: { ...left, etag: '"1"' } }, same] })
    expect(asked.length).toBeLessThan(20)
  })

  test.each([new Cancelled(), new Superseded('octo/app/8')])('%s ends the wait', async (error) => {
    const followed = follow({ runs: [run('in_progress')], meanwhile: () => Promise.reject(error) })
    await expect(followed).rejects.toBe(error)
  })
})
