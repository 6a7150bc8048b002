/** Text from elsewhere, before it is shown to people. */

/** What tokens look like, and credentials in an address: https://github.blog/engineering/behind-githubs-new-authentication-token-formats/ */
const credentials = /\b(?:gh[a-z]_|github_pat_|eyJ)[\w.-]+|(?<=:\/\/)[^\s/@]+(?=@)/g

/**
 * On one line, since lines of a log may be commands to the runner; cut to so many characters; and without anything that
 * looks like a credential. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function presentable(text: string, longest = 300): string {
  const shown = text
    .replaceAll(credentials, '***')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  return shown.length <= longest ? shown : `${shown.slice(0, longest)}…`
}
