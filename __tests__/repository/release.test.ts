/** What a release says of itself: the tag, package.json and the changelog agree, or there is none. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'

const script = join(import.meta.dirname, '..', '..', '.github', 'release-notes.js')

const changelog = `# Changelog

## Unreleased

Not yet.

## 1.2.3 (2026-11-30)

- The second.

## 1.2.0 (2026-11-01)

- The first.

## 1.1.0 (2026-10-01)
`

/** Runs the script in a repository of that version. */
function notes(version: string, tag: string) {
  const folder = mkdtempSync(join(tmpdir(), 'release-'))
  try {
    mkdirSync(join(folder, '.github'))
    cpSync(script, join(folder, '.github', 'release-notes.js'))
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', version }))
    writeFileSync(join(folder, 'CHANGELOG.md'), changelog)
    const { status, stdout, stderr } = spawnSync(process.execPath, ['.github/release-notes.js', tag], {
      cwd: folder,
      encoding: 'utf8',
    })
    return { status, said: `${stdout}${stderr}`.trim() }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test.each([
  ['1.2.3', 'v1.2.3', '- The second.'],
  ['1.2.0', 'v1.2.0', '- The first.'],
])('the notes of %s are its section of the changelog', (version, tag, said) => {
  expect(notes(version, tag)).toEqual({ status: 0, said })
})

test.each([
  ['another version in package.json', '1.2.2', 'v1.2.3', 'The tag is v1.2.3, and package.json has the version 1.2.2.'],
  ['no section', '1.3.0', 'v1.3.0', 'CHANGELOG.md has no section "## 1.3.0 (YYYY-MM-DD)"'],
  ['an empty section', '1.1.0', 'v1.1.0', 'CHANGELOG.md has no section "## 1.1.0 (YYYY-MM-DD)"'],
  ['a moving tag', '1.2.3', 'v1', '“v1” is no tag of a release.'],
  ['no tag', '1.2.3', '', '“” is no tag of a release.'],
])('%s: nothing is released', (_, version, tag, said) => {
  const told = notes(version, tag)
  expect(told.status).toBe(1)
  expect(told.said).toContain(said)
})
