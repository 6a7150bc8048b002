/** Every link leads somewhere, and every page and example can be found: in pages, in examples, and in what the code says. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'

const root = join(import.meta.dirname, '..', '..')
const text = (path: string) => readFileSync(join(root, path), 'utf8')

const docs = readdirSync(join(root, 'docs'))
  .filter((file) => file.endsWith('.md'))
  .map((file) => `docs/${file}`)
const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', ...docs]
const examples = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(?:yml|tf)$/.test(file))
  .map((file) => `examples/${file}`)

/** Where the links of a page lead to, files of this repository as they are called from its root. */
function targetsOf(page: string): readonly { readonly path: string; readonly anchor: string | undefined }[] {
  return [...text(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^https:|^\.\.\/\.\.\//.test(link))
    .map((link) => {
      const [path = '', anchor] = link.split('#')
      return { path: path === '' ? page : join(dirname(page), path), anchor }
    })
}

function isThere({ path, anchor }: { readonly path: string; readonly anchor: string | undefined }): boolean {
  return existsSync(join(root, path)) && (anchor === undefined || anchors(text(path)).includes(anchor))
}

/** Headings as GitHub turns them into anchors, and anchors that a page sets itself. */
function anchors(markdown: string): readonly string[] {
  const prose = markdown.replaceAll(/^```[\s\S]*?^```$/gm, '')
  const set = [...prose.matchAll(/<a id="([\w-]+)"><\/a>/g)].map(([, anchor = '']) => anchor)
  const headings = [...prose.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
  return [...headings, ...set]
}

test.each(pages)('links of %s lead to files and headings that exist', (page) => {
  expect(targetsOf(page).filter((target) => !isThere(target))).toEqual([])
})

test.each(pages)('headings of %s have an anchor each', (page) => {
  const all = anchors(text(page))
  expect(all.filter((anchor, index) => all.indexOf(anchor) !== index)).toEqual([])
})

test('links that are missing are noticed', () => {
  expect(isThere({ path: 'docs/setup.md', anchor: 'planning' })).toBe(true)
  expect(isThere({ path: 'docs/setup.md', anchor: 'plans' })).toBe(false)
  expect(isThere({ path: 'docs/set-up.md', anchor: undefined })).toBe(false)
})

test('every page and every example is found from the README', () => {
  const found = new Set<string>()
  const follow = (path: string): void => {
    if (found.has(path)) return
    found.add(path)
    if (path.endsWith('.md')) for (const target of targetsOf(path)) follow(target.path)
    // A file that a page shows is found there.
    if (path.endsWith('.md')) for (const [, file = ''] of text(path).matchAll(/^<!-- (\S+) -->$/gm)) follow(file)
  }
  follow('README.md')
  const all = [...pages, ...examples]
  expect(all.filter((path) => !found.has(path))).toEqual([])
})

describe('comments of examples', () => {
  const mine = /[\w./-]+\.(?:yml|tf|json|md)\b/g

  test.each(examples)('%s name files that exist', (file) => {
    const comments = [...text(file).matchAll(/(?:^|\s)# (.*)$/gm)].map(([, comment = '']) => comment)
    const named = comments
      .map((comment) => comment.replaceAll(/https?:\S+/g, ''))
      .flatMap((comment) => [...comment.matchAll(mine)].map(([path]) => path))
    const isFile = (path: string) =>
      path.startsWith('.github/') || [path, join(dirname(file), path)].some((each) => existsSync(join(root, each)))
    expect(named.filter((path) => !isFile(path))).toEqual([])
  })
})

test('what code, examples and actions say of pages leads to pages and headings that exist', () => {
  const folders = ['src', 'sandbox', '__tests__', 'examples', 'schema', 'verify', 'report']
  const files = folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    )
    .filter((file) => /\.(?:ts|yml|json|tf)$/.test(file) && !file.endsWith('openapi.json'))
    .concat('action.yml')
  const named = files.flatMap((file) =>
    [...text(file).matchAll(/(?<![\w/])(docs\/[\w-]+\.md)(?:#([\w-]+))?/g)].map(([, path = '', anchor]) => ({
      file,
      path,
      anchor,
    })),
  )
  expect(named.length).toBeGreaterThan(20)
  expect(named.filter((each) => each.file !== '__tests__/repository/links.test.ts' && !isThere(each))).toEqual([])
})

test('addresses of this repository lead to files that exist', () => {
  const own = /https:\/\/raw\.githubusercontent\.com\/rotate-iam-access-keys\/rotate-iam-access-keys\/v1\/([\w./-]+)/g
  const named = [...pages, ...examples, 'schema/config.json'].flatMap((file) =>
    [...text(file).matchAll(own)].map(([, path = '']) => path),
  )
  expect(named.length).toBeGreaterThan(1)
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
})
