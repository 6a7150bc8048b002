/** Markdown that holds text from elsewhere. */
import { shown } from '../text/presentable.ts'

/** Whose pages a summary may link to: GitHub's own, wherever it is, and those that messages of ours name. */
const linked = ['github.com', 'docs.github.com', 'www.githubstatus.com', 'docs.aws.amazon.com', 'nodejs.org']

/** Alone in an element, as GitHub reads no mention, issue or address of mail across one; whoever copies it gets it as it is. */
const alone = (character: string) => `<span>${character}</span>`

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '@': alone('@'),
  '#': alone('#'),
}

/** What GitHub would read as markup; an underscore between letters is none. https://github.github.com/gfm/ */
const markup = /[&<>@#]|[\\`*~|$[\]]|(?<![^\W_])_|_(?![^\W_])|\b(?:https?|ftp):\/\/|\bwww\./gi

/** Text from elsewhere, such as a provider's message, on one line: no markup or mention, and links to `linked` only. */
export function plain(text: string): string {
  return onOneLine(text)
    .split(addresses())
    .map((part, index) => (index % 2 === 1 ? part.replaceAll('&', '&amp;') : part.replaceAll(markup, escaped)))
    .join('')
}

/** Text from elsewhere inside of a line of HTML, where no escape of Markdown counts: no element, mention or address. */
export function plainHtml(text: string): string {
  return onOneLine(text).replaceAll(/[&<>@#]/g, (character) => entities[character] ?? '')
}

function onOneLine(text: string): string {
  return shown(text)
    .split('\n')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .join(' ')
}

/** A link, where the summary may link to that page; else the text alone. Both may be from elsewhere. */
export function link(text: string, url: string | undefined): string {
  const [before, address, after] = url === undefined ? [] : url.split(addresses())
  return before === '' && after === '' && address !== undefined ? `[${plain(text)}](${address})` : plain(text)
}

/** `([more](address))`; empty without an address that the summary may link to. */
export function more(address: string | undefined): string {
  const shown = link('more', address)
  return shown === 'more' ? '' : `(${shown})`
}

/** Lines that are shown as they are; none of them may begin with three backticks. */
export function code(text: string, language: string): readonly string[] {
  return [`\`\`\`${language}`, ...text.split('\n').map(shown), '```']
}

function escaped(found: string): string {
  return found.length === 1 ? (entities[found] ?? `\\${found}`) : found.replace(/[:.]/, '\\$&')
}

/** Matches the addresses that stay links, and nothing behind them that could be markup. */
function addresses(): RegExp {
  const server = URL.parse(process.env['GITHUB_SERVER_URL'] ?? '')?.host ?? 'github.com'
  const hosts = [...linked, server].map((host) => host.replaceAll(/[^\w-]/g, '\\$&')).join('|')
  return new RegExp(String.raw`(\bhttps://(?:${hosts})(?=[/?#\s)]|$)(?:[/?#][\w./?#=&%+,:-]*)?)`)
}
