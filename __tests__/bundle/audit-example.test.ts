/** examples/audit.yml, executed as it stands there: an account, an organization, and a cache between the runs. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import type { Permissions } from '../../sandbox/github/token.ts'
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import { policy } from '../../sandbox/scenario.ts'
import type { EndedRun } from '../../sandbox/workflows/execution.ts'
import { WorkflowHost } from '../../sandbox/workflows/host.ts'
import { subjectOf } from '../../sandbox/workflows/identity.ts'
import { everything } from '../unit/audit/large-organization.ts'
import { id, privateKey } from './installed-app.ts'

const example = readFileSync(join(import.meta.dirname, '..', '..', 'examples', 'audit.yml'), 'utf8')
const home = 'octo-org/audit'

interface World {
  readonly sandbox: Sandbox
  readonly host: WorkflowHost
}

/** So many repositories, one of which holds the key of a user that nobody rotates. */
async function inOrganization(
  { count, yaml = example, rateLimit }: { readonly count: number; readonly yaml?: string; readonly rateLimit?: number },
  story: (world: World) => Promise<void>,
): Promise<void> {
  const sandbox = await startSandbox({ start: '2026-01-01T05:40:00Z' })
  const { aws, github, clock } = sandbox
  github.addOrganization('octo-org')
  github.addRepository(home)
  const issuer = 'token.actions.githubusercontent.com'
  aws.accounts.addProvider(aws.accountId, { host: issuer, audiences: ['sts.amazonaws.com'] })
  const trust = JSON.stringify(policy('iam-trust-policy-github.json')).replace(/repo:[^"]*/, subjectOf(github, home))
  aws.createRole({ name: 'key-audit', policies: [policy('iam-policy-audit.json')], trust: JSON.parse(trust) })
  aws.createUser({ name: 'bot', created: clock.now() })
  const key = aws.createAccessKey('bot', { created: clock.now() })
  for (let index = 0; index < count; index += 1) github.addRepository(`octo-org/app-${index}`)
  github.setSecret(`octo-org/app-${count - 1}`, 'AWS_ACCESS_KEY_ID', key.accessKeyId)
  const permissions: Permissions = everything
  const installation = { owner: 'octo-org', repositories: 'all', ...(rateLimit ? { rateLimit } : {}) } as const
  github.addApp({ id: 4_711, clientId: id, name: 'auditor', privateKey, permissions, installations: [installation] })
  github.variablesAt({ repository: home }).set('AUDIT_APP_CLIENT_ID', id)
  github.setSecret(home, 'AUDIT_APP_PRIVATE_KEY', privateKey)
  clock.advance(duration('1d'))
  const host = new WorkflowHost(sandbox, home)
  try {
    await host.add('audit.yml', yaml)
    await story({ sandbox, host })
    expect(sandbox.violations).toEqual([])
  } finally {
    host.stop()
    await sandbox.stop()
  }
}

const outcomes = ({ jobs }: EndedRun) => jobs.flatMap(({ steps }) => steps.map(({ outcome }) => outcome))
const attentionOf = ({ jobs }: EndedRun) =>
  jobs.flatMap(
    ({ steps }) => JSON.parse(steps[1]?.outputs['attention'] ?? '[]') as readonly { readonly what: string }[],
  )

test('finds the key and the place that nobody has listed, and fails when it is overdue', async () => {
  await inOrganization({ count: 3 }, async ({ sandbox, host }) => {
    const first = await host.scheduled('audit.yml')
    expect(outcomes(first)).toEqual(['success', 'success', 'success', 'success'])
    const place = 'No configuration lists octo-org/app-2, which may hold a key of bot in AWS_ACCESS_KEY_ID'
    expect(attentionOf(first).map(({ what }) => what)).toEqual([place])
    expect(first.jobs[0]?.summary).toContain('| octo-org/app-2<br><sub>AWS_ACCESS\\_<wbr>KEY_ID</sub>')
    expect(first.jobs[0]?.log).toContain('Artifact access-key-audit has been successfully uploaded')
    sandbox.clock.advance(90 * duration('1d'))
    const second = await host.scheduled('audit.yml')
    expect(outcomes(second)).toEqual(['success', 'failure', 'success', 'success'])
    expect(attentionOf(second).map(({ what }) => what.replace(/AKIA\w+/, 'KEY'))).toContain(
      'KEY of bot is 91 days old, and 90 days are allowed',
    )
  })
})

test('goes on from what an earlier run has read, where it had no time for all', async () => {
  // As many requests as an hour has for about thirty repositories.
  const yaml = example.replace('time-limit: 5h', 'time-limit: 20m')
  await inOrganization({ count: 60, yaml, rateLimit: 250 }, async ({ sandbox, host }) => {
    const first = await host.byHand('audit.yml')
    expect(outcomes(first)).toEqual(['success', 'success', 'success', 'success'])
    expect(first.jobs[0]?.summary).toMatch(/octo-org: \d+ repositories read, \d+ left/)
    sandbox.clock.advance(duration('1h'))
    const second = await host.byHand('audit.yml')
    expect(second.jobs[0]?.log).toContain('The inventory goes on from that of an earlier run')
    expect(second.jobs[0]?.log).toMatch(/61 repositories, \d+ of them were read before/)
    sandbox.clock.advance(duration('1h'))
    const third = await host.byHand('audit.yml')
    expect(third.jobs[0]?.summary).toMatch(/octo-org: 61 repositories read, from/)
  })
})
