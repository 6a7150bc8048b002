/** What is wrong with inputs: where each fault stands inside its input, and all of them at once. */
import { Problem } from '../rotation/problem.ts'

/** Leads into a value that is YAML: the name of an input, then names and indexes. */
export type Path = readonly (string | number)[]

/** Where in an input a fault is: at a value, or at the name before it. */
export interface FaultyPart {
  readonly path: Path
  readonly isKey: boolean
}

/** A fault of one input, whose message begins with “The input”, as a rule. */
export class InputProblem extends Problem {
  readonly part: FaultyPart

  /** `input`: as messages name it, `destinations[3].store`, say; `part` is what that leads to when not given. */
  constructor(input: string, message: string, remedy: string, part: Partial<FaultyPart> = {}) {
    super(message, remedy)
    this.part = { path: part.path ?? pathOf(input), isKey: part.isKey ?? false }
  }
}

/** `destinations[3].store` as a path. */
export function pathOf(input: string): Path {
  const parts = input.matchAll(/\[(\d+)\]|[^.[\]]+/g)
  return [...parts].map(([name, index]) => (index === undefined ? name : Number(index)))
}

/** Several faults that were found together; it says what the first of them says. */
class Problems extends Problem {
  readonly all: readonly Problem[]

  constructor(first: Problem, all: readonly Problem[]) {
    super(first.message, first.remedy)
    this.all = all
  }
}

/** Every fault that an error stands for. @throws an error that is none */
export function faultsIn(error: unknown): readonly Problem[] {
  if (error instanceof Problems) return error.all
  if (error instanceof Problem) return [error]
  throw error
}

/** Collects faults, so that one that is found does not hide those behind it. */
export class Faults {
  readonly #found: Problem[] = []

  /** What is read; where that is refused, what stands in for it until `end`. */
  or<Value>(standIn: Value, read: () => Value): Value {
    try {
      return read()
    } catch (error) {
      this.#found.push(...faultsIn(error))
      return standIn
    }
  }

  /** @throws Problem that stands for every fault that was found */
  end(): void {
    const [first, ...others] = this.#found
    if (first !== undefined) throw others.length === 0 ? first : new Problems(first, this.#found)
  }
}

/** Reads every item of a list. @throws Problem that stands for the faults of all of them */
export function readEach<Item, Value>(
  items: readonly Item[],
  read: (item: Item, index: number) => Value,
): readonly Value[] {
  const faults = new Faults()
  const values = items.flatMap((item, index) => faults.or<readonly Value[]>([], () => [read(item, index)]))
  faults.end()
  return values
}
