/** An inventory over HTTP, with the tokens of an App and with the file of the file system, as a run of the action has them. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { inventory } from '../../../src/audit/inventory.ts'
import { inventoryFile } from '../../../src/audit/inventory-file.ts'
import { nameOf } from '../../../src/destination.ts'
import { octokitRequest } from '../../../src/github/api/transport.ts'
import { GitHubAccess } from '../../../src/github/tokens/tokens.ts'
import type { Clock } from '../../../src/rotation/ports.ts'
import { hour, minute } from '../../../src/rotation/time.ts'
import { privateKey } from '../../bundle/installed-app.ts'
import { type LoopbackGitHub, openGitHub } from '../../sandbox/loopback-github.ts'
import { everything } from './large-organization.ts'

let server: LoopbackGitHub
let folder: string

beforeEach(async () => {
  server = await openGitHub()
  folder = mkdtempSync(join(tmpdir(), 'inventory-'))
})

afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
  expect(server.violations).toEqual([])
})

const count = 110

async function run(lines: string[] = []) {
  const { clock: sandbox, url } = server
  const start = sandbox.now()
  const clock: Clock = {
    now: () => sandbox.now(),
    elapsed: () => sandbox.now() - start,
    sleep: async (duration) => sandbox.advance(duration),
    unlessCancelled: (work) => work,
    cancelled: false,
  }
  const uses = {
    github: { kind: 'app', appId: '4711', privateKey },
    githubApiUrl: url,
    destinations: [],
    recovery: undefined,
    verificationWorkflows: [],
    job: { owner: 'octo', repo: 'app-0' },
  } as const
  const access = new GitHubAccess([uses], { send: octokitRequest, mask: () => undefined, clock })
  const { for: clientFor } = access.clientsFor(uses, false)
  const { time } = access
  const user = {
    user: 'ci',
    secrets: [{ name: 'AWS_ACCESS_KEY_ID', format: 'access-key-id' }],
    variables: [],
    destinations: [],
    otherKeys: [],
    keys: [{ id: 'AKIAIOSFODNN7EXAMPLE', created: sandbox.now() - hour }],
  } as const
  const file = inventoryFile(join(folder, 'audit'))
  const say = (line: string) => lines.push(line)
  const organizations = ['octo']
  return inventory({
    organizations,
    users: [user],
    githubApiUrl: url,
    clientFor,
    clock,
    time,
    until: 55 * minute,
    file,
    say,
  })
}

test('an App reads all that it is granted, and two runs share the work', async () => {
  const { github, clock } = server
  github.addOrganization('octo').secrets.actions.set('AWS_ACCESS_KEY_ID', 'whatever it holds')
  for (let index = 0; index < count; index += 1) github.addRepository(`octo/app-${index}`)
  github.repository('octo/app-109').secrets.agents.set('AWS_ACCESS_KEY_ID', 'whatever it holds')
  github.repository('octo/app-7').addEnvironment('a/b').variables.set('KEY', 'AKIAIOSFODNN7EXAMPLE')
  const installation = { owner: 'octo', rateLimit: 500 }
  github.addApp({ id: 4_711, name: 'auditor', privateKey, permissions: everything, installations: [installation] })

  const first = await run()
  expect(first).toMatchObject({ complete: false, repositoriesRead: expect.any(Number) })
  expect(first.stopped).toContain('The hourly requests of the App of github-app-id for octo are used up')
  expect(readdirSync(join(folder, 'audit'))).toEqual(['inventory.json'])
  clock.advance(hour)
  const lines: string[] = []
  const { wire } = server
  wire.records.length = 0
  const second = await run(lines)
  expect(lines[0]).toContain('goes on from that of an earlier run')
  expect(second).toMatchObject({ complete: true, repositoriesRead: count, repositoriesLeft: 0, stopped: undefined })
  expect(wire.records.length).toBeLessThan(500)
  expect(second.unlisted.map(({ place, name, proves }) => [nameOf(place), name, proves])).toEqual([
    ['the environment a/b of octo/app-7', 'KEY', 'holds this key'],
    ['the organization octo', 'AWS_ACCESS_KEY_ID', 'may hold this key'],
    ['octo/app-109 (Agents)', 'AWS_ACCESS_KEY_ID', 'may hold this key'],
  ])
  // GitHub lets no App see those of Codespaces.
  expect(second.unread).toEqual([
    expect.stringMatching(/^Not read: the secrets of the organization octo \(Codespaces\)/),
  ])
})

test('a file that cannot be read or written costs the inventory nothing', async () => {
  const { github } = server
  github.addOrganization('octo')
  github.addRepository('octo/app-0')
  github.addApp({ id: 4_711, name: 'auditor', privateKey, permissions: everything, installations: [{ owner: 'octo' }] })
  writeFileSync(join(folder, 'audit'), 'a file where the folder should be')
  const lines: string[] = []
  expect(await run(lines)).toMatchObject({ complete: true, repositoriesRead: 1 })
  expect(lines).toEqual([
    expect.stringMatching(/^The inventory of an earlier run could not be read \((?:Error: )?ENOTDIR/),
    'octo: 1 repository; 0 archived are left out',
    expect.stringMatching(/^The inventory could not be kept in a file \((?:Error: )?E(?:EXIST|NOTDIR)/),
  ])
  expect(readFileSync(join(folder, 'audit'), 'utf8')).toBe('a file where the folder should be')
})
