/**
 * The file that the input `config-file` names: many users, each with inputs of its own over those that the file and the
 * step give to all. It is refused as a whole, with all of its faults. Users read about it in docs/fleet.md.
 */
import { Problem } from '../../rotation/problem.ts'
import { nearest } from '../../text/nearest.ts'
import { presentable } from '../../text/presentable.ts'
import { inputOf } from '../environment.ts'
import { type FaultyPart, faultsIn, InputProblem } from '../faults.ts'
import {
  type Given,
  type Inputs,
  inputDefaults,
  type LoneInputs,
  parseInputs,
  type RunInputs,
  readInput,
  type UserInput,
  userInputs,
} from '../inputs.ts'
import { parseYaml, readDocument, type Yaml, yamlOf } from '../yaml.ts'
import { isMap, isSeq } from '../yaml-parser.ts'
import { conflictsOf, secretsOf } from './conflicts.ts'
import { FileFaults } from './file-faults.ts'
import { isEmpty, type Pair, Positions, textOf } from './positions.ts'
import { namesakesOf, selectorsOf } from './selection.ts'
import { readWorkspaceFile, shownPath } from './workspace-file.ts'

/** What the map of a user may say. */
const userKeys: readonly UserInput[] = userInputs

/** What the map `defaults` may say. */
const defaultKeys: readonly UserInput[] = userInputs.filter((name) => name !== 'iam-user')

/** What the file may say. */
const fileKeys = ['defaults', 'users'] as const

/** Inputs that hold a secret. */
const secretInputs: readonly string[] = ['github-token', 'dispatch-token', 'github-app-private-key', 'recovery-secret']

/** What is not of one user, and stands at the step. */
const stepInputs: readonly string[] = Object.keys(inputDefaults).filter(
  (name) => !userKeys.some((each) => each === name),
)

/** What one map of the file says. */
type Layer = ReadonlyMap<UserInput, Pair & { readonly given: Yaml }>

/** One entry of the list of users. */
interface UserEntry {
  /** As messages name it. */
  readonly name: string
  readonly node: unknown
  readonly layer: Layer
}

/** Every user of the file. @throws Problem that tells all that is wrong with the file, and where */
export function readConfigFile(path: string, run: RunInputs): readonly Inputs[] {
  const file = shownPath(path)
  return new ConfigFile(file, readWorkspaceFile('config-file', path, run.environment), run).users()
}

class ConfigFile {
  readonly #file: string
  readonly #run: RunInputs
  readonly #faults: FileFaults
  readonly #positions: Positions
  readonly #root: unknown
  /** Read once, however many users there are. */
  readonly #ofStep = new Map<UserInput, Yaml>()

  constructor(file: string, text: string, run: RunInputs) {
    this.#file = file
    this.#run = run
    this.#faults = new FileFaults(file)
    const document = readDocument(text)
    this.#positions = new Positions(text, document)
    this.#root = document.contents
    for (const { offset, what, detail, remedy } of document.faults) {
      this.#faults.add(document.positionOf(offset), new Problem(`The file ${what}${detail}`, remedy))
    }
    this.#faults.end(0)
  }

  users(): readonly Inputs[] {
    const { defaults, entries } = this.#structure()
    const parsed = entries.flatMap((entry, index) => {
      const user = this.#parse(entry, defaults)
      return user === undefined ? [] : [{ index, user }]
    })
    this.#tryUnused(defaults, entries)
    for (const { index, problem } of conflictsOf(parsed)) this.#refuse(problem, entries[index], defaults)
    this.#faults.end(entries.filter(({ node }) => isMap(node)).length)
    const users = parsed.map(({ user }) => user)
    const selectors = selectorsOf(users)
    const secretsOfUsers = secretsOf(users)
    const namesakes = namesakesOf(users)
    return users.map((user, index) => ({
      ...user,
      selector: selectors[index],
      secretsOfUsers,
      namesakes: namesakes[index] ?? [],
    }))
  }

