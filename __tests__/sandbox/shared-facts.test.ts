/** What the sandbox and the action have to agree on, each in its own words: the sandbox imports nothing of `src/`. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { variableOf } from '../../sandbox/runner.ts'
import { fingerprint as sandboxFingerprint, verdictTitles } from '../../sandbox/verify-action.ts'
import { inputOf } from '../../src/inputs/environment.ts'
import { failures, fingerprint } from '../../src/key/verification-contract.ts'

const sandbox = join(import.meta.dirname, '..', '..', 'sandbox')

test('an input has one variable', () => {
  for (const name of ['iam-user', 'expected-key', 'a name of WORDS']) {
    expect(inputOf(name, { [variableOf(name)]: 'given' })).toBe('given')
  }
})

test('a key has one fingerprint', () => {
  for (const id of ['AKIA1111111111111111', '', 'ä']) expect(sandboxFingerprint(id)).toBe(fingerprint(id))
})

test('a verdict has one title', () => {
  expect(failures).toMatchObject(verdictTitles)
})

test('the sandbox imports nothing of the action', () => {
  const files = readdirSync(sandbox, { recursive: true, encoding: 'utf8' }).filter((name) => /\.[jt]s$/.test(name))
  expect(files.length).toBeGreaterThan(50)
  expect(
    files.filter((name) => /(?:from|import\()\s*'[./]+\/src\//.test(readFileSync(join(sandbox, name), 'utf8'))),
  ).toEqual([])
})
