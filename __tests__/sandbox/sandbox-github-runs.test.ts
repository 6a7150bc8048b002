/** What the sandbox's GitHub tells of runs while they wait, when they have failed, and when nothing has changed. */

import { getOctokit } from '@actions/github'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import type { TokenOptions } from '../../sandbox/github/token.ts'
import type { WorkflowOptions } from '../../sandbox/github/workflow.ts'
import type { JobContext, UnfinishedStatus } from '../../sandbox/github/workflow-run.ts'
import { type LoopbackGitHub, openGitHub } from './loopback-github.ts'

const shop = { owner: 'octo-org', repo: 'shop' }
let sandbox: LoopbackGitHub

beforeEach(async () => {
  sandbox = await openGitHub()
  sandbox.github.addRepository('octo-org/shop')
})

afterEach(async () => {
  await sandbox.close()
  expect(sandbox.violations).toEqual([])
})

function as(permissions: TokenOptions['permissions'] = { actions: 'read', checks: 'read' }) {
  const token = sandbox.github.addToken({ kind: 'app', name: 'reader', permissions })
  return getOctokit(token, { baseUrl: sandbox.url })
}

/** The number of a run that was queued now. */
function start(options: Partial<WorkflowOptions> = {}): number {
  sandbox.github.addWorkflow('octo-org/shop', {
    path: '.github/workflows/verify.yml',
    job: async () => 'success',
    ...options,
  })
  return sandbox.github.startRun('octo-org/shop', 'verify.yml').id
}

async function statusOf(run_id: number) {
  const { data } = await as().rest.actions.getWorkflowRun({ ...shop, run_id })
  return [data.status, data.conclusion]
}

describe('a run that waits', () => {
  const protection = { environment: 'production', reviewers: ['mona'], teams: ['ops'] }
  const awaited = async (run_id: number) => {
    const { data } = await as().rest.actions.getPendingDeploymentsForRun({ ...shop, run_id })
    return data
  }

  test('for a review says whose, and goes on when it is approved', async () => {
    const run = start({ protection })
    clock('1h')
    expect(await statusOf(run)).toEqual(['waiting', null])
    expect(await awaited(run)).toMatchObject([
      {
        environment: { name: 'production' },
        wait_timer: 0,
        wait_timer_started_at: null,
        reviewers: [
          { type: 'User', reviewer: { login: 'mona' } },
          { type: 'Team', reviewer: { slug: 'ops' } },
        ],
      },
    ])
    sandbox.github.runs('octo-org/shop')[0]?.review('approved')
    clock('10s')
    expect(await statusOf(run)).toEqual(['in_progress', null])
    expect(await awaited(run)).toEqual([])
    clock('1m')
    expect(await statusOf(run)).toEqual(['completed', 'success'])
  })

  test('for a review that is refused fails', async () => {
    const run = start({ protection })
    sandbox.github.runs('octo-org/shop')[0]?.review('rejected')
    expect(await statusOf(run)).toEqual(['completed', 'failure'])
  })

  test('for a review that nobody makes fails after thirty days', async () => {
    const run = start({ protection })
    clock('29d')
    expect(await statusOf(run)).toEqual(['waiting', null])
    clock('1d')
    expect(await statusOf(run)).toEqual(['completed', 'failure'])
  })

  test('ends when somebody cancels it, and is unknown once somebody has deleted it', async () => {
    const run = start({ protection })
    clock('1h')
    const [own] = sandbox.github.runs('octo-org/shop')
    own?.cancel()
    own?.review('approved')
    clock('1h')
    expect(await statusOf(run)).toEqual(['completed', 'cancelled'])
    sandbox.github.repository('octo-org/shop').deleteRun(run)
    await expect(statusOf(run)).rejects.toMatchObject({ status: 404 })
  })

  test('is none whose job is skipped, or whose environment nobody reviews', async () => {
    const skipped = start({ protection, fate: 'skipped' })
    clock('1m')
    expect(await statusOf(skipped)).toEqual(['completed', 'skipped'])
    const open = start({ protection: { environment: 'production' } })
    clock('1m')
    sandbox.github.runs('octo-org/shop')[0]?.review('rejected')
    expect(await statusOf(open)).toEqual(['completed', 'success'])
  })

  test('for a timer says since when, and goes on by itself', async () => {
    const run = start({ protection: { environment: 'production', waitTimer: 30 } })
    expect(await awaited(run)).toMatchObject([{ wait_timer: 30, wait_timer_started_at: '2026-11-22T19:00:00Z' }])
    clock('30m')
    expect((await statusOf(run))[0]).toBe('queued')
  })
})