  #structure(): { readonly defaults: Layer; readonly entries: readonly UserEntry[] } {
    const root = this.#root
    const remedy = 'Write a list of users: "users:", and below it "- iam-user: NAME" for each, with its inputs.'
    if (isEmpty(root)) throw new Problem(`The file ${this.#file} is empty`, remedy)
    if (!isMap(root)) {
      this.#faults.add(this.#positions.of(root), new Problem('The file is not a map', remedy))
      this.#faults.end(0)
      return { defaults: new Map(), entries: [] }
    }
    for (const { key } of root.items) this.#checkRootKey(key)
    const pairOf = (name: (typeof fileKeys)[number]) => root.items.find(({ key }) => textOf(key) === name)
    const given = pairOf('defaults')
    const defaults = given === undefined ? new Map() : this.#layer(given.value ?? given.key, undefined, defaultKeys)
    const users = pairOf('users')
    const list = isSeq(users?.value) ? users.value.items : []
    if (list.length === 0) {
      const what = users === undefined ? 'has no users' : 'needs a list with one user at least in users'
      this.#faults.add(this.#positions.of(users?.key ?? root), new Problem(`The file ${what}`, remedy))
    }
    return { defaults, entries: list.map((node, index) => this.#entry(node, index)) }
  }

  #checkRootKey(key: unknown): void {
    const name = textOf(key)
    if (fileKeys.some((each) => each === name)) return
    const remedy = userKeys.some((each) => each === name)
      ? name === 'iam-user'
        ? 'Write it in an entry of the list users.'
        : 'Write it below defaults, for all users, or in the entry of a user.'
      : wayOut(name, fileKeys)
    this.#faults.add(this.#positions.of(key), new Problem(`The file has the name ${presentable(name, 100)}`, remedy))
  }

  #entry(node: unknown, index: number): UserEntry {
    const named = isMap(node) ? node.items.find(({ key }) => textOf(key) === 'iam-user') : undefined
    const name = textOf(named?.value).trim() || `users[${index}]`
    const layer = this.#layer(node, name, userKeys)
    if (isMap(node) && named === undefined) {
      const problem = new Problem('iam-user is missing', 'Name the IAM user: "iam-user: NAME".')
      this.#faults.add(this.#positions.of(node), problem, { user: name })
    }
    return { name, node, layer }
  }

  /** What the map of a user says, or that of the defaults; what is wrong with its names is refused. */
  #layer(node: unknown, user: string | undefined, allowed: readonly UserInput[]): Layer {
    const layer = new Map<UserInput, Pair & { readonly given: Yaml }>()
    if (!isMap(node)) {
      const problem = new Problem(`${user === undefined ? 'defaults' : 'the user'} is not a map`, shapeOf(allowed))
      this.#faults.add(this.#positions.of(node), problem, { user, isOfDefaults: user === undefined })
      return layer
    }
    for (const { key, value } of node.items) {
      const text = textOf(key)
      const name = allowed.find((each) => each === text)
      const fault = name === undefined ? misplaced(text, allowed) : isEmpty(value) ? emptiness(text) : undefined
      if (fault !== undefined)
        this.#faults.add(this.#positions.of(key), fault, { user, isOfDefaults: user === undefined })
      else if (name !== undefined) layer.set(name, { key, value, given: trimmed(yamlOf(value)) })
    }
    return layer
  }

  /** Undefined where something is wrong, which is told. */
  #parse(entry: UserEntry, defaults: Layer): LoneInputs | undefined {
    if (!isMap(entry.node)) return undefined
    try {
      const user = parseInputs(this.#over(entry.layer, defaults), this.#run)
      return user.iamUser === undefined ? undefined : user
    } catch (error) {
      for (const problem of faultsIn(error)) this.#refuse(problem, entry, defaults)
      return undefined
    }
  }

  /** What no user takes from the defaults has to be right, too: the next user may. */
  #tryUnused(defaults: Layer, entries: readonly UserEntry[]): void {
    const unused = [...defaults.keys()].filter((name) => entries.every(({ layer }) => layer.has(name)))
    if (unused.length === 0) return
    try {
      const given = this.#over(new Map(), defaults)
      parseInputs((name) => (name === 'iam-user' ? 'anybody' : given(name)), this.#run)
    } catch (error) {
      for (const problem of faultsIn(error)) {
        const [name] = problem instanceof InputProblem ? problem.part.path : []
        if (unused.some((each) => each === name)) this.#refuse(problem, undefined, defaults)
      }
    }
  }

  #over(user: Layer, defaults: Layer): Given {
    return (name) => user.get(name)?.given ?? defaults.get(name)?.given ?? this.#stepInput(name)
  }

  /** Where a text of YAML is wrong, each user is told so. */
  #stepInput(name: UserInput): Yaml {
    const known = this.#ofStep.get(name)
    if (known !== undefined) return known
    const text = readInput(name, this.#run.environment)
    const given = isYamlText(name, text) ? read(name, text) : text
    this.#ofStep.set(name, given)
    return given
  }

  #refuse(problem: Problem, entry: UserEntry | undefined, defaults: Layer): void {
    const part = problem instanceof InputProblem ? problem.part : undefined
    const name = userKeys.find((each) => each === part?.path[0])
    const isOfDefaults = name !== undefined && entry?.layer.has(name) !== true && defaults.has(name)
    const isOfFile = isOfDefaults || (name !== undefined && entry?.layer.has(name) === true)
    const position = part && this.#placeOf(part, entry, defaults)
    this.#faults.add(position, isOfFile ? inFile(problem) : problem, { user: entry?.name, isOfDefaults })
  }

  /** Undefined for what the step says. */
  #placeOf({ path: [name, ...path], isKey }: FaultyPart, entry: UserEntry | undefined, defaults: Layer) {
    const input = userKeys.find((each) => each === name)
    const pair = input && (entry?.layer.get(input) ?? defaults.get(input))
    if (pair !== undefined) return this.#positions.within(pair, { path, isKey })
    const isOfStep = name !== undefined && inputOf(String(name), this.#run.environment) !== ''
    return isOfStep || entry === undefined
      ? undefined
      : this.#positions.of(entry.layer.get('iam-user')?.value ?? entry.node)
  }
}

