/**
 * The job summary of one user, at one glance: how it is, what a person has to do, where its keys stand and are stored,
 * and what comes next. What each step did is folded. No table is wider than a phone.
 */

import type { Phase } from '../rotation/decision.ts'
import { asSentence } from '../rotation/problem.ts'
import type { Verdict } from '../rotation/world.ts'
import { type Attention, runAgain } from './attention.ts'
import { headlineOf, reassuranceOf } from './headline.ts'
import { capitalized, nameOfKey, shortId, wordsFor } from './key-names.ts'
import { code, link, more, plain, plainCell } from './markdown.ts'
import type { PlaceReport } from './places.ts'
import type { KeyReport, StepReport, UserReport, VerificationReport } from './report.ts'
import { readable, shortDay, titleOf, verbOf } from './titles.ts'
import { addressFor, moreAbout } from './troubleshooting.ts'

/** The job summary of one user, as GitHub-flavoured Markdown. */
export function summaryOf(report: UserReport, comingUp: string | undefined): string {
  return `## ${headlineOf(report, plain(report.user))}\n\n${detailsOf(report, comingUp, alone)}`
}

/** The same without its heading, to be folded into the summary of several users. */
export function foldedDetailsOf(report: UserReport, comingUp: string | undefined): string {
  return detailsOf(report, comingUp, inside)
}