describe('what a step says', () => {
  const annotations = [{ level: 'failure', title: 'Wrong key', message: 'one\ntwo' }] as const
  const said = (octokit: ReturnType<typeof as>, check_run_id: number) =>
    octokit.rest.checks.listAnnotations({ ...shop, check_run_id })
  const jobOf = async (run_id: number) => {
    const { data } = await as().rest.actions.listJobsForWorkflowRun({ ...shop, run_id })
    return Number(/\d+$/.exec(data.jobs[0]?.check_run_url ?? '')?.[0])
  }

  test('is an annotation of its job, whose check run has the same id', async () => {
    const run = start({ job: async () => ({ conclusion: 'failure', annotations }) })
    clock('1m')
    // Nobody has looked at the run before.
    const { data } = await said(as(), await jobOf(run))
    expect(data).toMatchObject([{ annotation_level: 'failure', title: 'Wrong key', message: 'one\ntwo' }])
  })

  test('is for those with checks: read, and for everybody in a public repository', async () => {
    const job = await jobOf(start())
    await expect(said(as({ actions: 'read' }), job)).rejects.toMatchObject({ status: 403 })
    sandbox.github.repository('octo-org/shop').visibility = 'public'
    expect((await said(as({ actions: 'read' }), job)).data).toEqual([])
    await expect(said(as(), job + 1)).rejects.toMatchObject({ status: 404 })
  })

  test('a job that has lost its runner fails without a step that does', async () => {
    const run = start({ fate: 'runner lost' })
    clock('1m')
    const { data } = await as().rest.actions.listJobsForWorkflowRun({ ...shop, run_id: run })
    expect(data.jobs[0]?.conclusion).toBe('failure')
    expect(data.jobs[0]?.steps?.map(({ conclusion }) => conclusion)).toEqual(['success', null])
  })
})

describe('a run of several jobs', () => {
  const said = [{ level: 'failure', title: 'Wrong key', message: 'why' }] as const
  const failing = async () => ({ conclusion: 'failure', annotations: said }) as const
  const ending = (conclusion: 'success' | 'failure' | 'skipped') => async () => conclusion
  const tolerant = (what: 'step' | 'job') => {
    const more = { job: 'continue-on-error: true, steps: []', step: 'steps: [{ continue-on-error: true }]' }[what]
    return `on: workflow_dispatch\njobs: { verify: { ${more} }, other: { steps: [] } }\n`
  }
  async function shown(options: Partial<WorkflowOptions>) {
    const run_id = start(options)
    clock('1m')
    const octokit = as()
    const { data } = await octokit.rest.actions.listJobsForWorkflowRun({ ...shop, run_id })
    const annotations = await Promise.all(
      data.jobs.map(({ id }) => octokit.rest.checks.listAnnotations({ ...shop, check_run_id: id })),
    )
    const jobs = data.jobs.map(({ name, conclusion, steps = [] }, index) => {
      const titles = annotations[index]?.data.map(({ title }) => title) ?? []
      return [name, conclusion, steps.map((step) => step.conclusion).join(' '), ...titles].join(', ')
    })
    return [(await statusOf(run_id))[1], ...jobs]
  }

  test('fails when one of them does, and not when one is skipped', async () => {
    expect(await shown({ otherJobs: [{ name: 'other', job: failing }] })).toEqual([
      'failure',
      'verify, success, success success success',
      'other, failure, success failure success, Wrong key',
    ])
    expect(await shown({ otherJobs: [{ name: 'other', job: ending('skipped') }] })).toEqual([
      'success',
      'verify, success, success success success',
      'other, skipped, ',
    ])
    expect((await shown({ job: ending('skipped'), otherJobs: [{ name: 'other', job: ending('skipped') }] }))[0]).toBe(
      'skipped',
    )
  })

  test('shows no failure of a step that may fail, but for what it said', async () => {
    expect(await shown({ yaml: tolerant('step'), job: failing })).toEqual([
      'success',
      'verify, success, success success success, Wrong key',
    ])
  })

  test('succeeds although a job that may fail does', async () => {
    const otherJobs = [{ name: 'other', job: ending('success') }]
    expect(await shown({ yaml: tolerant('job'), job: failing, otherJobs })).toEqual([
      'success',
      'verify, failure, success failure success, Wrong key',
      'other, success, success success success',
    ])
    expect(
      (await shown({ yaml: tolerant('job'), job: failing, otherJobs: [{ name: 'other', job: failing }] }))[0],
    ).toBe('failure')
  })

  test('gives each of them the secrets of its own environment', async () => {
    const seen: (string | undefined)[] = []
    const job: WorkflowOptions['job'] = async ({ secrets }) => {
      seen.push(secrets['ID'])
      return 'success'
    }
    for (const name of ['a', 'b']) {
      sandbox.github.repository('octo-org/shop').addEnvironment(name)
      sandbox.github.setSecret('octo-org/shop', 'ID', name, name)
    }
    await shown({ job, environment: 'a', otherJobs: [{ name: 'other', job, environment: 'b' }] })
    expect(seen).toEqual(['a', 'b'])
  })
})

