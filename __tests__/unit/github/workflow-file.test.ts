/** What a workflow file says about being dispatched. */
import { describe, expect, test } from '@jest/globals'
import { readWorkflowFile } from '../../../src/github/verification/workflow-file.ts'

test.each([
  ['on: workflow_dispatch', true],
  ['on: [push, workflow_dispatch]', true],
  ['on:\n  workflow_dispatch:\n    inputs: {}', true],
  ['"on": { workflow_dispatch: }', true],
  ['on: push', false],
  ['on: [push]', false],
  ['on:\n  push:\n    branches: [workflow_dispatch]', false],
  ['name: none', false],
])('%j can be dispatched: %s', (content, expected) => {
  expect(readWorkflowFile(content)?.isDispatched).toBe(expected)
})

test.each(['', '- a list', 'just text', 'on: [', 'a: b: c'])('%j is no workflow file', (content) => {
  expect(readWorkflowFile(content)).toBeUndefined()
})

describe('inputs', () => {
  const inputs = (text: string) => readWorkflowFile(`on:\n  workflow_dispatch:\n    inputs:\n      ${text}`)
  test.each([
    ['expected-key: {}', ['expected-key'], []],
    ['expected-key:', ['expected-key'], []],
    ['stage: { required: true }', ['stage'], ['stage']],
    ['stage: { required: true, default: production }', ['stage'], []],
    ['stage: { required: true, default: "" }', ['stage'], ['stage']],
    ['dry-run: { required: true, default: false }', ['dry-run'], []],
    ['stage: { required: false }', ['stage'], []],
  ] as const)('%s', (text, declared, required) => {
    expect(inputs(text)).toMatchObject({ inputs: declared, required })
  })

  test('are none where there is no dispatch, or nothing said of it', () => {
    for (const content of ['on: push', 'on: [workflow_dispatch]', 'on:\n  workflow_dispatch:']) {
      expect(readWorkflowFile(content)).toMatchObject({ inputs: [], required: [] })
    }
  })
})

/** An expression as workflow files spell it. */
const shown = (expression: string) => `$\{{ ${expression} }}`

test.each([
  [`Verify ${shown('inputs.rotation-id')}`, ['rotation-id']],
  [`Verify ${shown('inputs.rotation-id').replaceAll(' ', '')}`, ['rotation-id']],
  [`${shown('github.event.inputs.rotation-id')} ${shown('inputs.stage')}`, ['rotation-id', 'stage']],
  [shown("inputs['rotation-id']"), ['rotation-id']],
  [`Verify ${shown("inputs.rotation-id || 'by hand'")}`, ['rotation-id']],
  ['Verify inputs.rotation-id', []],
  [`Verify ${shown('github.run_id')}`, []],
])('a run-name “%s” shows %j', (runName, inputs) => {
  expect(readWorkflowFile(`run-name: ${JSON.stringify(runName)}`)?.inTitle).toEqual(inputs)
})

test('a title that the file does not give shows nothing', () => {
  expect(readWorkflowFile('on: workflow_dispatch')?.inTitle).toEqual([])
})

