/** Why a workflow that somebody has named is not there, and which ones are. */
import { nearest } from '../../text/nearest.ts'
import { presentable } from '../../text/presentable.ts'
import { type GitHubClient, isGitHubError } from '../api/client.ts'

interface NamedWorkflow {
  readonly owner: string
  readonly repo: string
  readonly file: string
  /** Branch or tag; undefined: the default branch. */
  readonly ref: string | undefined
  readonly github: GitHubClient
}

/** Names so many files, and counts the others. */
const namedFiles = 20

/** In sentences; undefined where the files cannot be listed, or the file is where it has to be. */
export async function whyMissing(workflow: NamedWorkflow): Promise<string | undefined> {
  const { owner, repo, file, ref } = workflow
  const repository = await ask<{ default_branch: string }>(workflow, 'GET /repos/{owner}/{repo}')
  if (repository === undefined) return undefined
  const main = repository.default_branch
  const onMain = await filesOn(workflow, main)
  const isElsewhere = ref !== undefined && ref !== main
  const there = isElsewhere ? await filesOn(workflow, ref) : onMain
  const name = `${file} in ${owner}/${repo}`
  if (there?.includes(file)) {
    // GitHub lists a workflow, and lets it be started anywhere, once the default branch has its file.
    if (!isElsewhere || onMain === undefined || onMain.includes(file)) return undefined
    return `${name} is on ${ref}, but not on the default branch ${main}: GitHub starts a workflow only when its file is there too. Merge it.`
  }
  if (onMain === undefined && there === undefined) return undefined
  const found = there ?? onMain ?? []
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

/** https://docs.github.com/en/rest/repos/contents#get-repository-content, which lists a directory as well. */
async function filesOn(workflow: NamedWorkflow, ref: string): Promise<readonly string[] | undefined> {
  const parameters = { path: '.github/workflows', ref }
  const listed = await ask<readonly { name: string; type: string }[]>(
    workflow,
    'GET /repos/{owner}/{repo}/contents/{path}',
    parameters,
  )
  return listed?.filter(({ name, type }) => type === 'file' && /\.ya?ml$/.test(name)).map(({ name }) => name)
}

/** Undefined for whatever GitHub does not show: what was asked before says why. @throws what ends the run */
async function ask<Data>(
  { owner, repo, github }: NamedWorkflow,
  route: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Data | undefined> {
  try {
    return (await github.request<Data>(route, { owner, repo, ...parameters })).data
  } catch (error) {
    if (isGitHubError(error)) return undefined
    throw error
  }
}
