/** The job summary: Markdown that holds text from elsewhere. */
import { summary, warning } from '@actions/core'
import { messageOf } from '../rotation/problem.ts'

/** Text from elsewhere, a provider's message, say, that must not become markup or break a table. */
export function plain(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\|[\]`]/g, '\\$&')
    .replaceAll(/\s*\n\s*/g, ' ')
}

/** Writes it. It serves people: that it cannot be written does not fail the run. */
export async function summarize(markdown: string): Promise<void> {
  try {
    await summary.addRaw(markdown).write()
  } catch (failure) {
    warning(`The job summary could not be written: ${messageOf(failure)}`)
  }
}
