/** Reads the reports of all jobs from a folder. What lies there is text from elsewhere until it has been looked at. */

import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import type { UserReport } from '../report/report.ts'
import { messageOf, Problem } from '../rotation/problem.ts'
import type { Environment } from '../text/environment.ts'
import { presentable } from '../text/presentable.ts'
import { Misshapen } from './shape.ts'
import { reportOutput } from './user-report.ts'

/** A thousand users with all their steps take a fraction of this. */
const largestFile = 32 * 1024 * 1024

/** The usual causes of a folder without reports. */
const whyNone =
  'Look at the jobs that rotate: each has to upload its report even when it fails ("if: always()"), and this job has to download all of them into that folder.'

/**
 * Every report in the JSON files below a folder, which lies in the workspace or in RUNNER_TEMP.
 * @throws Problem that names the folder or the file, and shows nothing of what is in it
 */
export function readReports(folder: string, environment: Environment): readonly UserReport[] {
  const root = findFolder(folder, environment)
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && entry.name.endsWith('.json'))
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted()
  return files.flatMap((file) => readFile(file, presentable(relative(root, file))))
}

/** The failure of a folder that has no report in it. */
export function noReports(folder: string): Problem {
  return new Problem(`The folder ${presentable(folder)} (input reports) has no report in it`, whyNone)
}

function findFolder(folder: string, environment: Environment): string {
  const { GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temp } = environment
  const path = resolve(workspace || '.', folder)
  let real: string
  try {
    real = realpathSync(path)
    if (!statSync(real).isDirectory()) throw new Problem(`${presentable(folder)} (input reports) is no folder`, whyNone)
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem(`The folder ${presentable(folder)} (input reports) cannot be read`, whyNone, { cause: error })
  }
  const allowed = [workspace, temp].flatMap((each) => (each ? [realpathSync(each)] : []))
  if (!allowed.some((each) => real === each || real.startsWith(`${each}${sep}`))) {
    throw new Problem(
      `The folder ${presentable(folder)} (input reports) lies outside of the workspace and of RUNNER_TEMP`,
      'Name a folder in the workspace, or in the folder of the variable RUNNER_TEMP.',
    )
  }
  return real
}

function readFile(path: string, name: string): readonly UserReport[] {
  try {
    // What a link leads to may lie anywhere.
    if (realpathSync(path) !== path || !statSync(path).isFile()) throw new Misshapen('it is a link, or no file')
    if (statSync(path).size > largestFile) throw new Misshapen('it is larger than reports are')
    return reportOutput(parsed(readFileSync(path, 'utf8')), 'report')
  } catch (error) {
    const why = error instanceof Misshapen ? error.message : `it cannot be read: ${messageOf(error)}`
    throw new Problem(
      `The file ${name} in the folder of reports is no report: ${why}`,
      'Let each job write the output report of its rotation into a file, as it is, and keep other JSON files elsewhere.',
    )
  }
}

/** The message of a parser quotes what it has read. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Misshapen(text.trim() === '' ? 'it is empty, so its job ended before it had one' : 'it is not JSON')
  }
}
