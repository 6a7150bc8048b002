/**
 * Prints what CHANGELOG.md says of a version, and fails where the tag, package.json and the changelog disagree.
 * node .github/release-notes.js v1.2.3
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const read = (/** @type {string} */ file) => readFileSync(join(root, file), 'utf8')

/** @type {(message: string) => never} */
function fail(message) {
  console.error(message)
  process.exit(1)
}

const [tag = ''] = process.argv.slice(2)
const { version } = JSON.parse(read('package.json'))
if (!/^v\d+\.\d+\.\d+$/.test(tag)) fail(`“${tag}” is no tag of a release. Give one such as v1.2.3.`)
if (tag !== `v${version}`) fail(`The tag is ${tag}, and package.json has the version ${version}. Make them one.`)

const sections = read('CHANGELOG.md').split(/^## /m).slice(1)
const notes = sections
  .find((section) => section.startsWith(`${version} `))
  ?.replace(/^.*\n/, '')
  .trim()
if (!notes) fail(`CHANGELOG.md has no section "## ${version} (YYYY-MM-DD)", or says nothing there. Write it first.`)
console.log(notes)