/** Inputs whose text is YAML. */
const yamlInputs: readonly UserInput[] = ['destinations', 'secrets', 'variables', 'other-keys']

function isYamlText(name: UserInput, text: string): boolean {
  return text !== '' && yamlInputs.includes(name)
}

/** The text itself where it is not YAML: whoever parses it says so. */
function read(name: UserInput, text: string): Yaml {
  try {
    return parseYaml(name, text)
  } catch (error) {
    faultsIn(error)
    return text
  }
}

/** In a file, inputs are called by their names alone. */
function inFile({ message, remedy }: Problem): Problem {
  return new Problem(message.replace(/^The input /, ''), remedy)
}

function trimmed(given: Yaml): Yaml {
  return typeof given === 'string' ? given.trim() : given
}

function shapeOf(allowed: readonly string[]): string {
  return `Write names and values below it, such as "${allowed.includes('iam-user') ? '- iam-user: NAME' : 'rotate-after: 60d'}". Allowed: ${allowed.join(', ')}.`
}

function emptiness(name: string): Problem {
  return new Problem(
    `${name} is empty`,
    'Write its value, or remove it: without it, what is said for all users counts.',
  )
}

/** Values of names that may not be there are never shown. */
function misplaced(name: string, allowed: readonly string[]): Problem {
  return new Problem(`${presentable(name, 100)} is no name that is allowed there`, wayOut(name, allowed))
}

/** Where a name belongs, or which one is meant. */
function wayOut(given: string, allowed: readonly string[]): string {
  const name = given.trim().toLowerCase().replaceAll(/[_\s]/g, '-')
  if (secretInputs.includes(name)) {
    return `Give ${name} to the step, from a secret ("\${{ secrets.NAME }}"): it counts for all users. A secret that was committed to a file has to be replaced.`
  }
  if (stepInputs.includes(name)) return `Give ${name} to the step ("with:"): it counts for the whole run.`
  if (name === 'iam-user' && !allowed.includes(name)) return 'Write it in an entry of the list users.'
  const meant = nearest(name, [...allowed, ...stepInputs], (each) => Math.min(3, Math.floor(each.length / 3)))
  if (meant === undefined) return `Allowed: ${allowed.join(', ')}.`
  return allowed.includes(meant) ? `Did you mean ${meant}?` : `Did you mean ${meant}? That is an input of the step.`
}
