/** What the sandbox makes of a step's output is what the runner does. */
import { describe, expect, test } from '@jest/globals'
import { runnerLog } from '../../sandbox/runner-log.ts'

const names = (output: string) => runnerLog(output).commands.map(({ name }) => name)
const shown = (output: string) => runnerLog(output).lines.filter((line) => line !== '')

describe('a command is', () => {
  test.each([
    ['::notice::hello'],
    ['::notice title=a::hello'],
    ['  \u00a0::notice::hello'],
    ['::NOTICE::hello'],
    ['##[notice]hello'],
    ['behind other words ##[notice]hello'],
    ['behind #\u00ad#[notice]hello'],
    [':\u200b:notice::hello'],
    ['words\r::notice::hello'],
  ])('%j', (output) => {
    expect(names(output)).toEqual(['notice'])
  })

  test.each([
    ['x ::notice::hello'],
    ['::unknown::hello'],
    ['## [notice]hello'],
    ['::notice:hello'],
    ['##[notice hello'],
  ])('not %j', (output) => {
    expect(names(output)).toEqual([])
    expect(shown(output)).toEqual([output])
  })
})

test('stop-commands turns masks and annotations into text, until its token', () => {
  const output =
    '##[stop-commands]token-of-mine\n::add-mask::hidden-value\n::error::lost\nhidden-value\n::token-of-mine::\n::error::told'
  const { masks, annotations, lines } = runnerLog(output)
  expect(masks).toEqual([])
  expect(annotations.map(({ message }) => message)).toEqual(['told'])
  expect(lines).toContain('hidden-value')
})

describe('a mask covers, from its line on,', () => {
  const secret = `a'b"c<d>&/+=${'e'.repeat(20)}`
  const encoded = (text: string) => Buffer.from(text).toString('base64')
  test.each([
    ['the value', secret],
    ['base64 of it', encoded(secret)],
    ['base64 that began a byte earlier', encoded(`x${secret}`).slice(4)],
    ['base64 that began two bytes earlier', encoded(`xy${secret}`).slice(4)],
    ['JSON', JSON.stringify(secret).slice(1, -1)],
    ['a part of a URL', encodeURIComponent(secret).replaceAll("'", '%27')],
    ['XML', `a&apos;b&quot;c&lt;d&gt;&amp;/+=${'e'.repeat(20)}`],
  ])('%s', (_, form) => {
    const [before, after] = shown(`${form}\n::add-mask::${secret}\n${form}`)
    expect(before).toBe(form)
    expect(after).toContain('***')
    expect(after).not.toContain('eeeeeeee')
  })

  test('each of its lines, trimmed', () => {
    expect(shown('::add-mask::first line%0A  second line\nx second line y\nfirst line')).toEqual(['x *** y', '***'])
  })

  test('annotations too', () => {
    expect(shown('::add-mask::hidden\n::error title=x::it is hidden')).toEqual(['##[error]it is ***'])
  })
})

test('annotations have a title and several lines, and are shown up to ten of a level and 4,096 characters', () => {
  const { annotations } = runnerLog('::warning title=a%3A b%2C c::one%0Atwo 100%25')
  expect(annotations).toEqual([{ level: 'warning', title: 'a: b, c', message: 'one\ntwo 100%' }])
  const many = [...Array.from({ length: 11 }, () => `::error::${'x'.repeat(5000)}`), '::notice::last'].join('\n')
  const { shownAnnotations } = runnerLog(many)
  expect(shownAnnotations.map(({ level }) => level)).toEqual([...Array.from({ length: 10 }, () => 'failure'), 'notice'])
  expect(shownAnnotations[0]?.message).toHaveLength(4096)
})
