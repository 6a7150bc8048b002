/** Which destinations a verification can speak for: each secret comes from the narrowest place that has it. */
import { describe, expect, test } from '@jest/globals'
import { type Destination, nameOf, type Place } from '../../../src/destination.ts'
import {
  coverageOf,
  coveredIn,
  mayMissOne,
  uncoveredIn,
  type VerifyingWorkflow,
} from '../../../src/github/verification/coverage.ts'
import type { Proof } from '../../../src/github/verification/workflow-file.ts'

const app = { owner: 'octo', repo: 'app' }
const repository: Place = { kind: 'repository', ...app, store: 'actions' }
const organization: Place = { kind: 'organization', owner: 'Octo', store: 'actions' }
const environment = (name: string): Place => ({ kind: 'environment', ...app, environment: name })
const [production, staging] = [environment('production'), environment('Staging')]

const holding = (place: Place, ...names: readonly string[]): Destination => ({
  place,
  secrets: names.map((name) => ({ name, format: 'json' })),
  variables: [],
  audience: undefined,
})
const pair = ['ID', 'KEY']

const proof = (change: Partial<Proof> = {}): Proof => ({
  environments: [undefined],
  secrets: pair,
  isCertain: true,
  isUnconditional: true,
  shownAs: 'verify',
  ...change,
})
const workflow = (proofs: readonly Proof[], change: Partial<VerifyingWorkflow> = {}): VerifyingWorkflow => ({
  ...app,
  jobs: { proofs, callsOthers: false },
  ...change,
})
const inEnvironments = (...environments: readonly (string | undefined)[]) => proof({ environments })

const cases: readonly (readonly [
  name: string,
  destinations: readonly Destination[],
  workflows: readonly VerifyingWorkflow[],
  covered: readonly Place[],
  uncovered: readonly Place[],
])[] = [
  [
    'a repository, by a job without environment',
    [holding(repository, ...pair)],
    [workflow([proof()])],
    [repository],
    [],
  ],
  [
    'an environment, by a job that names it, in whatever case',
    [holding(production, ...pair), holding(staging, ...pair)],
    [workflow([inEnvironments('Production', 'staging')])],
    [production, staging],
    [],
  ],
  [
    'the environment alone, where the job names it and the repository has the secrets too',
    [holding(repository, ...pair), holding(production, ...pair)],
    [workflow([inEnvironments('production')])],
    [production],
    [repository],
  ],
  [
    'the repository alone, where no job names the environment',
    [holding(repository, ...pair), holding(production, ...pair)],
    [workflow([proof()])],
    [repository],
    [production],
  ],
  [
    'both, by two jobs of a file',
    [holding(repository, ...pair), holding(production, ...pair)],
    [workflow([inEnvironments('production'), proof()])],
    [repository, production],
    [],
  ],
  [
    'both, by two workflows',
    [holding(repository, ...pair), holding(production, ...pair)],
    [workflow([inEnvironments('production')]), workflow([proof()])],
    [repository, production],
    [],
  ],
  [
    'the repository, by a job that names an environment which has no such secrets',
    [holding(repository, ...pair), holding(production, 'OTHER')],
    [workflow([inEnvironments('production')])],
    [repository],
    [production],
  ],
  [
    'name by name: the ID of the environment beside the key of the repository, and neither of them whole',
    [holding(repository, ...pair), holding(production, 'ID')],
    [workflow([inEnvironments('production')])],
    [production],
    [repository],
  ],
  [
    'no place of which a secret is not compared',
    [holding(repository, ...pair, 'SMTP')],
    [workflow([proof()])],
    [],
    [repository],
  ],
  [
    'a place by several jobs, each of which compares one secret',
    [holding(repository, ...pair)],
    [workflow([proof({ secrets: ['ID'] }), proof({ secrets: ['KEY'] })])],
    [repository],
    [],
  ],
  [
    'an organization, by a workflow in any of its repositories',
    [holding(organization, ...pair)],
    [workflow([proof()])],
    [organization],
    [],
  ],
  [
    'no organization whose secrets the repository has, too',
    [holding(organization, ...pair), holding(repository, ...pair)],
    [workflow([proof()])],
    [repository],
    [organization],
  ],
  [
    'an organization by a repository that is no destination',
    [holding(organization, ...pair), holding(repository, ...pair)],
    [workflow([proof()]), workflow([proof()], { repo: 'web' })],
    [organization, repository],
    [],
  ],
  [
    'no other repository, and no other organization',
    [holding({ ...repository, repo: 'web' }, ...pair), holding({ ...organization, owner: 'acme' }, ...pair)],
    [workflow([proof()])],
    [],
    [
      { ...repository, repo: 'web' },
      { ...organization, owner: 'acme' },
    ],
  ],
  [
    'no other store',
    [holding({ ...repository, store: 'dependabot' }, ...pair), holding({ ...organization, store: 'agents' }, ...pair)],
    [workflow([proof()])],
    [],
    [
      { ...repository, store: 'dependabot' },
      { ...organization, store: 'agents' },
    ],
  ],
  ['nothing without a workflow', [holding(repository, ...pair)], [], [], [repository]],
]

