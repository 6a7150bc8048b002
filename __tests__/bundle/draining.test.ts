/** The old key stays while somebody may still hold it or still uses it: through the committed bundle. */
import { describe, expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import type { ShownRun, UnfinishedStatus } from '../../sandbox/github/workflow-run.ts'
import type { Scenario, ScenarioOptions } from '../../sandbox/scenario.ts'
import { errorOf, inScenario, reportOf, statuses, warningsOf } from './support.ts'

const day = duration('1d')
const listing = 'GET /repos/{owner}/{repo}/actions/runs'

interface Story {
  readonly options?: ScenarioOptions
  readonly inputs?: Readonly<Record<string, string>>
  /** What happens before the rotation begins. */
  readonly before?: (scenario: Scenario) => void
  /** The first run after `deactivate-after` is over. */
  readonly nextDay: (scenario: Scenario) => Promise<void>
}

/** A user whose new key is published and proven, and whose old one still works, a day later. */
async function inOverlap({ options, inputs = {}, before, nextDay }: Story): Promise<void> {
  await inScenario({ caller: 'role', ...options }, async (scenario) => {
    before?.(scenario)
    const { outputs } = await scenario.rotate(inputs)
    expect(outputs['phase']).toBe('overlap')
    scenario.sandbox.clock.advance(day + duration('1h'))
    await nextDay(scenario)
  })
}

/** A job of the users that was queued at some time, and has not ended. */
function job(scenario: Scenario, status: UnfinishedStatus = 'in_progress', repository = scenario.home) {
  return deploy(scenario, scenario.sandbox.clock.now(), status, repository)
}

function deploy(
  { sandbox: { github }, home }: Scenario,
  createdAt: number,
  status: UnfinishedStatus = 'in_progress',
  repository = home,
) {
  const path = '.github/workflows/deploy.yml'
  github.repository(repository).files.set(path, 'name: Deploy\non: push\njobs: {}\n')
  return github.noteRun(repository, { id: github.nextRunId(), path, event: 'push', status, createdAt })
}

async function isHeldBy(scenario: Scenario, words: string, inputs: Readonly<Record<string, string>> = {}) {
  const result = await scenario.rotate(inputs)
  expect([result.exitCode, result.outputs['phase'], statuses(scenario)]).toEqual([0, 'overlap', 'Active Active'])
  expect(result.outputs).toMatchObject({ 'next-step': 'deactivate' })
  expect(String(reportOf(result)['because'])).toContain(words)
  expect(warningsOf(result).join('\n')).toContain(words.replace(/2026-03-0(\d)T(?=\d\d:)/, '$1 March, '))
  const [asked] = JSON.parse(result.outputs['attention'] ?? '') as readonly Readonly<Record<string, string>>[]
  expect(asked).toMatchObject({ user: scenario.user, account: scenario.sandbox.aws.accountId })
  expect(asked?.['what']).toContain(words)
  expect(asked?.['since']).toMatch(/^2026-/)
  return result
}

async function isSwitchedOff(scenario: Scenario, inputs: Readonly<Record<string, string>> = {}) {
  const result = await scenario.rotate(inputs)
  expect([result.exitCode, result.outputs['phase'], statuses(scenario)]).toEqual([0, 'recovery', 'Inactive Active'])
  return result
}

describe('a run from before the publication', () => {
  test('that has not ended holds the old key, whatever its status, is named, and lets it go when it ends', async () => {
    const states = ['requested', 'queued', 'pending', 'waiting', 'in_progress'] as const
    let unfinished: readonly ReturnType<typeof job>[] = []
    await inOverlap({
      before: (scenario) => {
        unfinished = states.map((status) => job(scenario, status))
      },
      nextDay: async (scenario) => {
        const result = await isHeldBy(scenario, 'runs created before')
        for (const [index, status] of states.entries()) {
          const run = `Deploy #${index + 1} in octo/app, ${status}, created 2026-03-01T09:00:00Z`
          expect(reportOf(result)['because']).toContain(run)
          expect(result.summary).toContain(`https://github.com/octo/app/actions/runs/${unfinished[index]?.id}`)
        }
        for (const run of unfinished.slice(1)) run.complete('cancelled')
        await isHeldBy(scenario, 'Deploy #1 in octo/app, requested')
        unfinished[0]?.complete('cancelled')
        await isSwitchedOff(scenario)
      },
    })
  })

  test('and one from right after it count: GitHub may have handed out what the secrets held before', async () => {
    await inOverlap({
      nextDay: async (scenario) => {
        deploy(scenario, publishedAt(scenario) + duration('119s'))
        await isHeldBy(scenario, 'Deploy #1')
      },
    })
  })

  test('is not one that was created later', async () => {
    await inOverlap({
      nextDay: async (scenario) => {
        deploy(scenario, publishedAt(scenario) + duration('121s'))
        await isSwitchedOff(scenario)
      },
    })
  })

  test('is found when it is re-run, for that may get the old secrets', async () => {
    let first: ReturnType<typeof job>
    await inOverlap({
      before: (scenario) => {
        first = job(scenario)
        first.complete()
      },
      nextDay: async (scenario) => {
        const again = scenario.sandbox.github.noteRun(scenario.home, { id: first.id, attempt: 2 })
        await isHeldBy(scenario, 'Deploy #1 in octo/app')
        again.complete()
        await isSwitchedOff(scenario)
      },
    })
  })

  test('is not this very run, which was queued a month ago', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const queuedAt = scenario.sandbox.clock.now()
      await scenario.rotate()
      scenario.sandbox.clock.advance(2 * day)
      const result = await scenario.rotate({}, { queuedAt })
      expect([result.exitCode, result.outputs['phase']]).toEqual([0, 'recovery'])
    })
  })

  test('is not a verification that was dispatched since, and may wait for ever; an earlier one is', async () => {
    await inOverlap({
      nextDay: async (scenario) => {
        const { github } = scenario.sandbox
        const dispatched = (createdAt: number) => {
          const run = { path: '.github/workflows/verify.yml', event: 'workflow_dispatch', status: 'waiting' } as const
          return github.noteRun(scenario.home, { ...run, id: github.nextRunId(), createdAt })
        }
        dispatched(publishedAt(scenario) + duration('60s'))
        const earlier = dispatched(publishedAt(scenario) - duration('60s'))
        await isHeldBy(scenario, 'runs created before')
        earlier.complete()
        await isSwitchedOff(scenario)
      },
    })
  })

  test('is found in every repository, behind more than a page of others, and named up to ten', async () => {
    await inOverlap({
      options: { repositories: ['octo/app', 'octo/web'] },
      before: (scenario) => {
        for (let count = 1; count <= 104; count += 1) job(scenario, 'queued', 'octo/web')
      },
      nextDay: async (scenario) => {
        scenario.sandbox.wire.latency = 0
        const result = await isHeldBy(scenario, 'runs created before')
        expect(result.stdout).toContain('Deploy #10 in octo/web')
        expect(result.stdout).toContain('- and 94 more')
        const asked = scenario.sandbox.wire.records.filter(({ operation }) => operation === listing)
        // A page of runs in any state tells all of octo/app, and not of octo/web, which is asked state by state.
        expect(asked).toHaveLength(1 + 1 + 7)
      },
    })
  })

  describe('is found although lists that are filtered', () => {
    const others = (scenario: Scenario, count: number, minutes: number) => {
      const { clock } = scenario.sandbox
      for (let index = 0; index < count; index += 1) {
        deploy(scenario, clock.now() - index * duration('1m') * minutes).complete()
      }
    }
    const asked = ({ sandbox: { wire } }: Scenario) => {
      const targets = wire.records.filter(({ operation }) => operation === listing).map(({ target }) => target)
      return [targets.length, targets.filter((target) => /status|created/.test(target)).length]
    }

    test('show nothing: a quiet repository is asked without a filter, once', async () => {
      await inOverlap({
        before: (scenario) => job(scenario),
        nextDay: async (scenario) => {
          scenario.sandbox.github.isMissingFromSearches = () => true
          await isHeldBy(scenario, 'Deploy #1 in octo/app')
          expect(asked(scenario)).toEqual([1, 0])
        },
      })
    })

    test('show nothing: some hundred runs are paged through, by no more requests than searches take', async () => {
      await inOverlap({
        before: (scenario) => job(scenario),
        nextDay: async (scenario) => {
          others(scenario, 400, 170)
          scenario.sandbox.github.isMissingFromSearches = () => true
          await isHeldBy(scenario, 'Deploy #1 in octo/app')
          expect(asked(scenario)).toEqual([5, 0])
        },
      })
    })

    test.each([
      ['show nothing', () => true],
      ['lack only that one', ({ id }: ShownRun) => id < 2_000],
    ])(
      '%s: where many runs came since, they contradict what is known, and all are paged through',
      async (_, isMissing) => {
        await inOverlap({
          before: (scenario) => job(scenario),
          nextDay: async (scenario) => {
            others(scenario, 800, 1)
            scenario.sandbox.github.isMissingFromSearches = isMissing
            await isHeldBy(scenario, 'Deploy #1 in octo/app')
          },
        })
      },
    )
  })

  test('cannot be ruled out where filtered lists lack what is there and the others are too long: nothing is concluded', async () => {
    await inOverlap({
      before: (scenario) => job(scenario),
      nextDay: async (scenario) => {
        const { github, clock, wire } = scenario.sandbox
        wire.latency = 0
        for (let index = 0; index < 1_100; index += 1) deploy(scenario, clock.now()).complete()
        github.isMissingFromSearches = () => true
        const result = await scenario.rotate()
        expect([result.exitCode, result.outputs['phase'], statuses(scenario)]).toEqual([1, 'overlap', 'Active Active'])
        expect(errorOf(result)).toContain("GitHub's lists of the workflow runs of octo/app contradict each other")
        github.isMissingFromSearches = () => false
        await isHeldBy(scenario, 'Deploy #1 in octo/app')
      },
    })
  })

  test.each([
    ['show it', 'octo/app', false, [1, 1 + 6]],
    ['show it', 'octo/web', false, [1, 1 + 6 + 1]],
    ['do not show it', 'octo/app', true, [1, 1 + 6 + 1 + 1]],
    ['do not show it', 'octo/web', true, [1, 1 + 6 + 1 + 1]],
  ] as const)(
    'is none where searches %s: the run of the rotation itself, or what has ended, must be there (%s)',
    async (_, busy, isMissing, requests) => {
      await inOverlap({
        options: { repositories: ['octo/app', 'octo/web'] },
        nextDay: async (scenario) => {
          const { clock, wire, github } = scenario.sandbox
          wire.latency = 0
          for (let index = 0; index < 120; index += 1) deploy(scenario, clock.now(), 'queued', busy).complete()
          github.isMissingFromSearches = () => isMissing
          await isSwitchedOff(scenario)
          const asked = ['octo/app', 'octo/web'].map(
            (name) =>
              wire.records.filter(({ operation, target }) => operation === listing && target.includes(`/${name}/`))
                .length,
          )
          expect(asked.toSorted((one, other) => one - other)).toEqual(requests)
        },
      })
    },
  )

  test('is told on one line, whatever its workflow is called', async () => {
    await inOverlap({
      before: ({ sandbox: { github }, home }) => {
        const path = '.github/workflows/odd.yml'
        github.repository(home).files.set(path, 'name: "x\\n::error::boom"\non: push\njobs: {}\n')
        github.noteRun(home, { id: github.nextRunId(), path, event: 'push' })
      },
      nextDay: async (scenario) => {
        const { stdout } = await isHeldBy(scenario, 'x ::error::boom #1 in octo/app, in_progress')
        expect(stdout).not.toMatch(/^::error::boom/m)
      },
    })
  })

  test('turns the run red when it holds the old key for more than a week, and is not overridden', async () => {
    await inOverlap({
      before: (scenario) => job(scenario, 'waiting'),
      nextDay: async (scenario) => {
        scenario.sandbox.clock.advance(7 * day)
        const result = await scenario.rotate({ 'old-key-still-used': 'proceed' })
        expect([result.exitCode, result.outputs['phase'], statuses(scenario)]).toEqual([1, 'overlap', 'Active Active'])
        expect(errorOf(result)).toContain('This wait has lasted for 7 days')
        expect(errorOf(result)).toContain('Deploy #1 in octo/app, waiting')
      },
    })
  })
})

