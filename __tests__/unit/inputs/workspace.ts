/** A workspace with a config file, as a job has one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfiguration } from '../../../src/inputs/configuration.ts'
import type { Configuration } from '../../../src/inputs/inputs.ts'
import { loadYamlParser } from '../../../src/inputs/yaml-parser.ts'
import { Problem } from '../../../src/rotation/problem.ts'

await loadYamlParser()

/** What a step may say, beside what every step says. */
export type StepInputs = Readonly<Record<string, string>>

/** The environment of a step with such inputs. */
export function stepWith(inputs: StepInputs): Readonly<Record<string, string>> {
  const all = { 'github-token': 't', 'verification-workflow': 'none', ...inputs }
  return {
    GITHUB_REPOSITORY: 'octo/ops',
    ...Object.fromEntries(Object.entries(all).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
  }
}

/** The configuration of a step whose config file, keys.yml, has such a text. */
export function configured(text: string, inputs: StepInputs = {}): Configuration {
  return withFile(text, (workspace) =>
    readConfiguration({ ...stepWith({ 'config-file': 'keys.yml', ...inputs }), GITHUB_WORKSPACE: workspace }),
  )
}

/** Reads something while a workspace has the file keys.yml with such a text. */
export function withFile<Value>(text: string, read: (workspace: string) => Value): Value {
  const workspace = mkdtempSync(join(tmpdir(), 'workspace-'))
  try {
    writeFileSync(join(workspace, 'keys.yml'), text)
    return read(workspace)
  } finally {
    rmSync(workspace, { recursive: true })
  }
}

/** What a configuration is refused with. */
export function refusalOf(read: () => Configuration): Problem {
  try {
    read()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('accepted')
}

/** Every fault of a file that is refused, a line for each, with its remedy. */
export function faultsOf(text: string, inputs: StepInputs = {}): readonly string[] {
  const { message, remedy } = refusalOf(() => configured(text, inputs))
  const points = message.split('\n').filter((line) => line.startsWith('- '))
  return points.length === 0 ? [`${message}. ${remedy}`] : points.map((line) => line.slice(2))
}