describe('an input', () => {
  const file = (jobs: string, env = '{}') =>
    readWorkflowFile(
      `on: { workflow_dispatch: { inputs: { expected-key: {}, rotation-id: {} } } }\nenv: ${env}\njobs: ${jobs}`,
    )
  const key = shown('inputs.expected-key')
  const verify = 'rotate-iam-access-keys/rotate-iam-access-keys/verify@v1'
  const job = (...steps: readonly object[]) => JSON.stringify({ verify: { steps } })
  const jobWith = (more: object, ...steps: readonly object[]) => JSON.stringify({ verify: { ...more, steps } })
  const given = (value: string) => ({ uses: verify, with: { 'expected-key': value } })
  const bare = { uses: verify }

  const handed: readonly (readonly [string, string, string?])[] = [
    ['the verify action', job(given(key))],
    ['the verify action, in another spelling', job(given(shown("github.event.inputs['Expected-Key']")))],
    ['the verify action, in a longer expression', job(given(shown("inputs.expected-key || 'none'")))],
    ['every verify action', job(given(key), given(key))],
    ['another step with', job({ uses: 'octo/check@v1', with: { fingerprint: key } })],
    ['a script', job({ run: `./check.sh ${key}` })],
    ['a script, on several lines', job({ run: `./check.sh "$\{{\n inputs.expected-key\n}}"` })],
    ['the environment of a step', job({ env: { EXPECTED: key }, run: './check.sh' })],
    ['the environment of a job', jobWith({ env: { EXPECTED: key } }, { run: './check.sh' })],
    ['the environment of the file', job({ run: './check.sh' }), JSON.stringify({ EXPECTED: key })],
    ['the verify action, by a variable', jobWith({ env: { EXPECTED: key } }, given(shown('env.EXPECTED')))],
    [
      'a matrix of environments',
      jobWith(
        { strategy: { matrix: { environment: ['a', 'b'] } }, environment: shown('matrix.environment') },
        given(key),
      ),
    ],
    ['one job of two', JSON.stringify({ verify: { steps: [given(key)] }, other: { steps: [{ run: 'true' }] } })],
  ]
  test.each(handed)('is handed on by %s', (...[, jobs, env]) => {
    expect(file(jobs, env)?.handsOnKey).toBe(true)
  })

  const kept: readonly (readonly [string, string, string?])[] = [
    ['no job', '{}'],
    ['a job without steps', '{ verify: {} }'],
    ['steps that are none', '{ verify: { steps: none } }'],
    ['a step that does not take it', job({ uses: 'x/verify@v1' })],
    ['a verify action without it', job(bare)],
    ['a verify action under a misspelt name', job({ uses: verify, with: { expected_key: key, 'expected-keys': key } })],
    ['a verify action in other letters', job({ uses: verify.toUpperCase() }, given(key))],
    ['a verify action beside one that has it', job(given(key), bare)],
    ['a verify action beside a script that has it', job(bare, { run: `echo ${key}` })],
    ['a verify action of a second job', JSON.stringify({ a: { steps: [given(key)] }, b: { steps: [bare] } })],
    ['a variable that a verify action does not read', jobWith({ env: { EXPECTED: key } }, bare)],
    ['a value of the same name', job(given('0123456789abcdef'))],
    ['another expression', job(given(shown('needs.prepare.outputs.key')))],
    ['words that are no expression', job({ run: 'echo inputs.expected-key' })],
    ['a text in an expression', job({ run: `echo ${shown("'inputs.expected-key'")}` })],
    ['inputs of something else', job({ run: `echo ${shown('matrix.inputs.expected-key')}` })],
    ['an expression that does not end', job({ run: 'echo ${{ inputs.expected-key' })],
    ['another input', job({ run: shown('inputs.expected-key-id') })],
    ['a step that never runs', job({ if: false, ...given(key) }, { run: 'true' })],
    ['a job that never runs', jobWith({ if: shown('false') }, given(key))],
    [
      'a variable that a step sets anew',
      jobWith({ env: { EXPECTED: key } }, { env: { EXPECTED: 'x' }, run: './check.sh' }),
    ],
    ['a workflow that is called', JSON.stringify({ call: { uses: './other.yml', with: { 'expected-key': key } } })],
  ]
  test.each(kept)('is not handed on by %s', (...[, jobs, env]) => {
    expect(file(jobs, env)?.handsOnKey).toBe(false)
  })

  test('that a step takes and no dispatch may send is none', () => {
    expect(readWorkflowFile(`on: workflow_dispatch\njobs: ${job(given(key))}`)?.handsOnKey).toBe(false)
  })
})

test.each([
  ['{ steps: [{ run: "true" }] }', false],
  ['{ steps: [{ run: "true", continue-on-error: false }] }', false],
  ['{ steps: [{ run: "true", continue-on-error: true }] }', true],
  ['{ continue-on-error: true, steps: [] }', true],
  [`{ continue-on-error: "${shown('matrix.experimental')}", steps: [] }`, true],
  ['{ uses: ./.github/workflows/other.yml }', true],
])('the job %s may fail and its run succeed: %s', (job, expected) => {
  expect(readWorkflowFile(`jobs: { verify: ${job} }`)?.toleratesFailure).toBe(expected)
})

test('however many expressions begin and do not end, they are read in one pass', () => {
  // Read again from each beginning, these would take minutes.
  const open = '${{'.repeat(200_000)
  const file = readWorkflowFile(`run-name: "${open}"\njobs: { a: { steps: [{ run: "${open}" }] } }`)
  expect(file).toMatchObject({ inTitle: [], handsOnKey: false })
})

/** A job that hands the expected key to a verify action, with the pair in the environment of the job. */
const verifying = (more: object = {}, step: object = {}) => ({
  env: { AWS_ACCESS_KEY_ID: shown('secrets.ID'), AWS_SECRET_ACCESS_KEY: shown('secrets.KEY') },
  steps: [{ uses: './rotate-iam-access-keys/verify', with: { 'expected-key': shown('inputs.expected-key') }, ...step }],
  ...more,
})
const proofsOf = (jobs: object) =>
  readWorkflowFile(
    JSON.stringify({ on: { workflow_dispatch: { inputs: { 'expected-key': {}, 'rotation-id': {} } } }, jobs }),
  )?.proofs