test('the file of a run stays readable at its commit, whatever becomes of it later', async () => {
  const yaml = 'on: workflow_dispatch\njobs: {}\n'
  const run_id = start({ yaml })
  const path = '.github/workflows/verify.yml'
  sandbox.github.repository('octo-org/shop').files.set(path, 'on: push\n')
  const octokit = as({ actions: 'read', contents: 'read' })
  const { head_sha: ref } = (await octokit.rest.actions.getWorkflowRun({ ...shop, run_id })).data
  const contentAt = async (at?: string) => {
    const { data } = await octokit.rest.repos.getContent({ ...shop, path, ...(at === undefined ? {} : { ref: at }) })
    return Buffer.from('content' in data ? data.content : '', 'base64').toString()
  }
  expect([await contentAt(ref), await contentAt()]).toEqual([yaml, 'on: push\n'])
})

test('a search may lack what a plain list shows', async () => {
  sandbox.github.noteRun('octo-org/shop', { id: 7 })
  sandbox.github.noteRun('octo-org/shop', { id: 8 })
  sandbox.github.isMissingFromSearches = ({ id }) => id === 7
  const found = async (query: object) => {
    const { data } = await as().rest.actions.listWorkflowRunsForRepo({ ...shop, ...query })
    return [data.total_count, ...data.workflow_runs.map(({ id }) => id)]
  }
  expect(await found({ per_page: 100 })).toEqual([2, 8, 7])
  expect(await found({ status: 'in_progress' })).toEqual([1, 8])
  expect(await found({ created: '>=2020-01-01' })).toEqual([1, 8])
})

describe('an answer that nothing has changed', () => {
  const look = (run_id: number, etag?: string) =>
    octokit.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', {
      ...shop,
      run_id,
      headers: etag === undefined ? {} : { 'if-none-match': etag },
    })
  let octokit: ReturnType<typeof as>
  beforeEach(() => {
    octokit = as()
  })

  test('comes to who knows the tag of the last one, and costs nothing', async () => {
    const run = start()
    const { headers } = await look(run)
    const left = Number(headers['x-ratelimit-remaining'])
    const again = await look(run, `"other", ${headers.etag}`).catch((error: unknown) => error)
    expect(again).toMatchObject({ status: 304, response: { headers: { etag: headers.etag } } })
    expect((await look(run)).headers['x-ratelimit-remaining']).toBe(String(left - 1))
  })

  test('does not come when it has', async () => {
    const run = start()
    const { headers } = await look(run)
    clock('10s')
    expect((await look(run, headers.etag)).data.status).toBe('in_progress')
  })
})

