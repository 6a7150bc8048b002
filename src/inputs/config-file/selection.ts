/** What the input `only-users` says, and what it has to say to select one user. */
import type { Problem } from '../../rotation/problem.ts'
import { listed } from '../../text/listed.ts'
import { nearest } from '../../text/nearest.ts'
import { presentable } from '../../text/presentable.ts'
import { Faults, InputProblem } from '../faults.ts'
import { refused } from '../parse.ts'
import { accountOf } from '../role.ts'
import { isList, parseYaml, shown } from '../yaml.ts'

const input = 'only-users'

/** Of a user, what it can be selected by. */
interface Selectable {
  readonly iamUser: string | undefined
  readonly roleToAssume: string | undefined
}

/**
 * For each user the shortest text that selects it and no other one: `NAME`, or where users of several accounts have that
 * name, `ACCOUNT/NAME`, without an account for the user that names no role. A name with a comma in it is in quotes.
 */
export function selectorsOf(users: readonly Selectable[]): readonly string[] {
  const byName = Map.groupBy(users, ({ iamUser = '' }) => iamUser.toLowerCase())
  return users.map((user) => {
    const { iamUser = '' } = user
    const isUnique = byName.get(iamUser.toLowerCase())?.length === 1
    const text = isUnique ? iamUser : `${accountNumberOf(user)}/${iamUser}`
    return text.includes(',') ? `"${text}"` : text
  })
}

/** For each user the roles of the others that have its name; undefined for one without a role. */
export function namesakesOf(users: readonly Selectable[]): readonly (readonly (string | undefined)[])[] {
  const byName = Map.groupBy(users, ({ iamUser = '' }) => iamUser.toLowerCase())
  return users.map((user) => {
    const others = (byName.get((user.iamUser ?? '').toLowerCase()) ?? []).filter((each) => each !== user)
    return others.map(({ roleToAssume }) => roleToAssume)
  })
}

function accountNumberOf({ roleToAssume }: Selectable): string {
  return accountOf(roleToAssume ?? '') ?? ''
}

/**
 * The users that a text names, in their own order: names between commas or white space, or a YAML list of such.
 * @throws Problem for a name that no user has
 */
export function selectUsers<User extends Selectable>(
  text: string,
  users: readonly User[],
  file: string,
): readonly User[] {
  const known = new Map<string, User[]>()
  const note = (selector: string, user: User) => {
    const lower = selector.toLowerCase()
    known.set(lower, [...(known.get(lower) ?? []), user])
  }
  for (const user of users) {
    note(user.iamUser ?? '', user)
    note(`${accountNumberOf(user)}/${user.iamUser}`, user)
  }
  const wanted = namesIn(text, (name) => known.has(name.toLowerCase()))
  const unknown = [...new Set(wanted.filter((name) => !known.has(name.toLowerCase())))]
  if (unknown.length > 0) throw unknownUsers(unknown, [...known.keys()], users, file)
  const selected = new Set(wanted.flatMap((name) => known.get(name.toLowerCase()) ?? []))
  return users.filter((user) => selected.has(user))
}

function namesIn(text: string, isKnown: (name: string) => boolean): readonly string[] {
  const faults = new Faults()
  const given = /^(\[|-\s)/.test(text) ? parseYaml(input, text) : text
  const items = isList(given) ? given : [given]
  const names = items.flatMap((item) =>
    faults.or<readonly string[]>([], () => {
      if (typeof item === 'string' && isKnown(item)) return [item]
      if (typeof item === 'string' && /^(?:"[^"]+"|[^\s,"]+|[\s,]+)+$/.test(item)) {
        return [...item.matchAll(/"([^"]+)"|[^\s,"]+/g)].map(([name, quoted]) => quoted ?? name)
      }
      throw refused(input, shown(item), 'names of users between commas, or a YAML list of them')
    }),
  )
  faults.end()
  if (names.length === 0) throw refused(input, text, 'one user at least; all of them where it is empty')
  return names
}

function unknownUsers(
  names: readonly string[],
  known: readonly string[],
  users: readonly Selectable[],
  file: string,
): Problem {
  const meant = names.slice(0, 5).flatMap((name) => {
    const lower = nearest(name.toLowerCase(), known, (each) => Math.min(3, Math.floor(each.length / 3)))
    const user = users.find(({ iamUser = '' }) => lower === iamUser.toLowerCase())
    return user?.iamUser ?? lower ?? []
  })
  const hint = meant.length === 0 ? '' : `Did you mean ${[...new Set(meant)].join(', ')}? `
  const some = listed([...new Set(selectorsOf(users))], 10)
  const which = listed(
    names.map((name) => `“${presentable(name, 100)}”`),
    10,
  )
  return new InputProblem(
    input,
    `The input ${input} names ${which}, and the file ${file} has no such user`,
    `${hint}The file has ${some}. Of several users with one name, ACCOUNT/NAME selects one, with the account of its role-to-assume.`,
  )
}
