/** What docs/guarantees.md says of a run that stops after each request is what happens then. */
import { describe, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import type { Decision } from '../../src/rotation/decision.ts'
import type { Outcome } from '../../src/rotation/rotate.ts'
import { type CrashScenario, isMutating, simulate } from './crash.ts'
import { holdsInGuarantees } from './guarantees.ts'
import type { Simulation } from './simulation.ts'
import type { RequestRecord } from './traffic.ts'

const scenarios: readonly (readonly [string, CrashScenario])[] = (['self', 'role'] as const).flatMap((caller) =>
  [true, false].map((recovery) => {
    const name = `${caller}, ${recovery ? 'recovery secret' : 'no recovery secret'}`
    return [`stopped: ${name}`, { caller, destinations: 2, recovery, lifecycle: 'one run' }] as const
  }),
)

describe('a run that stops', () => {
  test.each(scenarios)('%s', async (name, scenario) => {
    const faultless = simulate(scenario)
    await faultless.restDaily(3)
    const rows: { after: string[]; holds: string; next: string }[] = []
    for (const record of faultless.records.filter(isMutating)) {
      const simulation = simulate(scenario, {
        fault: ({ overall }) => (overall === record.overall ? 'killed after' : undefined),
      })
      await simulation.run()
      const holds = whatHolds(simulation)
      await simulation.pass(duration('1d'))
      const next = whatWasDone(simulation, await simulation.run())
      const last = rows.at(-1)
      if (last?.holds === holds && last.next === next) last.after.push(labelOf(record))
      else rows.push({ after: [labelOf(record)], holds, next })
    }
    const lines = rows.map(({ after, holds, next }) => `| ${after.join(', ')} | ${holds} | ${next} |`)
    const head = ['| stopped after … | what holds | what the next run does |', '| --- | --- | --- |']
    holdsInGuarantees(name, [...head, ...lines].join('\n'))
  })
})

/** `TagUser` (creating), `TagUser` (holder) for a claim or its release, `PUT` AWS_ACCESS_KEY_ID in octo/app */
function labelOf({ operation, subject, service, status }: RequestRecord): string {
  const [method = '', path = ''] = operation.split(' ')
  if (service !== 'github') {
    const phase = operation === 'TagUser' ? (subject.split(' ')[1] ?? 'holder') : undefined
    return phase === undefined ? `\`${operation}\`` : `\`${operation}\` (${phase})`
  }
  if (path.endsWith('/dispatches')) return status === 422 ? 'asking for the right to verify' : 'starting a verification'
  const [place, secret] = subject.split(' ')
  return `\`${method}\` ${secret} in ${place}`
}

/** The keys by the order in which they came: the old one, the new one, and one that took its place. */
function named(simulation: Simulation, text: string): string {
  const names = ['the old key', 'the new key', 'another new key', 'a fourth key']
  return simulation.aws
    .keys('ci-bot')
    .reduce((all, { accessKeyId }, index) => all.replaceAll(accessKeyId, names[index] ?? 'a key'), text)
}

function whatHolds(simulation: Simulation): string {
  const { aws, github, repositories, home } = simulation
  const keys = aws.keys('ci-bot')
  const places = repositories.map((name) => {
    const id = github.secretValue(name, 'AWS_ACCESS_KEY_ID') ?? ''
    const secret = github.secretValue(name, 'AWS_SECRET_ACCESS_KEY')
    const owner = keys.find(({ secretAccessKey }) => secretAccessKey === secret)?.accessKeyId ?? ''
    return id === owner
      ? `${name}: ${named(simulation, id)}`
      : `${name}: **the ID of ${named(simulation, id)} beside the secret of ${named(simulation, owner)}**`
  })
  const off = keys.filter(({ status, deleted }) => status === 'Inactive' && deleted === undefined)
  const recovery = github.secretValue(home, 'AWS_KEY_RECOVERY')
  return [
    ...places,
    ...(keys.length === 1 ? ['no new key exists'] : []),
    ...off.map(({ accessKeyId }) => `${named(simulation, accessKeyId)} is off`),
    ...keys
      .filter(({ deleted }) => deleted !== undefined)
      .map((key) => `${named(simulation, key.accessKeyId)} is gone`),
    ...(recovery === undefined ? [] : ['the recovery secret holds the new key']),
  ].join('; ')
}

function whatWasDone(simulation: Simulation, outcome: Outcome | undefined): string {
  if (outcome === undefined) return '**cannot sign in: a person sets the ID to that of the other key**'
  const steps = outcome.entries.map(({ decision }) => wordsFor(decision)).filter((words) => words !== undefined)
  return `${named(simulation, steps.join(', ')) || 'nothing is left to do'}: \`${outcome.phase}\``
}

function wordsFor(decision: Decision): string | undefined {
  switch (decision.do) {
    case 'create':
      return 'creates a key'
    case 'try':
      return `tries ${decision.key}`
    case 'safeguard':
      return 'seals it into the recovery secret'
    case 'clear':
      return 'deletes the recovery secret'
    case 'publish':
      return `publishes ${decision.key}`
    case 'verify':
      return 'verifies it'
    case 'deactivate':
      return `switches ${decision.key} off`
    case 'reactivate':
      return `switches ${decision.key} on again`
    case 'delete':
      return `deletes ${decision.key}`
    case 'discard':
      return `discards ${decision.key}`
    default:
      return undefined
  }
}
