/** Text from elsewhere, wherever it is printed; and what fits where it is printed. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Headers } from 'undici'
import { parse } from 'yaml'
import { runnerLog } from '../../sandbox/runner-log.ts'
import { explain } from '../../src/github/api/explanations.ts'
import { permissions } from '../../src/github/api/permissions.ts'
import { readWorkflowFile } from '../../src/github/verification/workflow-file.ts'
import { secretsOfJob } from '../../src/inputs/masks.ts'
import { fitted, folded } from '../../src/report/annotation.ts'
import { plain } from '../../src/report/markdown.ts'
import { summarize } from '../../src/report/runner.ts'
import { messageOf, Problem } from '../../src/rotation/problem.ts'
import { harmless, presentable } from '../../src/text/presentable.ts'
import { errorOf, inScenario, warningsOf } from './support.ts'

const root = join(import.meta.dirname, '..', '..')

test('one file speaks to the runner', () => {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  )
  const speaks = /@actions\/core|\bconsole[.[]|process\.std(?:out|err)|GITHUB_(?:OUTPUT|ENV|PATH|STATE|STEP_SUMMARY)/
  expect(files.filter((file) => speaks.test(readFileSync(join(root, 'src', file), 'utf8')))).toEqual([
    'report/runner.ts',
  ])
})

/** Pieces of commands, of what .NET looks past, of line ends and blanks, in any order. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom('::', ':', '##[', '#', '[', ']', 'stop-commands', 'add-mask', 'error', ' ', 'x', '%0A', '\\'),
      fc.constantFrom('\n', '\r', '\r\n', '\t', '\u0000', '\u0085', '\u00a0', '\u00ad', '\u200b', '\u2028', '\u202e'),
      fc.constantFrom('\u3000', '\ufe0f', '\ufeff', '\u{e0041}', '\ud83d', '\u061c', '\u180e', '\u3164'),
      fc.string({ unit: 'binary' }),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''))

const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u

describe('no text is a command, and all of it is seen', () => {
  test('as a message of several lines', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const printed = harmless(text)
        expect(runnerLog(printed).commands).toEqual([])
        expect(printed.replaceAll('\n', '')).not.toMatch(unseen)
        expect(printed.split('\n').some((line) => /^\s*::/.test(line) || line.includes('##['))).toBe(false)
        expect(harmless(printed)).toBe(printed)
      }),
      { numRuns: 1000 },
    )
  })

  test('inside a sentence, on one line', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 400 }), (text, longest) => {
        const printed = presentable(text, longest)
        expect(runnerLog(`  “${printed}”`).commands).toEqual([])
        expect(printed).not.toMatch(unseen)
        expect(printed.length).toBeLessThanOrEqual(longest + 1)
      }),
      { numRuns: 1000 },
    )
  })

  test.each([
    ['::stop-commands::x', ': :stop-commands::x'],
    ['\u00a0 ::stop-commands::x', '\u00a0 : :stop-commands::x'],
    ['a ##[stop-commands]x', 'a ## [stop-commands]x'],
    ['#\u00ad#[stop-commands]x', '#\\u{AD}#[stop-commands]x'],
    ['e\u202Eevil', 'e\\u{202E}evil'],
    ['one\r::error::two', 'one\\u{D}::error::two'],
    ['a list:\n- one\n- two', 'a list:\n- one\n- two'],
  ])('%j is printed as %j', (text, printed) => {
    expect(harmless(text)).toBe(printed)
  })

  test.each([
    ['a token', 'x ghs_0123456789abcdef y', 'x *** y'],
    ['a token with a mark inside', 'x ghs_0123\u200b456789 y', 'x *** y'],
    ['a password in an address', 'https://me:secret@proxy.example/', 'https://***@proxy.example/'],
    ['a private key', 'x -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END', 'x ***'],
  ])('shows nothing of %s', (_, text, printed) => {
    expect(presentable(text)).toBe(printed)
  })
})

/** An error as a library throws it. */
function thrownBy(call: () => unknown): unknown {
  try {
    call()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describe('the message of an error', () => {
  const token = 'not-like-a-token\nbut-secret'
  const refused = thrownBy(() => new Headers({ authorization: `token ${token}` }))
  const ours = 'a header of the request holds characters that no header may hold'

  test.each([
    ['of a header that cannot be sent quotes no header', refused, ours],
    ['of a library around it neither', new Error(String((refused as Error).message), { cause: refused }), ours],
    ['of YAML is on one line', thrownBy(() => parse('a: b: c\n::stop-commands::x')), /^Nested mappings [^\n]*$/],
    ['is told once', new Error('fetch failed', { cause: new Error('fetch failed') }), 'fetch failed'],
    [
      'tells what lies beneath',
      new Error('fetch failed', { cause: new Error('ECONNREFUSED') }),
      'fetch failed: ECONNREFUSED',
    ],
    ['of ours stays as it is', new Problem('One:\n- two', 'Do.', { cause: new Error('three') }), 'One:\n- two'],
    ['of what is none is made presentable too', '##[error]x\ny', '## [error]x y'],
  ])('%s', (_, error, message) => {
    expect(messageOf(error)).toMatch(message)
    expect(messageOf(error)).not.toContain('but-secret')
  })
})

describe('text from elsewhere in the summary', () => {
  const at = '<span>@</span>'
  const hash = '<span>#</span>'

  test.each([
    ['<img src=x>', '&lt;img src=x&gt;'],
    ['[x](https://evil.example)', '\\[x\\](https\\://evil.example)'],
    ['![a](b)', '!\\[a\\](b)'],
    ['**b** ~~s~~ `c` $a$', '\\*\\*b\\*\\* \\~\\~s\\~\\~ \\`c\\` \\$a\\$'],
    ['__b__ AWS_ACCESS_KEY_ID', '\\_\\_b\\_\\_ AWS_ACCESS_KEY_ID'],
    ['@octo and octo/app#1', `${at}octo and octo/app${hash}1`],
    ['mona@evil.example', `mona${at}evil.example`],
    ['https://evil.example www.evil.example', 'https\\://evil.example www\\.evil.example'],
    ['https://github.com@evil.example/', `https\\://github.com${at}evil.example/`],
    ['https://github.com.evil.example/', 'https\\://github.com.evil.example/'],
    ['see https://github.com/octo/app/actions/runs/1.', 'see https://github.com/octo/app/actions/runs/1.'],
    ['https://github.com/a)**b**', 'https://github.com/a)\\*\\*b\\*\\*'],
    ['https://docs.github.com/a?b=1&c=2#d_e', 'https://docs.github.com/a?b=1&amp;c=2#d_e'],
    ['a | b\n# c', `a \\| b ${hash} c`],
    ['\u202e', '\\\\u{202E}'],
  ])('%j is no markup', (text, markdown) => {
    expect(plain(text)).toBe(markdown)
  })
})

describe('an annotation', () => {
  const points = (count: number) => Array.from({ length: count }, (_, index) => `- problem ${index} of a place`)
  const remedy = 'Fix this and run again.'

  test('holds the message and the remedy', () => {
    expect(fitted('It failed.', remedy)).toBe(`It failed. ${remedy}`)
    expect(fitted('It failed:\n- one', remedy)).toBe(`It failed:\n- one\n${remedy}`)
    expect(fitted('It waits.', '')).toBe('It waits.')
  })

  test('loses the end of a list, and says how much of it', () => {
    const text = fitted(['It failed:', ...points(300), 'So it ends'].join('\n'), remedy)
    const shown = text.match(/^- problem/gm)?.length ?? 0
    expect(text).toContain(`\n- and ${300 - shown} more, which the job summary names\nSo it ends\n${remedy}`)
    expect(shown).toBeGreaterThan(100)
  })

  test('counts what a list leaves out itself', () => {
    const text = fitted(['It failed:', ...points(300), '- and 94 more'].join('\n'), remedy)
    const shown = text.match(/^- problem/gm)?.length ?? 0
    expect(text).toContain(`- and ${300 - shown + 94} more, which`)
  })

  test('is never longer than the runner keeps it, with the whole of a remedy of usual length', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 9000 }),
      fc.nat(900).map((count) => points(count).join('\n')),
    )
    fc.assert(
      fc.property(text, fc.string({ maxLength: 2000 }), (message, end) => {
        const annotation = fitted(message, end)
        expect(annotation.length).toBeLessThanOrEqual(4096)
        expect(annotation.endsWith(end)).toBe(true)
      }),
    )
  })

  test('is one of ten: the last tells the others', () => {
    const warnings = Array.from({ length: 14 }, (_, index) => `Warning ${index}.`)
    expect(folded(warnings.slice(0, 8), 8)).toEqual(warnings.slice(0, 8))
    const [last, ...others] = [...folded(warnings, 8)].reverse()
    expect(others).toHaveLength(7)
    expect(last).toBe(
      `7 more warnings:\n${warnings
        .slice(7)
        .map((each) => `- ${each}`)
        .join('\n')}`,
    )
  })
})

