/** The actions of this repository as workflows name them, and the inputs and outputs that they declare. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'
import type { ActionRun } from '../runner.ts'

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
  readonly required: readonly string[]
  readonly outputs: readonly string[]
}

/** What an action of this repository declares. */
export function declaredBy(action: NonNullable<ActionRun['action']>): Declared {
  const { inputs = {}, outputs = {} } = parse(readFileSync(join(root, action), 'utf8')) as {
    readonly inputs?: Readonly<Record<string, { readonly required?: boolean }>>
    readonly outputs?: object
  }
  const required = Object.keys(inputs).filter((name) => inputs[name]?.required === true)
  return { inputs: Object.keys(inputs), required, outputs: Object.keys(outputs) }
}
