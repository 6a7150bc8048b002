/** The section of the page that shows places which no configuration lists, each once. */
import { counted } from './counted.ts'
import { html, Markup, nothing } from './markup.ts'
import type { InventoryFindings, UnlistedFinding } from './unlisted-findings.ts'
import { alikeIn, coverageOf, verdictsOf } from './words.ts'

/** So many places are shown; the file of places has all of them. */
const mostPlaces = 300

/** Reasons why something was not read are folded where there are more. */
const mostOpen = 5

/** What an inventory has found and how far it came: what holds a key, what may hold one, and what cannot. */
export function unlistedSection(inventory: InventoryFindings): Markup {
  const { places, unread, complete } = inventory
  const byPlace = [...Map.groupBy(places, ({ place }) => place).values()]
  const holding = byPlace.filter((all) => all.some(({ users }) => users.length > 0))
  const others = byPlace.filter((all) => !holding.includes(all))
  const left = holding.length - mostPlaces
  return html`<h2 id="places">Places that no configuration lists</h2>
<p class="${complete ? 'soft' : 'warning'}">${coverageOf(inventory)}</p>
${holding.length === 0 ? html`<p class="good">No secret or variable outside the configured places may hold a key, as far as was read.</p>` : html`<ul class="places">${holding.slice(0, mostPlaces).map(card)}</ul>`}
${left > 0 ? html`<p>${counted(left, 'more place')}: unlisted-places.csv has all of them.</p>` : nothing}
${others.length === 0 ? nothing : html`<details><summary>${counted(others.length, 'other place')} of such names, which cannot hold any of these keys</summary><ul class="places">${others.slice(0, mostPlaces).map(card)}</ul></details>`}
${unread.length === 0 ? nothing : html`<details${new Markup(unread.length <= mostOpen ? ' open' : '')}><summary>${counted(unread.length, 'reason')} why something was not read</summary>${unread.map((each) => html`<p class="soft">${each}</p>`)}</details>`}`
}

/** One place with all that was found there. */
function card(all: readonly UnlistedFinding[]): Markup {
  const place = all[0]?.place ?? ''
  const isHeld = all.some(({ users }) => users.some(({ proves, isLive }) => proves === 'holds this key' && isLive))
  return html`<li class="${isHeld ? 'held' : 'open'}"><b>${place}</b><ul>${alikeIn(all).map(entry)}</ul></li>`
}

function entry(alike: readonly [UnlistedFinding, ...UnlistedFinding[]]): Markup {
  const [first] = alike
  const names = alike.map(
    ({ kind, name }, index) =>
      html`${index === 0 ? '' : ', '}${kind === 'variable' ? 'variable ' : ''}<code>${name}</code>`,
  )
  return html`<li>${names} <span class="soft">written ${first.updatedAt.slice(0, 10)}</span><br>${verdictsOf(first).join('; ')}</li>`
}