describe('a verification covers', () => {
  test.each(cases)('%s', (_, destinations, workflows, covered, uncovered) => {
    const coverage = coverageOf(destinations, workflows)
    expect(coveredIn(coverage)).toEqual(covered.map(nameOf))
    expect(uncoveredIn(coverage)).toEqual(uncovered.map(nameOf))
  })

  const both = [holding(repository, ...pair), holding(production, ...pair)]
  test.each<readonly [string, readonly Destination[], VerifyingWorkflow]>([
    ['whose file cannot be read', both, workflow([], { jobs: undefined })],
    ['whose jobs are in another file', both, workflow([], { jobs: { proofs: [], callsOthers: true } })],
    ['in which no job may run', both, workflow([])],
    ['that names environments by an expression', both, workflow([proof({ environments: undefined })])],
    ['that names secrets by an expression', [holding(repository, ...pair)], workflow([proof({ secrets: undefined })])],
    ['that may be skipped', [holding(repository, ...pair)], workflow([proof({ isUnconditional: false })])],
    [
      'a step of which may be skipped',
      [holding(repository, ...pair)],
      workflow([proof({ isCertain: false, isUnconditional: false })], { isWhole: true }),
    ],
    [
      'of a place with variables alone, which show what they hold',
      [{ ...holding(repository), variables: [{ name: 'ID', format: 'access-key-id' }] }],
      workflow([proof()]),
    ],
  ])('for nobody knows certain what, by a workflow %s', (_, destinations, verifying) => {
    const coverage = coverageOf(destinations, [verifying])
    expect([coveredIn(coverage), uncoveredIn(coverage)]).toEqual([[], []])
  })

  test('a place by a job that may be skipped, where all jobs have succeeded', () => {
    const skippable = workflow([proof({ isUnconditional: false })], { isWhole: true })
    expect(coveredIn(coverageOf([holding(repository, ...pair)], [skippable]))).toEqual(['octo/app'])
  })

  test.each([
    ['a place', 'by its job that has passed, though another was skipped', 'verify', ['verify'], ['octo/app']],
    ['no place', 'by its job that was skipped, though another has passed', 'verify', ['rotate'], []],
    ['no place', 'by a job whose name is not known', undefined, ['verify'], []],
  ])('%s %s', (_, __, shownAs, passed, covered) => {
    const verifying = workflow([proof({ isUnconditional: false, shownAs })], { passed })
    expect(coveredIn(coverageOf([holding(repository, ...pair)], [verifying]))).toEqual(covered)
  })

  test('no place that a job names by an expression, and does not reach with its secrets', () => {
    const coverage = coverageOf(both, [workflow([proof({ secrets: undefined })])])
    expect([coveredIn(coverage), uncoveredIn(coverage)]).toEqual([[], [nameOf(production)]])
  })
})

test.each<readonly [string, readonly Destination[], boolean]>([
  ['one repository', [holding(repository, ...pair)], false],
  ['two repositories', [holding(repository, ...pair), holding({ ...repository, repo: 'web' }, ...pair)], false],
  [
    'the same names in another store',
    [holding(repository, ...pair), holding({ ...repository, store: 'agents' }, ...pair)],
    false,
  ],
  ['other names in the organization', [holding(repository, ...pair), holding(organization, 'SHARED')], false],
  ['an environment', [holding(production, ...pair)], true],
  ['the same names in the organization', [holding(repository, ...pair), holding(organization, 'KEY')], true],
])('whether a workflow may miss some of %s', (_, destinations, expected) => {
  expect(mayMissOne(destinations, app)).toBe(expected)
})
