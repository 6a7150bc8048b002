/** Reads a file of the workspace, which is where `actions/checkout` puts the repository. */
import { isUtf8 } from 'node:buffer'
import { readFileSync, realpathSync, statSync } from 'node:fs'
import { isAbsolute, join, normalize, relative, sep } from 'node:path'
import { Problem } from '../../rotation/problem.ts'
import type { Environment } from '../../text/environment.ts'
import { presentable } from '../../text/presentable.ts'
import { refused } from '../parse.ts'

/** 1 MiB has room for thousands of users. */
const largest = 1024 * 1024

const allowed = 'the path of a file inside the workspace, such as .github/key-rotation.yml'

/** As messages name the file. */
export function shownPath(path: string): string {
  return presentable(normalize(path).replaceAll(sep, '/'), 200)
}

/** The text of a file, without a byte order mark. @throws Problem unless it is a file of UTF-8 inside the workspace */
export function readWorkspaceFile(input: string, path: string, environment: Environment): string {
  const workspace = environment['GITHUB_WORKSPACE'] ?? ''
  if (workspace === '') {
    throw new Problem(
      `GITHUB_WORKSPACE is not set, and the input ${input} is a path in the workspace`,
      'Run this as a step of a GitHub Actions job.',
    )
  }
  if (isAbsolute(path) || leaves(normalize(path)) || path.includes('\0')) throw refused(input, path, allowed)
  const real = realPathOf(input, workspace, path)
  const file = statSync(real)
  if (!file.isFile()) throw refused(input, path, `${allowed}: there is something else than a file`)
  if (file.size > largest) {
    throw new Problem(
      `The file ${shownPath(path)} has ${Math.ceil(file.size / 1024)} KiB, and 1,024 KiB are allowed`,
      'Move what users have in common to defaults, or make several files of it, each with a step of its own.',
    )
  }
  const bytes = readFileSync(real)
  if (!isUtf8(bytes)) throw new Problem(`The file ${shownPath(path)} is not text in UTF-8`, 'Save it as UTF-8.')
  return new TextDecoder().decode(bytes)
}

/** Links are followed; what they lead to has to be in the workspace, too. */
function realPathOf(input: string, workspace: string, path: string): string {
  let real: string
  try {
    real = realpathSync(join(workspace, path))
  } catch (error) {
    if (!isMissing(error)) throw error
    throw new Problem(
      `The file ${shownPath(path)} of the input ${input} is not in the workspace`,
      'Check the path, which begins at the root of the repository, and check the repository out in a step before this one ("uses: actions/checkout@v4"): without that the workspace is empty.',
    )
  }
  if (!leaves(relative(realpathSync(workspace), real))) return real
  throw refused(input, path, `${allowed}; a link in it leads out of the workspace`)
}

function leaves(path: string): boolean {
  return path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)
}

function isMissing(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' || code === 'ENAMETOOLONG'
}
