/** The runner of workflow files, held to what GitHub documents. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import type { EndedRun } from '../../sandbox/workflows/execution.ts'
import { WorkflowHost } from '../../sandbox/workflows/host.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.stop())

let repositories = 0

/** A workflow with these jobs, in a repository of its own, started by hand. */
async function ran(
  jobs: string,
  { top = '', inputs = {} }: { readonly top?: string; readonly inputs?: Readonly<Record<string, string>> } = {},
): Promise<EndedRun & { readonly host: WorkflowHost; readonly repository: string }> {
  repositories += 1
  const repository = `octo/app-${repositories}`
  sandbox.github.addRepository(repository, { files: { 'fleet.yml': 'users: []\n' } })
  sandbox.github.setSecret(repository, 'PASSWORD', 'hunter2-hunter2')
  const host = new WorkflowHost(sandbox, repository)
  const on = `on: { workflow_dispatch: { inputs: { who: { default: nobody }, really: { type: boolean } } } }`
  await host.add('it.yml', `${on}\n${top}\njobs:\n${jobs}`)
  try {
    return { ...(await host.byHand('it.yml', inputs)), host, repository }
  } finally {
    host.stop()
  }
}

/** A job that runs scripts. */
function job(id: string, parts: string, ...steps: readonly string[]): string {
  const list = steps.map((step) => `      - ${step}\n`).join('')
  return `  ${id}:\n    runs-on: ubuntu-latest\n${parts === '' ? '' : `    ${parts}\n`}    steps:\n${list}`
}

const results = ({ jobs }: EndedRun) => jobs.map(({ name, result }) => `${name}: ${result}`)
const outcomes = ({ jobs }: EndedRun) => jobs.flatMap(({ steps }) => steps.map(({ outcome }) => outcome)).join(' ')
const logs = ({ jobs }: EndedRun) => jobs.map(({ log }) => log.trim()).join('\n')
/** An expression as a workflow file spells it. */
const shown = (expression: string) => `\${{ ${expression} }}`

describe('a step', () => {
  test.each([
    ['goes on after a success', 'run: "true"', '', 'success success'],
    ['is skipped after a failure', 'run: "false"', '', 'failure skipped'],
    ['runs after a failure where it asks', 'run: "false"', 'failure()', 'failure success'],
    ['is skipped where a failure is asked for and none was', 'run: "true"', 'failure()', 'success skipped'],
    ['always runs', 'run: "false"', 'always()', 'failure success'],
    ['runs unless it is cancelled', 'run: "false"', shown('!cancelled()'), 'failure success'],
    ['is skipped after a failure whatever else holds', 'run: "false"', "inputs.who == 'nobody'", 'failure skipped'],
    ['runs where a failure may be', '{ run: "false", continue-on-error: true }', '', 'failure success'],
  ])('%s', async (_, first, condition, expected) => {
    const second = `{ ${condition === '' ? '' : `if: ${JSON.stringify(condition)}, `}run: "true" }`
    expect(outcomes(await ran(job('it', '', first, second)))).toBe(expected)
  })

  test('hands outputs and variables to later steps', async () => {
    const first = '{ id: one, run: "echo who=me >> $GITHUB_OUTPUT; printf \'A<<END\\n1\\n2\\nEND\\n\' >> $GITHUB_ENV" }'
    const second = `{ run: 'echo "$WHO $A"', env: { WHO: "${shown('steps.one.outputs.who')}" } }`
    expect(logs(await ran(job('it', '', first, second)))).toBe('me 1\n2')
  })

  test('gets a block of several lines without the indentation of the file', async () => {
    const step = `name: it
        run: |
          printf '%s' "$LINES_OF"
        env:
          LINES_OF: |
            - one: ${shown("format('{0}', 'a}}b')")}
              two: ${shown('github.repository')}
            - three`
    const run = await ran(job('it', '', step))
    expect(logs(run)).toBe(`- one: a}}b\n  two: ${run.repository}\n- three`)
    await expect(ran(job('it', '', `run: "a\n\n          ${shown('github.actor')}"`))).rejects.toThrow(
      'plain block alone',
    )
  })

  test('of an action that the sandbox does not have is refused by name', async () => {
    await expect(ran(job('it', '', 'uses: octo/other@v1'))).rejects.toThrow('no stand-in for the action octo/other')
    await expect(ran(job('it', '', 'uses: x/rotate-iam-access-keys/other@v1'))).rejects.toThrow('has no action')
    await expect(ran(job('it', '', '{ uses: actions/checkout@v6, with: { lfs: true } }'))).rejects.toThrow(
      'no input lfs',
    )
  })

  test('may not have what its job does not permit', async () => {
    const steps = ['uses: actions/checkout@v6', 'run: cat fleet.yml']
    const open = await ran(job('it', 'permissions: { contents: read }', ...steps))
    expect([outcomes(open), logs(open)]).toEqual([
      'success success',
      'Checked out octo/app-16\n\nusers: []'.replace('octo/app-16', open.repository),
    ])
    expect(outcomes(await ran(job('it', 'permissions: {}', ...steps)))).toBe('failure skipped')
    expect(outcomes(await ran(job('it', '', ...steps), { top: 'permissions: {}' }))).toBe('failure skipped')
  })
})

