/** The parser of YAML, which is loaded where it is needed: it takes as long as all else that reads inputs. */
import type { Alias, Scalar, YAMLMap, YAMLSeq } from 'yaml'

/** The inputs of a step whose text is YAML. */
export const yamlInputs = [
  'destinations',
  'secrets',
  'variables',
  'verification-workflow',
  'other-keys',
  'only-users',
] as const

type Parser = typeof import('yaml')

let loaded: Parser | undefined

/** To be awaited before YAML is read that is not plain. */
export async function loadYamlParser(): Promise<void> {
  loaded ??= await import('yaml')
}

/** @throws Error before it has been loaded: a fault of whoever calls this */
export function yamlParser(): Parser {
  if (loaded === undefined) throw new Error('The parser of YAML has not been loaded')
  return loaded
}

/** Whether a node of a document is an alias. */
export const isAlias = (node: unknown): node is Alias => yamlParser().isAlias(node)
/** Whether a node of a document is a map. */
export const isMap = (node: unknown): node is YAMLMap => yamlParser().isMap(node)
/** Whether a node of a document is one text. */
export const isScalar = (node: unknown): node is Scalar => yamlParser().isScalar(node)
/** Whether a node of a document is a list. */
export const isSeq = (node: unknown): node is YAMLSeq => yamlParser().isSeq(node)

/**
 * What is plainly one word, or a map from names in capitals to such words, as YAML reads it, too; undefined for everything
 * else, be it YAML or not.
 */
export function plainYaml(text: string): string | Readonly<Record<string, string>> | undefined {
  if (/^\w[\w./@-]*$/.test(text)) return text
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  const entries = lines.map((line) => /^([A-Z]\w{0,99}): (\w[\w./@-]*(?::[\w./@-]+)*)$/.exec(line))
  const map = new Map(entries.map((entry) => [entry?.[1] ?? '', entry?.[2] ?? '']))
  // A name that is there twice is a fault of YAML.
  return entries.length === 0 || entries.includes(null) || map.size < entries.length
    ? undefined
    : Object.fromEntries(map)
}
