/** Text from elsewhere, before it is shown to people: it may be hostile, and it may quote a secret. */

/**
 * What tokens look like (https://github.blog/engineering/behind-githubs-new-authentication-token-formats/), also with
 * an escape of `shown` inside; credentials in an address; and a private key, with all that follows it.
 */
const credentials =
  /\b(?:gh[a-z]_|github_pat_|eyJ)[\w.\\{}-]+|(?<=:\/\/)[^\s/@]+(?=@)|-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*/g

/** How libraries say that they cannot send a header: with all that it holds, a token as a rule. */
const quotedHeader = /is an invalid header/i

/** Controls, format characters (bidirectional marks, say), halves of characters, and whatever else takes no room. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/** Shows what cannot be seen as `\u{202E}`, but for line breaks; a tab becomes a blank. */
export function shown(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(unseen, (character) => {
    if (character === '\n') return character
    return character === '\t' ? ' ' : `\\u{${character.codePointAt(0)?.toString(16).toUpperCase()}}`
  })
}

/**
 * Text that the runner takes no command from, with its line breaks: no line begins with `::` after blanks, none
 * contains `##[`. The runner compares text as .NET does, which looks past characters that take no room: `shown` comes
 * first. https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function harmless(text: string): string {
  return shown(text)
    .replaceAll('##[', '## [')
    .split('\n')
    .map((line) => (line.trimStart().startsWith('::') ? line.replace('::', ': :') : line))
    .join('\n')
}

/**
 * Text from elsewhere inside a sentence of ours: on one line, without anything that looks like a credential, cut to so
 * many characters, and otherwise as `harmless`.
 */
export function presentable(text: string, longest = 300): string {
  if (quotedHeader.test(text)) return 'a header of the request holds characters that no header may hold'
  const line = shown(text.replaceAll(/\s+/g, ' ')).trim()
  return shortened(line.replaceAll(credentials, '***').replaceAll('##[', '## ['), longest)
}

/** As long as secret access keys and lines of private keys are, and longer. */
const longestWord = 128

/** Cut to so many characters, and not inside a word of those that secrets are made of: no mask knows half a secret. */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text
  let end = longest
  while (end > longest - longestWord && end > 0 && isOfSecrets(text, end - 1) && isOfSecrets(text, end)) end -= 1
  const isWhole = !/[\uD800-\uDBFF]/.test(text.charAt(end - 1))
  return `${text.slice(0, isWhole ? end : end - 1).trimEnd()}…`
}

function isOfSecrets(text: string, index: number): boolean {
  return /[\w+/=%.-]/.test(text.charAt(index))
}