describe('a job', () => {
  const pass = 'run: "true"'
  const fail = 'run: "false"'

  test.each([
    ['waits for what it needs', [job('a', '', pass), job('b', 'needs: a', pass)], ['a: success', 'b: success']],
    ['is skipped where that failed', [job('a', '', fail), job('b', 'needs: a', pass)], ['a: failure', 'b: skipped']],
    [
      'is skipped where anything before that was skipped',
      [
        job('a', 'if: false', pass),
        job('b', '{ needs: a, if: always() }'.slice(2, -2).replace(', ', '\n    '), pass),
        job('c', 'needs: b', pass),
      ],
      ['a: skipped', 'b: success', 'c: skipped'],
    ],
    [
      'runs unless it is cancelled',
      [job('a', '', fail), job('b', `needs: a\n    if: ${shown('!cancelled()')}`, pass)],
      ['a: failure', 'b: success'],
    ],
    [
      'is one of a matrix, and one that fails stops those that have not begun',
      [job('a', 'strategy: { max-parallel: 1, matrix: { code: [0, 1, 2] } }', `run: exit ${shown('matrix.code')}`)],
      ['a (0): success', 'a (1): failure', 'a (2): cancelled'],
    ],
    [
      'is one of a matrix that goes on',
      [job('a', 'strategy: { fail-fast: false, matrix: { code: [1, 0] } }', `run: exit ${shown('matrix.code')}`)],
      ['a (1): failure', 'a (0): success'],
    ],
    [
      'fails with a matrix that is empty',
      [job('a', `strategy: { matrix: { code: "${shown("fromJSON('[]')")}" } }`, pass)],
      ['a: failure'],
    ],
  ])('%s', async (_, jobs, expected) => {
    expect(results(await ran(jobs.join('')))).toEqual(expected)
  })

  test('hands outputs on, but none that may contain a secret', async () => {
    const first = `{ id: s, run: 'printf "a=1\\nb=x-%s\\n" "$IT" >> $GITHUB_OUTPUT', env: { IT: "${shown('secrets.PASSWORD')}" } }`
    const outputs = `outputs: { a: "${shown('steps.s.outputs.a')}", b: "${shown('steps.s.outputs.b')}" }`
    const next = job('two', 'needs: one', `run: echo '${shown('toJSON(needs.one)')}'`)
    const run = await ran(job('one', outputs, first) + next)
    expect(JSON.parse(run.jobs[1]?.log ?? '')).toEqual({ result: 'success', outputs: { a: '1' } })
    expect(run.jobs[0]?.annotations).toMatchObject([{ message: "Skip output 'b' since it may contain secret." }])
  })

  test('shows no secret in its log', async () => {
    const run = await ran(
      job(
        'it',
        '',
        `{ run: 'echo "$IT"; echo ::add-mask::other; echo another', env: { IT: "${shown('secrets.PASSWORD')}" } }`,
      ),
    )
    expect(logs(run)).toBe('***\nan***')
  })

  test('knows inputs by their types, and its own place in the matrix', async () => {
    const told = `run: echo '${shown("format('{0} {1} {2}/{3}', inputs.who, inputs.really == true, strategy.job-index, strategy.job-total)")}'`
    const run = await ran(job('it', 'strategy: { matrix: { n: [1, 2] } }', told), { inputs: { really: 'true' } })
    expect(logs(run)).toBe('nobody true 0/2\nnobody true 1/2')
  })

  test('leaves artifacts to others, each name once', async () => {
    const leave = (name: string) =>
      `{ uses: actions/upload-artifact@v7, with: { name: ${name}, path: "${name}.json" } }`
    const take = '{ uses: actions/download-artifact@v8, with: { pattern: report-*, path: all, merge-multiple: true } }'
    const write = 'run: for name in report-a report-b other; do echo "$name" > "$name.json"; done'
    const run = await ran(
      job('one', '', write, leave('report-a'), leave('report-b'), leave('other'), leave('other')) +
        job('two', `needs: one\n    if: always()`, take, 'run: cat all/*'),
    )
    expect(outcomes(run)).toBe('success success success success failure success success')
    expect(run.jobs[1]?.log).toContain('report-a\nreport-b')
    expect(run.jobs[1]?.log).not.toContain('other')
  })
})

test('caches are kept for later runs, each key once, and for seven days', async () => {
  const cache = (what: string, key: string, more = '') =>
    `{ uses: actions/cache/${what}@v5, with: { path: a/it.txt, key: "${key}"${more} } }`
  const restore = cache('restore', `it-${shown('github.run_id')}`, ', restore-keys: it-')
  const tell = 'run: cat a/it.txt || echo nothing'
  const write = 'run: mkdir -p a; echo "left by $GITHUB_RUN_ID" > a/it.txt'
  const save = cache('save', `it-${shown('github.run_id')}`)
  const { host } = await ran(job('it', '', restore, tell, save, write, save, save))
  const second = await host.byHand('it.yml')
  expect(outcomes(second)).toBe('success success success success success success')
  expect(logs(second)).toMatch(/Cache restored from key: it-\d+\n/)
  expect(logs(second)).toMatch(/left by \d+\n/)
  expect(logs(second).match(/Unable to reserve cache/g)).toHaveLength(2)
  sandbox.clock.advance(7 * 24 * 3_600_000 + 1)
  const third = await host.byHand('it.yml')
  expect(logs(third)).toContain('Cache not found for input keys')
  expect(logs(third)).toContain('nothing')
  expect(logs(third)).toContain('Path Validation Error')
})

test('a run waits for the one before it in its concurrency group', async () => {
  const { host } = await ran(job('it', '', 'run: "true"'), { top: 'concurrency: one' })
  const [first, second] = await Promise.all([host.byHand('it.yml'), host.byHand('it.yml')])
  host.stop()
  expect([first.conclusion, second.conclusion]).toEqual(['success', 'success'])
})