function detailsOf(report: UserReport, comingUp: string | undefined, { box, fold }: Form): string {
  const name = wordsFor(report)
  return [
    strip(report),
    ...report.attention.map((each, index) =>
      attentionBox(each, index === 0 && report.failed, { name, box, at: report.at }),
    ),
    standing(report, name),
    upcoming(report, comingUp, name),
    checkedIn(report),
    keysTable(report),
    placesTable(report, fold),
    notes(report, name, fold),
    stepsList(report, name, fold),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}

const phases: readonly Phase[] = ['steady', 'rotating', 'overlap', 'recovery']

/** The whole life of a key, with the present phase marked. */
function strip({ phase }: UserReport): string {
  if (phase === 'blocked') return ''
  return `${phases.map((each) => (each === phase ? `🔑\u00a0**${each}**` : each)).join(' → ')} → steady`
}

const old = {
  Active: 'the old key still works',
  Inactive: 'the old key is off',
  unknown: 'whether the old key still works is not known',
} as const

/** What a phase means for the keys, as far as this run has confirmed it. */
function meaningOf({ user, phase, keys, failed, planned, keyAgeDays, nextStepAt }: UserReport): string {
  if (keys === undefined) return 'the keys could not be read'
  const statusOf = (label: KeyReport['label']) => keys.find((key) => key.label === label)?.status
  const previous = statusOf('previous')
  switch (phase) {
    case 'steady': {
      const count = `${plain(user)} has ${['no key', 'one key'][keys.length] ?? `${keys.length} keys`}`
      const age = keyAgeDays === undefined || keys.length !== 1 ? '' : `, ${ageOf(keyAgeDays)} old`
      return failed || planned || nextStepAt === undefined ? `${count}${age}` : `${count}${age}, and nothing is due`
    }
    case 'rotating':
      return statusOf('pending') === 'Active'
        ? 'a new key exists, and the old key stays in use until the new one is proven'
        : 'a rotation has begun and is not finished'
    case 'overlap':
      return `the new key is in use${previous === undefined ? '' : `, and ${old[previous]}`}`
    case 'recovery':
      return previous === 'Inactive'
        ? 'the new key is in use; the old key is off, and can be switched on again'
        : 'the new key is in use; the old key has been switched off'
    case 'blocked':
      return ''
  }
}

/** Where the keys stand, what proves it, and whether there is anything to do. */
function standing(report: UserReport, name: Naming): string {
  const { failed, planned, attention } = report
  const meaning = meaningOf(report)
  const sentences = meaning === '' ? [] : [asSentence(meaning)]
  const proof = report.verification === undefined ? '' : proofOf(report.verification, name)
  if (proof !== '') sentences.push(proof)
  const reassurance = reassuranceOf(report)
  if (reassurance !== '') sentences.push(`**${reassurance}**`)
  if (planned && !failed) sentences.push('**Nothing was changed** (mode: plan).')
  if (attention.length === 0 && !planned) sentences.push('**There is nothing for you to do.**')
  return sentences.join(' ')
}

const verdicts: Readonly<Record<Verdict, string>> = {
  works: 'is proven by',
  rejected: 'did not pass its verification in',
  unknown: 'is not proven yet: look at',
}

/** So many runs are linked one by one. */
const mostLinks = 3

function proofOf({ accessKeyId, verdict, weak, detail, runUrls: all }: VerificationReport, name: Naming): string {
  // Of several runs, those that the detail names have decided.
  const deciding = all.filter((url) => detail.includes(url))
  const runUrls = verdict === 'works' || deciding.length === 0 ? all : deciding
  if (runUrls.length === 0) return ''
  const told = name(accessKeyId)
  const which = told === accessKeyId ? 'The key' : capitalized(told)
  const links = runUrls.slice(0, mostLinks).map((url) => link(`a run in ${repositoryIn(url)}`, url))
  const others = runUrls.length - links.length
  const runs = [...links, ...(others > 0 ? [`${others} more`] : [])].join(', ').replace(/, (?=[^,]*$)/, ' and ')
  return `${which} ${verdicts[verdict]} ${runs}${weak ? ' (weak proof)' : ''}.`
}

function repositoryIn(url: string): string {
  const [, owner, repo] = URL.parse(url)?.pathname.split('/') ?? []
  return owner === undefined || repo === undefined ? 'GitHub' : `${owner}/${repo}`
}

function upcoming(report: UserReport, comingUp: string | undefined, name: Naming): string {
  const { planned, failed, nextStep, because } = report
  const why = plain(asSentence(name(because)))
  if (planned && !failed) return `**Next:** ${plain(verbOf(nextStep ?? ''))}, in a run with \`mode: rotate\`  \n${why}`
  if (failed) return comingUp === undefined ? '' : `**Next:** ${comingUp}`
  return `**Next:** ${comingUp ?? 'nothing'}${report.held ? '' : `  \n${why}`}`
}

const preflight = titleOf({ do: 'observe', what: 'preflight', because: '' })

/** What a plan has looked at, and what nothing but the rotation shows. */
function checkedIn({ planned, steps, warnings }: UserReport): string {
  const found = planned ? steps.find(({ step }) => step === preflight)?.result : undefined
  if (found === undefined) return ''
  // What a note says in full is named here in short.
  const told = warnings.find((each) => found.includes(each))
  const checked = told === undefined ? found : found.replace(told, '').trimEnd()
  const others = told === undefined ? '' : 'the permissions that a note below names, and '
  return `**Checked:** ${plain(checked)} **Not checked:** ${others}whether the new key can be stored and passes its verification, which the rotation itself shows.`
}

/** The summary of a run that ended before anything was known about a user. */
export function failureSummaryOf(message: string, remedy: string, title = 'Nothing was changed'): string {
  const what: Attention = { what: asSentence(message), remedy, since: undefined }
  return `## ⛔ ${title}\n\n${attentionBox(what, true, { name: (text) => text, box: alert })}\n`
}

type Naming = (text: string) => string

/** What is the matter, line by line, and what to do. */
function attentionBox(
  { what, remedy, since }: Attention,
  isFailure: boolean,
  { name, box, at }: { readonly name: Naming; readonly box: Box; readonly at?: string },
): string {
  const lines = quoted(what, name)
  const told =
    since === undefined
      ? []
      : ['>', `> Since ${readable(Date.parse(since), at === undefined ? undefined : Date.parse(at))}.`]
  const fix = fixOf(name(remedy === '' ? runAgain : remedy))
  const [address] = moreAbout(what)
  const isLinked = address !== undefined && lines.some((line) => line.includes(address))
  const last = isLinked ? [] : [more(address)].filter((each) => each !== '').map((each) => `> ${each}`)
  return [box(isFailure ? 'CAUTION' : 'WARNING', lines), ...told, '>', ...fix, ...last].join('\n')
}

/** Sets text apart from the rest. */
type Box = (kind: 'CAUTION' | 'WARNING', lines: readonly string[]) => string

const alert: Box = (kind, lines) => [`> [!${kind}]`, ...lines].join('\n')

/** GitHub makes no alert inside of another element. */
const quote: Box = (kind, lines) => {
  return [`> ${{ CAUTION: '❌ **Failed**', WARNING: '⚠️ **Warning**' }[kind]}  `, ...lines].join('\n')
}

/** What only somebody who asks for it has to see. */
type Fold = (title: string, content: string) => string

/** How a summary by itself sets things apart, and how one that is folded into another does. */
interface Form {
  readonly box: Box
  readonly fold: Fold
}

const alone: Form = {
  box: alert,
  fold: (title, content) => `<details><summary>${title}</summary>\n\n${content}\n\n</details>`,
}
const inside: Form = { box: quote, fold: (title, content) => `**${title}**\n\n${content}` }

function quoted(text: string, name: Naming): readonly string[] {
  const raw = text.split('\n')
  return asSentence(name(text))
    .split('\n')
    .map((line, index) => {
      if (!line.startsWith('- ')) return `> ${plain(line)}`
      const parts = [plain(line.slice(2)), more(addressFor(raw[index] ?? ''))]
      return `> - ${parts.filter((each) => each !== '').join(' ')}`
    })
}

/** What to do, line by line; lines of YAML are to be copied as they are. */
function fixOf(remedy: string): readonly string[] {
  const parts = [...remedy.matchAll(/(?:^[-#] .*\n?)+|(?:^(?![-#] ).*\n?)+/gm)].map(([part]) => part.trimEnd())
  const isYaml = (part: string) => /^[-#] /.test(part)
  return parts.flatMap((part, index) =>
    isYaml(part) ? code(part, 'yaml').map((line) => `> ${line}`) : `> ${index === 0 ? '**Fix:** ' : ''}${plain(part)}`,
  )
}

function keysTable({ keys }: UserReport): string {
  if (keys === undefined) return ''
  if (keys.length === 0) return 'No access key.'
  const rows = keys.toReversed().map((key) => {
    const name = (nameOfKey(key, keys) ?? 'unexplained key').replace(/^the /, '')
    const id = `\`${plain(shortId(key.id))}\``
    return `| ${unbroken(name)} | ${id} | ${stateOf(key)}, ${key.ageDays === 0 ? 'made today' : `${unbroken(ageOf(key.ageDays))} old`} |`
  })
  return ['| key | ends in | state |', '| --- | --- | --- |', ...rows].join('\n')
}

function stateOf({ label, status }: KeyReport): string {
  if (status === 'unknown') return 'not confirmed'
  if (status === 'Inactive') return 'off'
  return { current: '**in use**', pending: 'not proven yet', previous: 'on', unknown: 'on' }[label]
}

/** On one line, however narrow the page is. */
function unbroken(text: string): string {
  return text.replaceAll(' ', '&nbsp;')
}

function ageOf(days: number): string {
  return `${days} day${days === 1 ? '' : 's'}`
}

/** So many places are shown unfolded. */
const mostPlaces = 12

function placesTable({ places, keys = [] }: UserReport, fold: Fold): string {
  if (places.length === 0) return ''
  if (places.every(({ state }) => state === 'not read')) {
    const names = places.slice(0, mostPlaces).map(({ name }) => `**${plain(name)}**`)
    const others = places.length - names.length
    return `Stored in ${names.join(', ')}${others > 0 ? ` and ${others} more places` : ''} (not looked at in this run)`
  }
  const hasTwo = keys.length > 1
  const rows = places.map((place) => {
    const at = place.writtenAt === undefined ? '' : shortDay(Date.parse(place.writtenAt))
    const written = at === '' ? '' : `<br><sub>${unbroken(`written ${at}`)}</sub>`
    return `| ${plainCell(place.name)} | ${stateOfPlace(place, hasTwo)}${written} |`
  })
  const table = ['| stored in | it has |', '| --- | --- |', ...rows].join('\n')
  if (places.length <= mostPlaces) return table
  const states = [...Map.groupBy(places, (place) => stateOfPlace(place, hasTwo))]
  const glance = states.map(([state, those]) => `${those.length} × ${state}`).join(', ')
  return fold(`Stored in ${places.length} places: ${glance}`, table)
}

function stateOfPlace({ state, proven }: PlaceReport, hasTwo: boolean): string {
  switch (state) {
    case 'current':
      return `${proven ? '✅' : '☑️'} ${hasTwo ? 'the new key' : 'the key'}${proven ? ', proven' : ''}`
    case 'pending':
      return `${proven ? '✅ the new key, proven' : '☑️ the new key'}`
    case 'partly pending':
      return '⏳ partly written'
    case 'not written yet':
      return '⏳ not written yet'
    case 'unproven':
      return 'a key, not proven yet'
    case 'missing':
      return '❔ a secret is missing'
    case 'written by others':
      return '⚠️ written by somebody else'
    case 'another key':
      return '⚠️ another key'
    case 'next rotation':
      return '⏳ gets the next key'
    case 'left out':
      return 'left out'
    case 'not read':
      return 'not looked at in this run'
  }
}

/** What a person should know and need not act upon. */
function notes({ warnings, attention }: UserReport, name: Naming, fold: Fold): string {
  const others = warnings.filter((each) => !attention.some(({ what }) => what === each))
  if (others.length === 0) return ''
  const points = others.map((each) => `- ${asSentence(name(each)).split('\n').map(plain).join('<br>')}`)
  return fold(counted(others.length, 'note'), points.join('\n'))
}

function stepsList({ keys = [], steps, because, at }: UserReport, name: Naming, fold: Fold): string {
  const effects = steps.filter(({ effect }) => effect)
  const points = effects.map((step, index) => `${index + 1}. ${stepOf(step, effects[index - 1], because, name)}`)
  const dates = keys.map(({ id, created }) => `- \`${plain(id)}\` was created on ${readable(Date.parse(created))}.`)
  const title = points.length === 0 ? 'Details' : `What was done, in ${counted(points.length, 'step')}`
  dates.push(`- This run ended on ${readable(Date.parse(at))}. Times are AWS's own.`)
  const parts = [points.join('\n'), dates.join('\n')].filter((each) => each !== '')
  return fold(title, parts.join('\n\n'))
}

/** A reason or a result that was told before is not told again. */
function stepOf(step: StepReport, before: StepReport | undefined, ending: string, name: Naming): string {
  const isTold = (text: string) => text !== '' && ending.includes(text)
  const why = step.because === before?.because || isTold(step.because) ? '' : `: ${plain(name(step.because))}`
  const result = isTold(step.result) ? ['see above'] : step.result.split('\n').map((each) => plain(name(each)))
  const told = step.result === '' ? '' : `<br>→ ${result.join('<br>')}`
  return `**${plain(name(step.step))}**${why === '' ? '' : withoutFullStop(why)}${told}`
}

function withoutFullStop(text: string): string {
  return text.replace(/\.$/, '')
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