test('an environment that was deleted is made anew by the job that names it, empty and without protection', async () => {
  const { github, clock: time } = sandbox
  const repository = github.repository('octo-org/shop')
  const before = repository.addEnvironment('production')
  before.secrets.set('ID', 'from before')
  repository.deleteEnvironment('Production')
  time.advance(duration('1h'))
  const got: string[][] = []
  const job = async ({ secrets }: JobContext) => {
    got.push(Object.keys(secrets))
    return 'success' as const
  }
  const run = start({ job, environment: 'production', protection: { environment: 'production', reviewers: ['mona'] } })
  clock('1m')
  expect([await statusOf(run), got]).toEqual([['completed', 'success'], [[]]])
  const { data } = await as().rest.repos.getEnvironment({ ...shop, environment_name: 'production' })
  expect(Date.parse(data.created_at) - before.createdAt).toBeGreaterThanOrEqual(duration('1h') - duration('1s'))
  expect(repository.findEnvironment('production')?.secrets.publicKey).not.toEqual(before.secrets.publicKey)
})

test('a job gets the secrets of its environment as they are when it starts, above those of the repository', async () => {
  const seen: Readonly<Record<string, string>>[] = []
  const { github } = sandbox
  const environment = github.repository('octo-org/shop').addEnvironment('production').secrets
  github.setSecret('octo-org/shop', 'ID', 'repository')
  github.setSecret('octo-org/shop', 'OTHER', 'queued')
  environment.set('ID', 'queued')
  const run = start({
    environment: 'production',
    job: async ({ secrets }) => {
      seen.push(secrets)
      return 'success'
    },
  })
  environment.set('ID', 'started')
  github.setSecret('octo-org/shop', 'OTHER', 'started')
  clock('10s')
  environment.set('ID', 'while it runs')
  clock('1m')
  await statusOf(run)
  expect(seen).toEqual([{ ID: 'started', OTHER: 'queued' }])
})

test.each<UnfinishedStatus>(['requested', 'queued', 'pending', 'waiting', 'in_progress'])(
  'a run whose job works elsewhere may be %s, and is found as such',
  async (status) => {
    const run = sandbox.github.noteRun('octo-org/shop', { id: 7, status })
    const found = async () => (await as().rest.actions.listWorkflowRunsForRepo({ ...shop, status })).data.total_count
    expect(await found()).toBe(1)
    run.complete()
    expect(await found()).toBe(0)
  },
)

test('a search shows a thousand runs, however many there are', async () => {
  for (let id = 1; id <= 1_001; id += 1) sandbox.github.noteRun('octo-org/shop', { id, status: 'queued' })
  const page = (number: number) =>
    as().rest.actions.listWorkflowRunsForRepo({ ...shop, status: 'queued', per_page: 100, page: number })
  expect((await page(10)).data.workflow_runs).toHaveLength(100)
  expect((await page(11)).data).toMatchObject({ total_count: 1_001, workflow_runs: [] })
})

function clock(passes: Parameters<typeof duration>[0]): void {
  sandbox.clock.advance(duration(passes))
}

test('workflows are listed page by page, whatever their state, to whoever may read actions', async () => {
  for (const name of ['one', 'two', 'three']) {
    sandbox.github.addWorkflow('octo-org/shop', { path: `.github/workflows/${name}.yml`, job: async () => 'success' })
  }
  const { rest } = as()
  const { data, headers } = await rest.actions.listRepoWorkflows({ ...shop, per_page: 2 })
  expect([data.total_count, data.workflows.map(({ path }) => path)]).toEqual([
    3,
    ['.github/workflows/one.yml', '.github/workflows/two.yml'],
  ])
  expect(headers.link).toMatch(/page=2>; rel="next"/)
  await expect(as({ secrets: 'read' }).rest.actions.listRepoWorkflows(shop)).rejects.toMatchObject({ status: 403 })
})

test('a run has no artifacts here, and one that does not exist is not found', async () => {
  const { rest } = as()
  const { data } = await rest.actions.listWorkflowRunArtifacts({ ...shop, run_id: start() })
  expect(data).toEqual({ total_count: 0, artifacts: [] })
  await expect(rest.actions.listWorkflowRunArtifacts({ ...shop, run_id: 1 })).rejects.toMatchObject({ status: 404 })
})
