/** What the inputs `secrets` and `variables` say: by which names a place has the key, and in which formats. */
import type { Entry } from '../destination.ts'
import { formats, holdsId, holdsSecret, isPlainFormat, smtpPassword } from '../key/formats.ts'
import type { KeyFormat } from '../rotation/ports.ts'
import { InputProblem, pathOf, readEach } from './faults.ts'
import { isSecretName, refused, secretNames } from './parse.ts'
import { parseRegion } from './region.ts'
import { asMap, asText, parseYaml, type Yaml } from './yaml.ts'

/** A map from name to format, or YAML text of one; none when empty. `region`: as of `parseFormat`. @throws Problem */
export function parseEntries(
  input: 'secrets' | 'variables',
  given: Yaml,
  region: string | undefined,
): readonly Entry[] {
  return given === '' ? [] : entriesFrom(input, input, parseYaml(input, given), region)
}

/** The same of YAML that is read already; `input` is where it stands. */
export function entriesFrom(
  kind: 'secrets' | 'variables',
  input: string,
  given: Yaml,
  region: string | undefined,
): readonly Entry[] {
  const seen = new Set<string>()
  const entries = Object.entries(asMap(input, given, 'AWS_ACCESS_KEY_ID: access-key-id'))
  return readEach(entries, ([name, value]): Entry => {
    const part = { path: [...pathOf(input), name], isKey: true }
    if (!isSecretName(name)) throw refused(input, name, `names ${secretNames}`, part)
    const text = asText(`${input}.${name}`, value, formats)
    if (kind === 'variables' && text !== 'access-key-id') {
      throw refused(`${input}.${name}`, text, 'access-key-id: everybody can read a variable')
    }
    const format = parseFormat(`${input}.${name}`, text, region)
    // GitHub stores names in upper case and compares them without regard to it.
    const stored = name.toUpperCase()
    if (seen.has(stored))
      throw refused(input, stored, 'each name once: GitHub does not tell upper from lower case', part)
    seen.add(stored)
    return { name: stored, format }
  })
}

/**
 * The format that a word of an input names. `region`: of a bare `ses-smtp-password`; undefined where nobody has said it.
 * @throws Problem when there is no such format, or no such region
 */
function parseFormat(input: string, text: string, region: string | undefined): KeyFormat {
  if (isPlainFormat(text)) return text
  const [format, named] = text.split(/:(.*)/s)
  if (format !== smtpPassword) throw refused(input, text, formats)
  if (named !== undefined) return `${smtpPassword}:${parseRegion(input, named, `${smtpPassword}:`)}`
  if (region !== undefined) return `${smtpPassword}:${region}`
  // SES refuses the password of another region, and no verification notices that: the environment must not decide.
  throw new InputProblem(
    input,
    `The input ${input} is ${smtpPassword} without a region, and the password is another one in each region of SES`,
    `Write "${smtpPassword}:eu-west-1" with the region of your SMTP endpoint (email-smtp.REGION.amazonaws.com), or set the input aws-region; AWS_REGION of the environment does not count here.`,
  )
}

/** @throws Problem unless a place has the whole key, or shows its ID and nothing else */
export function requireWholeKey(input: string, secrets: readonly Entry[], variables: readonly Entry[]): void {
  const all = [...secrets, ...variables]
  const names = all.map(({ name }) => name).join(', ')
  if (!all.some(({ format }) => holdsId(format))) {
    throw refused(input, names, 'one secret or variable of format access-key-id beside it, or a secret of format json')
  }
  if (secrets.length > 0 && !secrets.some(({ format }) => holdsSecret(format))) {
    throw refused(input, names, 'one secret of format secret-access-key beside it, or a secret of format json')
  }
}
