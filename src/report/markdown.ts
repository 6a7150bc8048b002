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

/** What a cell has on one line, in characters: three columns of such words fit a phone. */
const longestWord = 12

/** A part of a name that is little longer stays whole. */
const longestPart = 14

/** The same for a cell of a table, which would be as wide as its longest word: names may break within. */
export function plainCell(text: string): string {
  return onOneLine(text)
    .split(' ')
    .map((word) => (word.length <= longestPart || word.includes('://') ? plain(word) : broken(word)))
    .join(' ')
}

/** Breaks behind what parts a name, else after so many characters; whoever copies it gets it as it is. */
function broken(word: string): string {
  const pieces = word.match(/[^-_./:@+=,]*[-_./:@+=,]?/g) ?? []
  const lines: string[] = []
  for (const piece of pieces.flatMap((each) => each.match(new RegExp(`.{1,${longestPart}}`, 'gu')) ?? [])) {
    const line = `${lines.at(-1) ?? ''}${piece}`
    if (lines.length > 0 && line.length <= longestWord) lines.splice(-1, 1, line)
    else lines.push(piece)
  }
  return lines.map(plain).join('<wbr>')
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