describe('a job proves a key', () => {
  const matrix = (value: object) => ({ strategy: { matrix: value } })
  const byMatrix = { environment: shown('matrix.environment') }
  const environments: readonly (readonly [object, readonly (string | undefined)[] | undefined])[] = [
    [{}, [undefined]],
    [{ environment: null }, [undefined]],
    [{ environment: 'production' }, ['production']],
    [{ environment: { name: 'production', url: 'https://example.org' } }, ['production']],
    [{ ...matrix({ environment: ['a', 'b'] }), ...byMatrix }, ['a', 'b']],
    [{ ...matrix({ os: ['x', 'y'], environment: [1, 'b'] }), ...byMatrix }, ['1', 'b']],
    [{ ...matrix({ environment: ['', 'b'] }), ...byMatrix }, [undefined, 'b']],
    [{ ...matrix({ environment: ['a'] }), environment: `${shown('matrix.environment')}-eu` }, ['a-eu']],
    [{ ...matrix({ environment: ['a'] }), environment: { name: shown('matrix.environment') } }, ['a']],
    [{ ...matrix({ environment: ['a'], include: [{ environment: 'b' }, { os: 'x' }] }), ...byMatrix }, ['a', 'b']],
    [{ ...matrix({ include: [{ environment: 'a' }, { environment: 'b' }] }), ...byMatrix }, ['a', 'b']],
    // Of two that join the same combination, the later one stays.
    [{ ...matrix({ os: ['x'], include: [{ environment: 'a' }, { environment: 'b' }] }), ...byMatrix }, undefined],
    [{ ...matrix({ environment: ['a', 'b'], exclude: [{ environment: 'b' }] }), ...byMatrix }, undefined],
    [{ ...matrix({ environment: shown('fromJSON(vars.ENVIRONMENTS)') }), ...byMatrix }, undefined],
    [{ strategy: { matrix: shown('fromJSON(vars.MATRIX)') }, ...byMatrix }, undefined],
    [{ ...matrix({ environment: [{ name: 'a' }] }), ...byMatrix }, undefined],
    [{ environment: shown('matrix.environment') }, undefined],
    [{ environment: shown('inputs.environment') }, undefined],
    [{ environment: `${shown("inputs.rotation-id && 'a'")}` }, undefined],
  ]
  test.each(environments)('%j in the environments %j', (more, expected) => {
    expect(proofsOf({ verify: verifying(more) })).toMatchObject([{ environments: expected }])
  })

  const secret = (name: string) => shown(`secrets.${name}`)
  const given = (inputs: object) => ({ with: { 'expected-key': shown('inputs.expected-key'), ...inputs } })
  const own = { steps: [{ run: `./check ${shown('inputs.expected-key')}` }] }
  const configured = (...more: readonly object[]) => ({
    env: {},
    steps: [
      { uses: 'aws-actions/configure-aws-credentials@v5', with: { id: secret('ID'), key: shown("secrets['key']") } },
      ...more,
      ...verifying().steps,
    ],
  })
  const secrets: readonly (readonly [string, object, object, readonly string[] | undefined])[] = [
    ['the pair of the job', {}, {}, ['ID', 'KEY']],
    ['the pair of the step', { env: {} }, { env: verifying().env }, ['ID', 'KEY']],
    ['the pair that the step sets anew', {}, { env: { AWS_ACCESS_KEY_ID: secret('OTHER') } }, ['OTHER', 'KEY']],
    ['an ID that is none of the secrets', { env: { AWS_SECRET_ACCESS_KEY: secret('KEY') } }, {}, ['KEY']],
    ['no other variable', { env: { ...verifying().env, OTHER: secret('OTHER') } }, {}, ['ID', 'KEY']],
    ['the input key', {}, given({ key: secret('whole') }), ['WHOLE']],
    ['the input key by a variable', { env: { WHOLE: secret('WHOLE') } }, given({ key: shown('env.WHOLE') }), ['WHOLE']],
    ['the pair where key is none', {}, given({ key: 'none' }), ['ID', 'KEY']],
    ['a password beside the pair', {}, given({ 'smtp-password': secret('SMTP') }), ['SMTP', 'ID', 'KEY']],
    [
      'a password and its user',
      {},
      given({ 'smtp-password': secret('SMTP'), 'smtp-user': secret('USER') }),
      ['USER', 'SMTP'],
    ],
    ['what an earlier step was given', configured(), {}, ['ID', 'KEY']],
    ['not what else an earlier step was given', configured({ run: 'x', env: { T: secret('T') } }), {}, undefined],
    [
      'what its own step sees',
      { ...own, env: { A: secret('A'), B: secret('B'), C: secret('C') } },
      {},
      ['A', 'B', 'C'],
    ],
    ['what its job has', own, { env: {} }, ['ID', 'KEY']],
    ['one of two', { env: { AWS_ACCESS_KEY_ID: shown('secrets.A || secrets.B') } }, {}, undefined],
    ['a secret by its name', { env: { AWS_ACCESS_KEY_ID: shown('secrets[matrix.name]') } }, {}, undefined],
    ['all secrets', {}, given({ key: shown('toJSON(secrets)') }), undefined],
    ['none at all', { env: {} }, {}, undefined],
  ]
  test.each(secrets)('that is %s', (_, more, step, expected) => {
    expect(proofsOf({ verify: verifying(more, step) })).toMatchObject([{ secrets: expected }])
  })

  const certainties: readonly (readonly [string, object, readonly boolean[]])[] = [
    ['always', { verify: verifying() }, [true, true]],
    ['unless it is skipped', { verify: verifying({ if: shown('inputs.rotation-id') }) }, [true, false]],
    ['unless its step is skipped', { verify: verifying({}, { if: shown('inputs.rotation-id') }) }, [false, false]],
    ['unless it may fail', { verify: verifying({ 'continue-on-error': true }) }, [true, false]],
    [
      'though its verify action may fail, which tells',
      { verify: verifying({}, { 'continue-on-error': true }) },
      [true, true],
    ],
    [
      'unless its own step may fail',
      { verify: verifying({ steps: [{ ...own.steps[0], 'continue-on-error': true }] }) },
      [false, false],
    ],
    ['after another', { verify: verifying({ needs: 'build' }), build: { steps: [] } }, [true, true]],
    ['unless another is skipped', { verify: verifying({ needs: ['build'] }), build: { if: 'x' } }, [true, false]],
    [
      'unless one before that is skipped',
      { a: { if: 'x' }, b: { needs: 'a' }, verify: verifying({ needs: ['b'] }) },
      [true, false],
    ],
    [
      'never, where jobs need each other',
      { a: { needs: ['verify'] }, verify: verifying({ needs: 'a' }) },
      [true, false],
    ],
  ]
  test.each(certainties)('%s', (_, jobs, [isCertain, isUnconditional]) => {
    expect(proofsOf(jobs)).toMatchObject([{ isCertain, isUnconditional }])
  })

  test.each<readonly [string, object, string | undefined]>([
    ['its ID', {}, 'verify'],
    ['its name', { name: 'The key' }, 'The key'],
    ['nobody knows what, with an expression in it', { name: shown('inputs.rotation-id') }, undefined],
    ['nobody knows what, with a matrix', { strategy: { matrix: { environment: ['a'] } } }, undefined],
  ])('by a job that is shown as %s', (_, more, shownAs) => {
    expect(proofsOf({ verify: verifying(more) })).toMatchObject([{ shownAs }])
  })

  test('by its verify actions alone, where it has some', () => {
    const job = verifying({ steps: [{ run: shown('inputs.expected-key') }, ...verifying().steps] })
    expect(proofsOf({ verify: job, other: { steps: [{ run: 'true' }] } })).toHaveLength(1)
  })

  test('in a way that is not known where the expected key is handed on nowhere', () => {
    const job = { environment: 'production', steps: [{ run: 'true' }] }
    const unknown = {
      environments: ['production'],
      secrets: undefined,
      isCertain: false,
      isUnconditional: false,
      shownAs: 'verify',
    }
    expect(proofsOf({ verify: job })).toEqual([unknown])
  })

  test('in no other file', () => {
    expect(proofsOf({ verify: { uses: './.github/workflows/other.yml' } })).toEqual([])
    expect(readWorkflowFile('jobs: { verify: { uses: ./other.yml } }')?.callsOthers).toBe(true)
    expect(readWorkflowFile('jobs: { verify: { if: false, uses: ./other.yml } }')?.callsOthers).toBe(false)
  })

  test('also where jobs need each other in very many ways', () => {
    const layers = Array.from({ length: 60 }, (_, layer) =>
      ['a', 'b'].map((side) => [`${side}${layer}`, { needs: layer === 0 ? [] : [`a${layer - 1}`, `b${layer - 1}`] }]),
    )
    const jobs = { ...Object.fromEntries(layers.flat()), verify: verifying({ needs: ['a59', 'b59'] }) }
    expect(proofsOf(jobs)).toMatchObject([{ isUnconditional: true }])
  })
})
