/** The findings as one page that an auditor opens: it holds all that it shows, loads nothing, and is whole without script. */
import { createHash } from 'node:crypto'
import { withFullStop } from '../rotation/problem.ts'
import { type Attention, byRemedy } from './attention.ts'
import { type Control, controls, type Judgement } from './controls.ts'
import { counted } from './counted.ts'
import { accountName } from './evidence.ts'
import { type AuditReport, type KeyFinding, misses } from './findings.ts'
import { html, Markup, nothing } from './markup.ts'
import { script, style } from './page-look.ts'
import { unlistedSection } from './page-places.ts'
import type { Elsewhere } from './unlisted-findings.ts'
import { furtherOf, headlineOf, keyName, lastUseOf, missedBy, nextOf } from './words.ts'

/** What the page may load and run: its own style and script, told by their hashes. https://www.w3.org/TR/CSP3/ */
function policy(): string {
  const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`
  return `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'`
}

/** A whole HTML document. */
export function pageOf(report: AuditReport): string {
  const { at, unreadAccounts, attention, warnings, keys } = report
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>Access keys on ${at.slice(0, 10)}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main>
<h1>${headlineOf(report)}</h1>
${furtherOf(report).map((line) => html`<p>${line}</p>`)}
<p class="soft">As of ${at} (AWS’s clock, UTC).</p>
${accountList(report)}
${unreadAccounts.map(({ account, reasons }) => html`<p class="warning bad">Not read: ${accountName(account)}. ${reasons.map(({ what }) => what).join(' ')}</p>`)}
${tiles(report)}
<h2>What to do</h2>
${
  attention.length === 0
    ? html`<p class="good">Nothing needs a person.</p>`
    : html`<ul class="tasks">${byRemedy(attention).map(([remedy, all]) => html`<li>${all.map(task)}${remedy}</li>`)}</ul>`
}
${warnings.map((warning) => html`<p class="warning">${warning}</p>`)}
<h2>Access keys</h2>
${keys.length === 0 ? html`<p>There is none.</p>` : table(keys)}
${report.unlisted === null ? nothing : unlistedSection(report.unlisted)}
<h2>Controls</h2>
${legend(report)}
<h2>What the evidence is</h2>
${evidence(report)}
</main>
<script>${new Markup(script)}</script>
</body>
</html>
`
  return page.text
}

function task({ what, since, account }: Attention): Markup {
  const about = [
    ...(account === '' ? [] : [`Account ${account}`]),
    ...(since === undefined ? [] : [`since ${since.slice(0, 10)}`]),
  ]
  return html`<p><b>${withFullStop(what)}</b> <span class="soft">${about.join('; ')}</span></p>`
}

/** Where there are many accounts, they are folded. */
function accountList({ accounts }: AuditReport): Markup {
  const list = html`<ul class="accounts soft">${accounts.map(accountOf)}</ul>`
  if (accounts.length <= 3) return list
  return html`<details><summary>${counted(accounts.length, 'account')}</summary>${list}</details>`
}

function accountOf({ account, users, credentialReport, auditor }: AuditReport['accounts'][number]): Markup {
  const scope =
    credentialReport === null
      ? `${counted(users, 'configured user')}`
      : `every user, by the credential report of ${credentialReport}`
  return html`<li>Account ${account}: ${scope}, read as <code>${auditor}</code></li>`
}

function tiles({ summary, attention }: AuditReport): Markup {
  const { keys, active, overdue, oldestActiveDays: oldest } = summary
  const tile = (value: string | number, name: string, isBad = false) =>
    html`<li${new Markup(isBad ? ' class="bad"' : '')}><b>${value}</b>${name}</li>`
  return html`<ul class="tiles">${[
    tile(keys, 'access keys'),
    tile(active, 'active'),
    tile(overdue, 'overdue', overdue > 0),
    tile(oldest ?? '–', 'days old, the oldest active key', (oldest ?? 0) > 90),
    tile(attention.length, 'things to do', attention.length > 0),
  ]}</ul>`
}

function table(keys: readonly KeyFinding[]): Markup {
  const heads = ['Key', 'User', 'Age', 'Status', 'Last use', 'Next', 'Stored in', 'Controls', 'Owner']
  return html`<div class="wide"><table class="sortable">
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>
${keys.map(row)}</tbody>
</table></div>`
}

function row(key: KeyFinding): Markup {
  const { account, user, ageDays, status, label, lastUsed, nextStepAt, owner, overdue } = key
  const missed = missedBy(key)
  return html`<tr>
<td data-label="Key" class="number" data-value="${key.accessKeyId ?? ''}"><span><code>${keyName(key)}</code>${label === 'unknown' ? '' : html`<br><span class="soft">${label}</span>`}</span></td>
<td data-label="User" data-value="${user}"><span>${user}<br><span class="soft">${account}</span></span></td>
<td data-label="Age" data-value="${ageDays ?? ''}" class="number"><span>${age(key)}</span></td>
<td data-label="Status" data-value="${status}"><span>${status}${overdue ? html`<br><span class="bad">overdue</span>` : ''}</span></td>
<td data-label="Last use" data-value="${lastUsed.at ?? ''}">${lastUseOf(key)}</td>
<td data-label="Next" data-value="${nextStepAt ?? ''}"><span>${key.lateDays === null ? nextOf(key) : html`<span class="bad">${nextOf(key)}</span>`}${key.phase === null ? '' : html`<br><span class="soft">${key.phase}</span>`}</span></td>
<td data-label="Stored in">${stored(key)}</td>
<td data-label="Controls" data-value="${missed.length}"><div>${judgements(key, missed)}</div></td>
<td data-label="Owner" data-value="${owner?.repository ?? ''}">${owner === null ? '–' : html`<span><a href="${owner.runUrl}">${owner.repository}</a><br><span class="soft date">${owner.at.slice(0, 10)}</span></span>`}</td>
</tr>
`
}

function age({ ageDays, created }: KeyFinding): Markup {
  if (ageDays === null) return html`not known`
  return html`${counted(ageDays, 'day')}<br><span class="soft">${created?.slice(0, 10) ?? ''}</span>`
}

function stored({ places, elsewhere }: KeyFinding): Markup {
  const beyond = elsewhere === null ? nothing : notListed(elsewhere)
  if (places.length === 0)
    return elsewhere === null ? html`<span class="soft">not read</span>` : html`<div>${beyond}</div>`
  const told = (proves: string) => places.filter((place) => place.proves === proves)
  const list = [...told('holds this key'), ...told('may hold this key')]
  const others = told('cannot hold this key')
  const line = ({ name, place, proves, because, updatedAt }: KeyFinding['places'][number]) =>
    html`<li><code>${name}</code> in ${place}<br><span class="soft">${proves}: ${because}${updatedAt === null ? '' : ` (${updatedAt})`}</span></li>`
  const rest =
    others.length === 0
      ? nothing
      : html`<details><summary>${counted(others.length, 'other place')}</summary><ul>${others.map(line)}</ul></details>`
  return html`<div><ul>${list.map(line)}</ul>${rest}${beyond}</div>`
}

function notListed({ holds, mayHold }: Elsewhere): Markup {
  const held = holds.map((place) => html`<span class="bad">${place}, which nobody lists</span><br>`)
  if (mayHold === 0) return holds.length === 0 ? html`<span class="soft">nowhere else</span>` : html`${held}`
  return html`${held}<a href="#places">${counted(mayHold, 'place')} that nobody lists</a> may hold it`
}

function judgements(key: KeyFinding, missed: readonly string[]): Markup {
  const line = ({ control, standing, because }: Judgement) =>
    html`<li>${titleOf(control)}: <span class="${standing === 'missed' ? 'bad' : 'soft'}">${standing}</span>, ${because}</li>`
  const misses = missed.map((name) => html`<li class="bad">misses ${name}</li>`)
  const heading = missed.length === 0 ? html`<li class="good">none missed</li>` : nothing
  return html`<ul>${misses}${heading}</ul><details><summary>every control</summary><ul>${key.controls.map(line)}</ul></details>`
}

function titleOf(id: Control['id']): string {
  return controls.find((control) => control.id === id)?.title ?? id
}

function legend({ keys, controls: all }: AuditReport): Markup {
  const line = (control: Control) => {
    const count = keys.filter((key) => misses(key, control.id)).length
    const standing = count === 0 ? html`<span class="good">0</span>` : html`<span class="bad">${count}</span>`
    return html`<tr><td data-label="Control"><a href="${control.page}">${control.title}</a></td><td data-label="Standards">${control.standards.join('; ')}</td><td data-label="Missed by">${standing}</td></tr>`
  }
  return html`<div class="wide"><table><thead><tr><th scope="col">Control</th><th scope="col">Standards</th><th scope="col">Missed by</th></tr></thead><tbody>${all.map(line)}</tbody></table></div>`
}

function evidence({ accounts, unlisted }: AuditReport): Markup {
  const reported = accounts.some(({ credentialReport }) => credentialReport !== null)
  return html`<p>Keys, their age and status are what IAM listed for this audit. The last use is AWS’s own record of it, which may lag by some hours. A key that was never used counts as unused from its creation on.</p>
${
  reported
    ? html`<p>AWS makes a credential report at most every four hours: users that are younger are not in it, and neither is a user whose only keys are inactive and were never used. It tells no IDs, so that keys of root have none here.</p>`
    : html`<p>Only the users of this configuration were read.</p>`
}
<p>Phase, next step and owner come from the tags that the rotation writes to its user. GitHub shows no value of a secret: where a key is stored follows from the dates of the configured secrets, and from the values of variables. A secret that was written before a key existed cannot hold it.</p>
${
  unlisted === null
    ? nothing
    : html`<p>A place that nobody lists concerns a user when a secret or a variable there has one of the user’s names, or when a variable shows the ID of one of the user’s keys. A secret that was written since the oldest of these keys exists may hold one of them, or a key of anybody else: only its date is known.</p>`
}
<p>A key is overdue when it is older than 90 days and active, or when the next step of its user is a week late. The pace of other configurations is not known: their users are taken to be rotated at 90 days, and deactivate-after and delete-after to be the longest of the defaults and of this configuration.</p>`
}
