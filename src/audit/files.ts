/** The files of an audit, inside the workspace of the job. */
import { existsSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { messageOf, Problem } from '../rotation/problem.ts'
import type { Environment } from '../text/environment.ts'

/** A folder that the files may be written to. */
export interface AuditFolder {
  /** As the input has it. */
  readonly name: string
  readonly path: string
}

/**
 * Makes the folder, before anything is asked of AWS. @throws Problem where there is none, or a link leads it out of the
 * workspace
 */
export function openFolder(name: string, { GITHUB_WORKSPACE: workspace }: Environment): AuditFolder {
  if (!workspace) throw new Problem('GITHUB_WORKSPACE is not set', 'Run this as a step of a GitHub Actions job.')
  const path = join(workspace, name)
  let existing = path
  while (!existsSync(existing) && existing !== dirname(existing)) existing = dirname(existing)
  try {
    // A link may stand for any part of the path.
    if (`${realpathSync(existing)}${sep}`.startsWith(`${realpathSync(workspace)}${sep}`)) {
      mkdirSync(path, { recursive: true })
      return { name, path }
    }
  } catch (error) {
    throw new Problem(
      `The folder ${name} of the input audit-folder cannot be made: ${messageOf(error)}`,
      'Name another folder inside the workspace, or remove the file that is in its place.',
    )
  }
  throw new Problem(
    `The folder ${name} of the input audit-folder leads out of the workspace`,
    'Name a folder that is no link, or remove the link.',
  )
}

/** Writes a file anew: what is in its place, a link, say, is replaced and not followed. @throws Problem */
export function writeFile({ name: folder, path }: AuditFolder, name: string, text: string): void {
  try {
    const file = join(path, name)
    rmSync(file, { force: true })
    writeFileSync(file, text, { flag: 'wx' })
  } catch (error) {
    throw new Problem(
      `The file ${name} cannot be written to ${folder}: ${messageOf(error)}`,
      'Give the job a folder with room that it may write to, in the input audit-folder.',
    )
  }
}
