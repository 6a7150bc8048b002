// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of workflows are written so
/** What is found in the files of verification workflows before a key exists. */
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { GitHubClient, TokenConnection } from '../../../src/github/api/client.ts'
import { GitHubTime } from '../../../src/github/api/time.ts'
import { octokitRequest } from '../../../src/github/api/transport.ts'
import { groupOfThisRun } from '../../../src/github/rotation-workflow.ts'
import { checkWorkflow } from '../../../src/github/verification/preflight.ts'
import { VerificationWorkflow } from '../../../src/github/verification/workflow.ts'
import type { Clock } from '../../../src/rotation/ports.ts'
import { type LoopbackGitHub, openGitHub } from '../../sandbox/loopback-github.ts'

const example = (name: string) => readFileSync(`examples/${name}`, 'utf8')
const oneFile = example('one-file-self.yml')
const literal = oneFile.replace(/group: .*/, 'group: rotate-aws-key')
const rotation = example('rotate-self.yml')
const verification = example('verify.yml')
const inGroup = (group: string) => verification.replace('jobs:', `concurrency: ${group}\n\njobs:`)

let sandbox: LoopbackGitHub

beforeEach(async () => {
  sandbox = await openGitHub()
})

afterEach(async () => {
  await sandbox.close()
  expect(sandbox.violations).toEqual([])
})

interface Setting {
  /** Of the run, and of what it is to start. */
  readonly files: Readonly<Record<string, string>>
  readonly own?: string
  readonly verifies?: string
  readonly repository?: string
}

/** Checks a workflow in a run of another one, or of itself. */
async function check({ files, own = 'rotate.yml', verifies = 'verify.yml', repository = 'octo/app' }: Setting) {
  const { github, clock: time, url } = sandbox
  const [owner = '', repo = ''] = repository.split('/')
  for (const name of new Set(['octo/app', repository])) {
    github.addRepository(name)
    for (const [file, yaml] of Object.entries(files)) {
      const path = `.github/workflows/${file}`
      if (file === verifies) github.addWorkflow(name, { path, yaml, job: async () => 'success' })
      github.repository(name).files.set(path, yaml)
    }
  }
  const clock: Clock = {
    now: () => time.now(),
    elapsed: () => 0,
    sleep: async (duration) => time.advance(duration),
    unlessCancelled: (work) => work,
    cancelled: false,
  }
  const token = github.addToken({
    kind: 'GITHUB_TOKEN',
    name: 'github-actions',
    permissions: { metadata: 'read', actions: 'write', checks: 'read', contents: 'read' },
    repositories: ['octo/app', repository],
  })
  const gitHubTime = new GitHubTime(clock)
  const client = new GitHubClient(new TokenConnection(octokitRequest(token, url), 'dispatch-token', clock, gitHubTime))
  const workflow = new VerificationWorkflow({ owner, repo, file: verifies, ref: undefined }, client)
  const run = { owner: 'octo', repo: 'app', path: `.github/workflows/${own}`, ref: 'main', job: 'rotate' }
  let isRead = false
  const { problem } = await checkWorkflow(workflow, {
    repository: 'octo/app',
    group: () => {
      isRead = true
      return groupOfThisRun(client, { file: run })
    },
  })
  return { problem, isRead }
}

const ofOneFile = { own: 'aws-key.yml', verifies: 'aws-key.yml' }
const waits = 'is in the concurrency group of this run, rotate-aws-key: it would wait for this run, which waits for it'

test.each<readonly [what: string, setting: Setting, problem: string | undefined]>([
  ['the example in one file', { ...ofOneFile, files: { 'aws-key.yml': oneFile } }, undefined],
  ['its group simplified', { ...ofOneFile, files: { 'aws-key.yml': literal } }, `aws-key.yml in octo/app ${waits}`],
  [
    'two files in one group',
    { files: { 'rotate.yml': rotation, 'verify.yml': inGroup('Rotate-AWS-key') } },
    'verify.yml in octo/app is in the concurrency group of this run',
  ],
  ['two files in two groups', { files: { 'rotate.yml': rotation, 'verify.yml': inGroup('verify') } }, undefined],
  ['a rotation that cannot be read', { files: { 'verify.yml': inGroup('rotate-aws-key') } }, undefined],
  [
    'two repositories',
    {
      files: { 'rotate.yml': rotation, 'verify.yml': inGroup('rotate-aws-key') },
      repository: 'octo/web',
    },
    undefined,
  ],
  [
    'its verification deleted',
    { ...ofOneFile, files: { 'aws-key.yml': oneFile.replace(/ {2}verify:\n[\s\S]*$/, '') } },
    'aws-key.yml in octo/app runs none of its jobs when the rotation starts it, so it proves nothing: on main, give it a job with "if: ${{ inputs.expected-key }}" that has the verify action.',
  ],
  [
    'its inputs deleted',
    {
      ...ofOneFile,
      files: { 'aws-key.yml': oneFile.replace(/ {6}(?:expected-key|rotation-id):\n(?: {8}.*\n)+/g, '') },
    },
    'does nothing but rotate when the rotation starts it, so it proves nothing: on main, declare the input expected-key, and give it a job',
  ],
])('%s', async (_, setting, problem) => {
  const found = await check(setting)
  if (problem === undefined) expect(found.problem).toBeUndefined()
  else expect(found.problem).toContain(problem)
})

test('the file of this run is read only where the group of the verification may be the same', async () => {
  expect(await check({ files: { 'rotate.yml': rotation, 'verify.yml': verification } })).toMatchObject({
    isRead: false,
  })
})