describe('a run of a repository that uses', () => {
  const shared = { SHARED_ID: 'access-key-id', SHARED_SECRET: 'secret-access-key' }
  const yaml = (places: readonly object[]) => places.map((each) => `- ${JSON.stringify(each)}`).join('\n')

  /** What the job is given to write to an organization with two more repositories. */
  function ofOrganization({ sandbox: { github } }: Scenario, places: readonly object[]) {
    const token = github.addToken({
      kind: 'app',
      name: 'organization-app',
      permissions: {
        metadata: 'read',
        actions: 'write',
        contents: 'read',
        secrets: 'write',
        environments: 'write',
        dependabot_secrets: 'write',
        codespaces_secrets: 'write',
        organization_secrets: 'write',
      },
    })
    return { 'github-token': token, destinations: yaml([{ repository: 'octo/app' }, ...places]) }
  }

  function withOrganization({ sandbox: { github } }: Scenario, visibility: 'all' | 'private' | 'selected'): void {
    github.addOrganization('octo')
    const repositories = Array.from({ length: 120 }, (_, index) => `octo/service-${index}`)
    for (const name of repositories) github.addRepository(name)
    const store = github.secretsAt({ organization: 'octo' })
    for (const name of Object.keys(shared)) {
      store.set(name, 'of the old key')
      store.share(name, visibility, repositories)
    }
  }

  const organization = [{ organization: 'octo', secrets: shared }]

  test('an organization secret for selected repositories is found in any of them', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      scenario.sandbox.wire.latency = 1
      withOrganization(scenario, 'selected')
      const inputs = ofOrganization(scenario, organization)
      const deployment = job(scenario, 'waiting', 'octo/service-119')
      expect((await scenario.rotate(inputs)).outputs['phase']).toBe('overlap')
      scenario.sandbox.clock.advance(2 * day)
      await isHeldBy(scenario, 'Deploy #1 in octo/service-119, waiting', inputs)
      deployment.complete()
      await isSwitchedOff(scenario, inputs)
    })
  })

  test.each(['all', 'private'] as const)(
    'an organization secret for %s repositories is not looked for, and a warning says that time protects',
    async (visibility) => {
      await inScenario({ caller: 'role' }, async (scenario) => {
        scenario.sandbox.wire.latency = 1
        withOrganization(scenario, visibility)
        const inputs = ofOrganization(scenario, organization)
        job(scenario, 'waiting', 'octo/service-119')
        expect((await scenario.rotate(inputs)).outputs['phase']).toBe('overlap')
        scenario.sandbox.clock.advance(2 * day)
        const result = await isSwitchedOff(scenario, inputs)
        const audience = visibility === 'all' ? 'all repositories' : 'all private repositories'
        expect(warningsOf(result).join('\n')).toContain(
          `SHARED_ID, SHARED_SECRET of the organization octo: ${audience} may use it, and are not searched`,
        )
      })
    },
  )

  test('several kinds of secrets is looked for once, and not where there are no runs', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      scenario.sandbox.github.repository('octo/app').addEnvironment('production')
      scenario.sandbox.github.addRepository('octo/codespace')
      const inputs = ofOrganization(scenario, [
        { repository: 'octo/app', environment: 'production' },
        { repository: 'Octo/App', store: 'dependabot' },
        { repository: 'octo/codespace', store: 'codespaces' },
      ])
      job(scenario, 'waiting', 'octo/codespace')
      expect((await scenario.rotate(inputs)).outputs['phase']).toBe('overlap')
      scenario.sandbox.clock.advance(2 * day)
      await isSwitchedOff(scenario, inputs)
      expect(scenario.sandbox.wire.records.filter(({ operation }) => operation === listing)).toHaveLength(1)
    })
  })
})

