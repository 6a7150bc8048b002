/**
 * Every page as a person sees it, in a browser: on a desk and on a phone, light and dark, nothing is cut, nothing scrolls
 * sideways, and no markup is left for text. `SCREENSHOTS=DIR` leaves a picture of each there.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { isInstalled } from '../../sandbox/aws/moto.ts'
import { type Browser, program, startBrowser, type View } from './browser.ts'
import { faultsIn } from './faults.ts'
import { githubPage } from './github-page.ts'
import { pages } from './pages.ts'

const isThere = isInstalled(program)
if (!isThere) console.log(`${program} is not installed, so nobody looks at the pages.`)

const views: readonly View[] = [
  { width: 900, scheme: 'light' },
  { width: 900, scheme: 'dark' },
  { width: 390, scheme: 'light' },
  { width: 390, scheme: 'dark' },
]

/** Pictures are for people. */
const pictures = process.env['SCREENSHOTS']

let browser: Browser
const describeInBrowser = isThere ? describe : describe.skip
describeInBrowser('the pages', () => {
  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser.stop())

  async function faultsOf(html: string): Promise<readonly string[]> {
    await browser.show(html)
    return browser.evaluate(`(${faultsIn})()`)
  }

  describe.each(views)('$width pixels wide, $scheme', (view) => {
    beforeAll(() => browser.look(view))

    test.each(Object.entries(pages))('%s', async (name, html) => {
      const faults = await faultsOf(html)
      if (pictures !== undefined) {
        mkdirSync(pictures, { recursive: true })
        const file = `${name.replaceAll(' ', '-')}-${view.width}-${view.scheme}.png`
        writeFileSync(join(pictures, file), await browser.screenshot())
      }
      expect(faults).toEqual([])
    })
  })

  describe('what would be wrong is found', () => {
    beforeAll(() => browser.look({ width: 390, scheme: 'dark' }))

    const wide = (cell: string) => `| a | b |\n| --- | --- |\n| ${cell} | ${cell} |`
    const faint = '<!doctype html><body style="background:#000;color:#333">'
    test.each<readonly [string, string, string]>([
      ['a table wider than the page', githubPage(wide('w'.repeat(30))), 'TABLE'],
      [
        'one that is folded',
        githubPage(`<details><summary>x</summary>\n\n${wide('w'.repeat(30))}\n\n</details>`),
        'TABLE',
      ],
      ['a block of code with a long line', githubPage(`\`\`\`\n${'code '.repeat(20)}\n\`\`\``), 'PRE'],
      ['text that is cut', '<p style="width:50px;overflow:hidden;white-space:nowrap">cut off, cut off</p>', 'P'],
      ['something beside the page', '<p style="position:absolute;left:380px;width:90px">beside</p>', 'P'],
      ['an alert that is folded', githubPage('<details><summary>x</summary>\n\n> [!NOTE]\n> y\n\n</details>'), 'alert'],
      ['markup that is none', githubPage('<b>a **b** c</b>\n\n&lt;br&gt;'), 'markup'],
      ['text that is hard to read', `${faint}<p>faint`, 'faint'],
    ])('%s', async (_, html, named) => {
      expect(await faultsOf(html)).toContainEqual(expect.stringContaining(named))
    })

    test('and a table that fits is no fault', async () => {
      expect(await faultsOf(githubPage(wide('fits')))).toEqual([])
    })
  })
})
