import { expect, test } from '@jest/globals'
import { addressFor, moreAbout } from '../../../src/report/troubleshooting.ts'

const page = 'https://github.com/rotate-iam-access-keys/rotate-iam-access-keys/blob/main/docs/troubleshooting.md'

test.each([
  ['AWS denied iam:TagUser on ci-bot: no policy allows it', 'aws-denied'],
  ['AWS denied sts:AssumeRole on the role r to ci-bot: no', 'role-denied'],
  ['The input github-app-id is empty', 'input-empty'],
  [
    'The input verification-workflow is empty, and without it nothing proves that jobs work',
    'no-verification-workflow',
  ],
  [
    'GitHub did not let this run write the secret AWS_ACCESS_KEY_ID in octo/app: the repository is archived, so it is read-only',
    'read-only',
  ],
  ['AWS_ACCESS_KEY_ID is empty', 'key-variables'],
  ['Jobs get AWS_ACCESS_KEY_ID', undefined],
  ['Nothing of this is known', undefined],
])('%s: %s', (text, anchor) => {
  expect(addressFor(text)?.split('#')[1]).toBe(anchor)
})

test('points of a message lead to their own rows, and a message without known points to one', () => {
  const points = '- octo/a was not found while trying to look\n- octo/b was not found while trying to look'
  const list = `The access key of ci-bot cannot be replaced:\n${points}\n- verify.yml requires x, which the rotation does not send`
  expect(moreAbout(list)).toEqual([`${page}#place-not-found`, `${page}#workflow-unusable`])
  expect(moreAbout('The access key of ci-bot cannot be replaced:\n- something')).toEqual([`${page}#cannot-be-replaced`])
  expect(moreAbout('Something')).toEqual([])
})

const text = 'The input github-token is empty'
const row = 'docs/troubleshooting.md#input-empty'

test.each([
  [
    'the version that runs',
    { GITHUB_ACTION_REPOSITORY: 'octo/rotate', GITHUB_ACTION_REF: 'v1' },
    `octo/rotate/blob/v1/${row}`,
  ],
  ['a branch', { GITHUB_ACTION_REPOSITORY: 'octo/rotate', GITHUB_ACTION_REF: 'a/b' }, `octo/rotate/blob/a/b/${row}`],
  ['an action that is started by its path', { GITHUB_ACTION_REPOSITORY: '', GITHUB_ACTION_REF: '' }, undefined],
  ['a name that is no address', { GITHUB_ACTION_REPOSITORY: 'octo/x y', GITHUB_ACTION_REF: 'v1' }, undefined],
])('the page is the one of %s', (_, environment, address) => {
  const server = 'https://github.example'
  const expected = address === undefined ? `${page}#input-empty` : `${server}/${address}`
  expect(addressFor(text, { GITHUB_SERVER_URL: server, ...environment })).toBe(expected)
})