describe('where runs cannot be seen', () => {
  test('for want of a permission, time protects alone, and a warning says so', async () => {
    await inOverlap({
      options: { repositories: ['octo/app', 'octo/web'] },
      before: (scenario) => job(scenario, 'queued', 'octo/web'),
      nextDay: async (scenario) => {
        const { wire } = scenario.sandbox
        wire.inject({
          matches: ({ operation, target }) => operation === listing && target.includes('octo/web'),
          times: 99,
          fault: { kind: 'refuse', status: 403, message: 'Resource not accessible by integration' },
        })
        const result = await isSwitchedOff(scenario)
        const warnings = warningsOf(result).join('\n')
        expect(warnings).toContain('It is not known whether jobs of octo/web still hold the old key')
        expect(warnings).toContain('Repository permissions → Actions: Read-only')
        expect(warnings).toContain('only time protects them')
      },
    })
  })

  test.each([
    ['GitHub is in trouble', { kind: 'refuse', status: 502 }],
    ['the token is not valid any more', { kind: 'refuse', status: 401 }],
    ['a proxy answers with a page', { kind: 'refuse', status: 403, message: '<html>Blocked</html>' }],
  ] as const)('because %s, nothing is concluded', async (_, fault) => {
    await inOverlap({
      nextDay: async (scenario) => {
        const { wire } = scenario.sandbox
        wire.inject({ matches: ({ operation }) => operation === listing, times: 9, fault })
        const result = await scenario.rotate()
        expect([result.exitCode, result.outputs['phase'], statuses(scenario)]).toEqual([1, 'overlap', 'Active Active'])
        wire.heal()
        await isSwitchedOff(scenario)
      },
    })
  })
})

