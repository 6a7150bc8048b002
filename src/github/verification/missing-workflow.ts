/** Why a workflow that somebody has named is not there, and which ones are. */
import { passOver } from '../../rotation/problem.ts'
import { nearest } from '../../text/nearest.ts'
import { presentable } from '../../text/presentable.ts'
import { permissions } from '../api/permissions.ts'
import type { VerificationWorkflow } from './workflow.ts'

/** Names so many files, and counts the others. */
const namedFiles = 20

/** In sentences; undefined where the files cannot be listed, or the file is where it has to be. */
export async function whyMissing(workflow: VerificationWorkflow): Promise<string | undefined> {
  const { name, file, ref } = workflow
  const main = await workflow.defaultBranch().catch(passOver)
  if (main === undefined) return undefined
  const onMain = await filesOn(workflow, main)
  const isElsewhere = ref !== undefined && ref !== main
  const there = isElsewhere ? await filesOn(workflow, ref) : onMain
  if (there?.includes(file)) {
    // GitHub lists a workflow, and lets it be started anywhere, once the default branch has its file.
    if (!isElsewhere || onMain === undefined || onMain.includes(file)) return undefined
    return `${name} is on ${ref}, but not on the default branch ${main}: GitHub starts a workflow only when its file is there too. Merge it.`
  }
  const found = there ?? onMain
  if (found === undefined) return undefined
  const files = filesTold(found, there === undefined ? main : (ref ?? main), file)
  if (!isElsewhere)
    return `${name} was not found on ${main}, the default branch. ${files} Correct verification-workflow.`
  const onDefault = onMain?.includes(file) ? `The default branch ${main} has it.` : `The default branch is ${main}.`
  return `${name} is not on ${ref}, or there is no such branch or tag. ${onDefault} ${files} Correct verification-workflow.`
}

function filesTold(files: readonly string[], where: string, file: string): string {
  if (files.length === 0) return `There are no workflow files on ${where}.`
  const others = files.length - namedFiles
  const named = files.slice(0, namedFiles).map((each) => presentable(each, 100))
  const meant = nearest(file, files, () => 2)
  const hint = meant === undefined || meant === file ? '' : ` Did you mean ${presentable(meant, 100)}?`
  return `Workflow files on ${where}: ${named.join(', ')}${others > 0 ? ` and ${others} more` : ''}.${hint}`
}

/** Undefined where GitHub does not show them: what was asked before says why. @throws what ends the run */
async function filesOn(workflow: VerificationWorkflow, ref: string): Promise<readonly string[] | undefined> {
  // A directory is listed: https://docs.github.com/en/rest/repos/contents#get-repository-content
  const listed = await workflow
    .ask<readonly { name: string; type: string }[]>(
      'GET /repos/{owner}/{repo}/contents/{path}',
      { path: '.github/workflows', ref },
      workflow.purpose('list the workflow files', permissions.contents('read')),
    )
    .catch(passOver)
  return listed?.data.filter(({ name, type }) => type === 'file' && /\.ya?ml$/.test(name)).map(({ name }) => name)
}
