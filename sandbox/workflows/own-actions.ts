/** The actions of this repository as workflows name them, and the inputs and outputs that they declare. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'
import type { ActionRun } from '../runner.ts'
import { mapping, type WorkflowDefinition } from './definition.ts'

const root = resolve(import.meta.dirname, '..', '..')

/** The file that declares an action of this repository; nothing for another's. One that does not exist is an error. */
export function ownAction(uses: string): NonNullable<ActionRun['action']> | undefined {
  const [, folder = ''] = /^[\w-]+\/rotate-iam-access-keys(?:\/([\w-]+))?@.+$/.exec(uses) ?? [undefined, undefined]
  if (!/^[\w-]+\/rotate-iam-access-keys[/@]/.test(uses)) return undefined
  const file = join(folder, 'action.yml')
  if (!existsSync(join(root, file))) throw new RangeError(`this repository has no action ${uses}`)
  return file as NonNullable<ActionRun['action']>
}

/** What an action takes and gives. */
export interface Declared {
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
}

/** What an action of this repository declares. */
export function declaredBy(action: NonNullable<ActionRun['action']>): Declared {
  const { inputs = {}, outputs = {} } = parse(readFileSync(join(root, action), 'utf8')) as {
    readonly inputs?: object
    readonly outputs?: object
  }
  return { inputs: Object.keys(inputs), outputs: Object.keys(outputs) }
}

/** What a workflow hands to actions of this repository that they do not declare, step by step. */
export function unknownInputs({ path, jobs }: WorkflowDefinition): readonly string[] {
  return jobs.flatMap(({ id, steps }) =>
    steps.flatMap(({ uses, with: given }) => {
      const action = uses === undefined ? undefined : ownAction(uses.toString())
      if (action === undefined || given === undefined) return []
      const { inputs } = declaredBy(action)
      const unknown = [...mapping(given)].map(({ key }) => key.toString()).filter((name) => !inputs.includes(name))
      return unknown.map((name) => `${path}: job ${id} gives ${action} the input ${name}, which it does not have`)
    }),
  )
}