describe('a use of the old key', () => {
  const call = { event: 'ListBuckets', source: '203.0.113.7', agent: 'aws-cli/2.31' }
  function used(scenario: Scenario): void {
    const { aws, clock } = scenario.sandbox
    const { accessKeyId } = scenario.oldKey
    aws.noteUse(accessKeyId, { at: clock.now(), service: 's3', region: 'eu-central-1', call })
    clock.advance(duration('20m'))
  }

  test('after the proof starts the wait again, and CloudTrail says whose it was', async () => {
    await inOverlap({
      options: { trail: true },
      nextDay: async (scenario) => {
        used(scenario)
        const result = await isHeldBy(scenario, 'ListBuckets of s3.amazonaws.com, 2026-03-02T10:')
        expect(result.stdout).toContain('from 203.0.113.7 (aws-cli/2.31)')
        expect(result.summary).toContain('203.0.113.7')
        expect(String(reportOf(result)['because'])).toContain('(s3 in eu-central-1, 2026-03-02T10:')
        expect(Date.parse(result.outputs['next-step-at'] ?? '')).toBeGreaterThan(scenario.sandbox.clock.now())
        scenario.sandbox.clock.advance(day)
        await isSwitchedOff(scenario)
      },
    })
  })

  test('is told with the way to find out, where CloudTrail may not be asked', async () => {
    await inOverlap({
      nextDay: async (scenario) => {
        used(scenario)
        const { accessKeyId } = scenario.oldKey
        const result = await isHeldBy(
          scenario,
          `event history in eu-central-1, filtered by the AWS access key ${accessKeyId}`,
        )
        expect(result.stdout).toContain('allow cloudtrail:LookupEvents')
      },
    })
  })

  test('does not matter to those who say so', async () => {
    await inOverlap({
      nextDay: async (scenario) => {
        used(scenario)
        await isSwitchedOff(scenario, { 'old-key-still-used': 'proceed' })
      },
    })
  })

  test('that goes on for longer than rotate-after turns the run red', async () => {
    await inOverlap({
      nextDay: async (scenario) => {
        scenario.sandbox.clock.advance(60 * day)
        used(scenario)
        const result = await scenario.rotate()
        expect([result.exitCode, result.outputs['phase'], statuses(scenario)]).toEqual([1, 'overlap', 'Active Active'])
        expect(errorOf(result)).toContain('This has gone on for longer than rotate-after')
      },
    })
  })

  test('cannot be ruled out where it may not be read', async () => {
    await inOverlap({
      nextDay: async (scenario) => {
        const { wire } = scenario.sandbox
        const matches = ({ operation }: { readonly operation: string }) => operation === 'GetAccessKeyLastUsed'
        wire.inject({ matches, times: 9, fault: { kind: 'refuse', status: 403 } })
        const result = await scenario.rotate()
        expect([result.exitCode, result.outputs['phase'], statuses(scenario)]).toEqual([0, 'overlap', 'Active Active'])
        expect(reportOf(result)['because']).toContain('cannot be read, so it may be in use')
      },
    })
  })

  test('after it was switched off, by somebody who had it on for a while, puts its end off', async () => {
    await inOverlap({
      nextDay: async (scenario) => {
        await isSwitchedOff(scenario)
        scenario.sandbox.clock.advance(6 * day)
        used(scenario)
        scenario.sandbox.clock.advance(2 * day)
        const held = await scenario.rotate()
        expect([held.exitCode, held.outputs['phase'], statuses(scenario)]).toEqual([0, 'recovery', 'Inactive Active'])
        expect(held.outputs).toMatchObject({ 'next-step': 'delete' })
        expect(warningsOf(held).join('\n')).toContain('was used after it was switched off (s3 in eu-central-1')
        scenario.sandbox.clock.advance(5 * day)
        expect((await scenario.rotate()).outputs['phase']).toBe('steady')
        expect(statuses(scenario)).toBe('Active')
      },
    })
  })
})

/** When GitHub had every secret, as the journal tells. */
function publishedAt({ sandbox, user }: Scenario): number {
  const at = /\bto=(\S+)/.exec(sandbox.aws.tags(user)['rotate-iam-access-keys'] ?? '')?.[1]
  return Date.parse(at ?? '')
}
