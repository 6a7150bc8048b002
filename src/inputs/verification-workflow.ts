/** What the input `verification-workflow` says: the workflows that prove a key. */

import { addressableNames, isAddressable } from '../destination.ts'
import { Problem } from '../rotation/problem.ts'
import type { Job, WorkflowName } from '../workflow.ts'
import { refused } from './parse.ts'
import { asText, isList, parseYaml } from './yaml.ts'

const allowed = 'file.yml, owner/repo/file.yml, either with @branch, or the word none'

const pattern = /^(?:([\w-]+)\/([\w.-]+)\/)?([^/@\s]+\.ya?ml)(?:@(\S+))?$/

/** One line or a YAML list of `[owner/repo/]file.yml[@ref]`; the word `none`; undefined when empty. @throws Problem */
export function parseWorkflows(
  text: string,
  job: Pick<Job, 'owner' | 'repo'>,
): readonly WorkflowName[] | 'none' | undefined {
  if (text === '') return undefined
  if (text === 'none') return 'none'
  const given = parseYaml('verification-workflow', text)
  const entries = isList(given) ? given : [given]
  if (entries.length === 0) throw refused('verification-workflow', text, 'one workflow at least, or the word none')
  return entries.map((entry) => {
    const line = asText('verification-workflow', entry, allowed)
    // GitHub's own spelling of a path is welcome, at the beginning or after the repository.
    const name = line.replace(/(^|\/)\.github\/workflows\//, '$1')
    const [, owner = job.owner, repo = job.repo, file, ref] = pattern.exec(name) ?? []
    if (file === undefined) throw refused('verification-workflow', line, allowed)
    if (![repo, file, ref ?? ''].every(isAddressable)) throw refused('verification-workflow', line, addressableNames)
    return { owner, repo, file, ref }
  })
}

/** Nothing is rotated without one. */
export function missingVerification(): Problem {
  return new Problem(
    'The input verification-workflow is empty, and without it nothing proves that jobs use the new key before the old one goes',
    'Name a workflow that uses the published secrets ("verification-workflow: verify.yml", see the README), or write "verification-workflow: none" to accept that a key is proved through STS and IAM only.',
  )
}
