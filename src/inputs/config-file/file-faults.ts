/** All that is wrong with a config file, in one message: with its places, as compilers tell them. */
import { Problem } from '../../rotation/problem.ts'
import { listed } from '../../text/listed.ts'
import { presentable } from '../../text/presentable.ts'
import type { Position } from '../yaml.ts'

/** More would not be read. */
const mostFaults = 20

/** Of how many users a fault that they share names. */
const mostUsers = 3

/** Whose fault one is: of a user by its name, or of the defaults, for the sake of one user or of none. */
export interface About {
  readonly user?: string | undefined
  readonly isOfDefaults?: boolean
}

interface Fault {
  /** Undefined for what does not stand in the file. */
  readonly position: Position | undefined
  readonly message: string
  readonly remedy: string
  readonly users: Set<string>
  readonly isOfDefaults: boolean
}

/** Collects the faults of a file. A fault that several users share is one. */
export class FileFaults {
  readonly #file: string
  readonly #found = new Map<string, Fault>()

  /** `file`: as messages name it. */
  constructor(file: string) {
    this.#file = file
  }

  /** Without a position, it is a fault of the step. */
  add(position: Position | undefined, { message, remedy }: Problem, about: About = {}): void {
    const { user, isOfDefaults = false } = about
    const identity = `${position?.line}:${position?.column}:${message}`
    const known = this.#found.get(identity) ?? { position, message, remedy, users: new Set(), isOfDefaults }
    this.#found.set(identity, known)
    if (user !== undefined) known.users.add(user)
  }

  /** `everybody`: how many users there are. @throws Problem that tells all faults that were added */
  end(everybody: number): void {
    const faults = [...this.#found.values()].sort((one, other) => orderOf(one) - orderOf(other))
    const [first] = faults
    if (first === undefined) return
    const told = faults.map((fault) => ({ where: this.#whereOf(fault, everybody), ...fault }))
    const [only] = told
    if (only !== undefined && told.length === 1) {
      throw new Problem(withoutKeys(`${only.where}${only.message}`), withoutKeys(only.remedy))
    }
    const points = told.slice(0, mostFaults).map((fault) => {
      const sentences = `${fault.where}${fault.message}. ${fault.remedy}`
      return `- ${withoutKeys(sentences).replaceAll('\n', '\n  ')}`
    })
    const more = told.length > mostFaults ? [`- and ${told.length - mostFaults} more`] : []
    throw new Problem(
      [`The file ${this.#file} is refused for ${told.length} faults:`, ...points, ...more].join('\n'),
      'Correct all of them: nothing is rotated before the whole file is right.',
    )
  }

  #whereOf({ position, users, isOfDefaults }: Fault, everybody: number): string {
    const place = position === undefined ? [] : [`${this.#file}:${position.line}:${position.column}`]
    const isOfAll = users.size === 0 || (users.size === everybody && (isOfDefaults || position === undefined))
    const some = listed(
      [...users].map((name) => presentable(name, 64)),
      mostUsers,
    )
    const names = isOfDefaults ? [isOfAll ? 'defaults' : `defaults for ${some}`] : isOfAll ? [] : [some]
    return [...place, ...names].map((each) => `${each}: `).join('')
  }
}

function orderOf({ position }: Fault): number {
  return position === undefined ? 0 : position.line * 1_000_000 + position.column
}

/** What is as long as a secret access key, and of its characters; a commit's SHA is none. */
const secretAccessKey =
  /(?<![A-Za-z0-9/+=])(?![0-9a-f]{40}(?![A-Za-z0-9/+=]))[A-Za-z0-9/+]{39}[A-Za-z0-9/+=](?![A-Za-z0-9/+=])/g

function withoutKeys(text: string): string {
  return text.replaceAll(secretAccessKey, '***')
}