test('a summary is never larger than GitHub takes it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'summary-'))
  try {
    const file = join(folder, 'summary.md')
    writeFileSync(file, '')
    process.env['GITHUB_STEP_SUMMARY'] = file
    await summarize(`${'| a row of many letters: äöü |\n'.repeat(60_000)}`)
    const written = readFileSync(file)
    expect(written.length).toBeLessThan(1024 * 1024)
    expect(written.toString('utf8')).toMatch(/äöü \|\n\n\*The summary is longer than GitHub shows\. .*\*\n$/)
  } finally {
    delete process.env['GITHUB_STEP_SUMMARY']
    rmSync(folder, { recursive: true })
  }
})

describe('what a job holds is masked', () => {
  const secrets = (environment: Readonly<Record<string, string>>) =>
    secretsOfJob(environment, ['token', 'recovery-secret'])
  const line = 'MIIEpAIBAAKCAQEA0123456789'
  const key = { accessKeyId: 'AKIARTX3GSDSZMMVENEX', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
  const value = JSON.stringify({ version: 1, account: '111122223333', ...key })

  test.each([
    ['credentials of AWS', { AWS_SECRET_ACCESS_KEY: 'a/b', AWS_SESSION_TOKEN: 'c' }, ['a/b', 'c']],
    ['a token', { INPUT_TOKEN: ' ghs_0123 ' }, ['ghs_0123']],
    ['the passwords of proxies', { HTTPS_PROXY: 'http://me:pass@proxy' }, ['pass', 'bWU6cGFzcw==']],
    ['each line of a private key', { INPUT_TOKEN: `-----BEGIN KEY-----\n${line}\n-----END KEY-----` }, [line]],
    ['each line that is spelled in one', { INPUT_TOKEN: `-----BEGIN KEY-----\\n${line}\\n-----END KEY-----` }, [line]],
    ['a recovery value, and the key in it', { 'INPUT_RECOVERY-SECRET': value }, [value, key.secretAccessKey]],
    [
      'a recovery value among other secrets',
      { 'INPUT_RECOVERY-SECRET': JSON.stringify({ A: 'x', AWS_KEY_RECOVERY: value }, null, 2) },
      [key.secretAccessKey],
    ],
  ])('%s', (_, environment, masked) => {
    expect(secrets(environment)).toEqual(expect.arrayContaining(masked))
  })

  test('and nothing that would hide what is no secret', () => {
    const map = JSON.stringify({ A: 'x', AWS_KEY_RECOVERY: value }, null, 2)
    const all = secrets({ 'INPUT_RECOVERY-SECRET': map, INPUT_TOKEN: `-----BEGIN KEY-----\n${line}` })
    for (const harmlessText of ['{', '}', '', 'x', '-----BEGIN KEY-----', key.accessKeyId, '111122223333']) {
      expect(all).not.toContain(harmlessText)
    }
  })
})

describe('reading a long text costs as much as it is long', () => {
  const long = 1_000_000
  /** At this length, time that grows by the square is hours; all of it together is well below this. */
  const patience = 30_000
  const texts: readonly (readonly [string, string])[] = [
    ['blanks', ' '.repeat(long)],
    ['blanks and a letter', `${' '.repeat(long)}x`],
    ['line breaks', '\n'.repeat(long)],
    ['blanks and line breaks', ' \n'.repeat(long / 2)],
    ['beginnings of expressions', '${{'.repeat(long / 3)],
    ['beginnings of inputs', "${{ inputs['".repeat(long / 12)],
    ['beginnings of addresses', '://a'.repeat(long / 4)],
    ['addresses', 'https://github.com/'.repeat(long / 19)],
    ['links to documentation', ' - https://a'.repeat(long / 12)],
    ['beginnings of tokens', 'ghs_'.repeat(long / 4)],
    ['beginnings of private keys', '-----BEGIN PRIVATE KEY'.repeat(long / 22)],
    ['colons', ':'.repeat(long)],
    ['hashes', '##['.repeat(long / 3)],
    ['marks', '\u202e'.repeat(long / 8)],
    ['stops', '.'.repeat(long)],
    ['at signs', '@'.repeat(long)],
  ]
  test.each(texts)(
    'such as %s',
    (_, text) => {
      const before = process.cpuUsage()
      harmless(text)
      presentable(text)
      plain(text)
      fitted(text, text)
      messageOf(new Error(text))
      const attempt = { doing: 'write', place: 'octo/app', permission: permissions.metadata('read') } as const
      const refused = Object.assign(new Error(text), { status: 422, headers: {}, ambiguous: false })
      explain(refused, { ...attempt, token: 'github-token' })
      readWorkflowFile(JSON.stringify({ on: 'workflow_dispatch', 'run-name': text, jobs: {} }))
      // The processor's time, not that of the clock: the machine may be busy with other things.
      expect(process.cpuUsage(before).user / 1_000).toBeLessThan(patience)
    },
    2 * patience,
  )
})

describe('the action', () => {
  test('keeps the remedy in the annotation of a long list, and the list in the summary', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const others = Array.from({ length: 60 }, (_, index) => `prove-the-key-in-${index}.yml`)
      const result = await scenario.rotate({ 'verification-workflow': others.map((name) => `- ${name}`).join('\n') })
      const { length } = errorOf(result)
      expect(length).toBeLessThanOrEqual(4096)
      expect(errorOf(result)).toMatch(
        /\n- and \d+ more, which the job summary names\nDo what each point says, .* Nothing was changed; your key still works\./,
      )
      for (const name of others) expect(result.summary).toContain(name)
    })
  })

  test.each([
    ['a line break', 'ghs_0123456789\n0123456789abcdef0123456789', ['0123456789abcdef']],
    ['a character of no width', 'ghs_0123456789\u200b9876543210', ['9876543210', '0123456789']],
    ['quotes around it', '"ghs_0123456789abcdef"', ['0123456789abcdef']],
    ['another form, and a line break', 'not-like-a-token\nbut-as-secret-as-one', ['but-as-secret-as-one']],
  ])('shows no piece of a token with %s', async (_, token, pieces) => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const result = await scenario.rotate({ 'github-token': token })
      expect(result.exitCode).toBe(1)
      const shown = [result.stdout.replaceAll(/^::add-mask::.*$/gm, ''), result.stderr, result.files].join('\n')
      for (const piece of pieces) expect(shown).not.toContain(piece)
    })
  })

  test('leads from each point of a failure to its row of the documentation, in log and summary alike', async () => {
    await inScenario({}, async (scenario) => {
      const environment = { GITHUB_ACTION_REPOSITORY: 'octo/rotate', GITHUB_ACTION_REF: 'v1' }
      const inputs = { destinations: '- repository: octo/missing', 'verification-workflow': 'verfiy.yml' }
      const { stdout, summary } = await scenario.rotate(inputs, { environment })
      const page = 'https://github.com/octo/rotate/blob/v1/docs/troubleshooting.md'
      const addresses = [`${page}#place-not-found`, `${page}#workflow-not-found`]
      expect(stdout.match(/^More about this: .*$/gm)).toEqual(addresses.map((each) => `More about this: ${each}`))
      for (const each of addresses)
        expect(summary.match(new RegExp(`^> - .* \\(\\[more]\\(${each}\\)\\)$`, 'gm'))).toHaveLength(1)
      expect(summary).toContain('**Nothing was changed; your key still works.**')
    })
  })

  test('annotates nothing of what nobody has to act upon, and has all of it in the log', async () => {
    const environments = Array.from({ length: 14 }, (_, index) => `stage-${index}`)
    await inScenario({ caller: 'role' }, async (scenario) => {
      const { github } = scenario.sandbox
      for (const name of environments) {
        github.repository('octo/app').addEnvironment(name)
        for (const secret of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) {
          const value = secret === 'AWS_ACCESS_KEY_ID' ? scenario.oldKey.accessKeyId : scenario.oldKey.secretAccessKey
          github.setSecret('octo/app', secret, value, name)
        }
      }
      const places = environments.map((name) => `- { repository: octo/app, environment: ${name} }`)
      const result = await scenario.rotate({ destinations: ['- repository: octo/app', ...places].join('\n') })
      expect(result.stdout).not.toMatch(/^::warning/m)
      for (const name of environments) expect(warningsOf(result).join('\n')).toContain(`the environment ${name}`)
    })
  })
})
