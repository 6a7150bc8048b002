/** What the input `verification-workflow` says: the workflows that prove a key. */

import { addressableNames, isAddressable } from '../destination.ts'
import { verificationRequired } from '../github/verification/required.ts'
import type { Problem } from '../rotation/problem.ts'
import type { Job, WorkflowName } from '../workflow.ts'
import { InputProblem, readEach } from './faults.ts'
import { refused } from './parse.ts'
import { asText, isList, parseYaml, shown, type Yaml } from './yaml.ts'

const input = 'verification-workflow'

const allowed = 'file.yml, owner/repo/file.yml, either with @branch, or the word none'

const pattern = /^(?:([\w-]+)\/([\w.-]+)\/)?([^/@\s]+\.ya?ml)(?:@(\S+))?$/

/** One line or a YAML list of `[owner/repo/]file.yml[@ref]`; the word `none`; undefined when empty. @throws Problem */
export function parseWorkflows(
  given: Yaml,
  job: Pick<Job, 'owner' | 'repo'>,
): readonly WorkflowName[] | 'none' | undefined {
  if (given === '') return undefined
  if (given === 'none') return 'none'
  const read = parseYaml(input, given)
  const entries = isList(read) ? read : [read]
  if (entries.length === 0) throw refused(input, shown(given), 'one workflow at least, or the word none')
  return readEach(entries, (entry, index) => {
    const part = { path: [input, index] }
    const line = asText(input, entry, allowed, part)
    // GitHub's own spelling of a path is welcome, at the beginning or after the repository.
    const name = line.replace(/(^|\/)\.github\/workflows\//, '$1')
    const [, owner = job.owner, repo = job.repo, file, ref] = pattern.exec(name) ?? []
    if (file === undefined) throw refused(input, line, allowed, part)
    if (![repo, file, ref ?? ''].every(isAddressable)) throw refused(input, line, addressableNames, part)
    return { owner, repo, file, ref }
  })
}

/** Nothing is rotated without one. */
export function missingVerification(): Problem {
  return new InputProblem(input, verificationRequired.message, verificationRequired.remedy)
}
