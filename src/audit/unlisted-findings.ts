/** Places that no configuration lists, each once, with what its date or value proves for the keys of each user. */
import { nameOf } from '../destination.ts'
import { utc } from '../rotation/time.ts'
import { listed } from '../text/listed.ts'
import type { Attention } from './attention.ts'
import { counted } from './counted.ts'
import type { AccountEvidence } from './evidence.ts'
import type { Inventory } from './inventory.ts'
import type { Proof, UnlistedPlace } from './unlisted-places.ts'

/** What one place proves for the keys of one user. */
export interface ProofForUser {
  readonly account: string
  readonly user: string
  readonly proves: Exclude<Proof, 'cannot hold this key'>
  /** The ID that a variable shows; null of any other place. */
  readonly accessKeyId: string | null
  /** The user has an active key that this may be. */
  readonly isLive: boolean
}

/** A secret or a variable that no configuration lists. */
export interface UnlistedFinding {
  readonly place: string
  readonly kind: UnlistedPlace['kind']
  readonly name: string
  readonly updatedAt: string
  /** Whose keys it holds, then whose keys it may hold. */
  readonly users: readonly ProofForUser[]
  /** How many other users it is named for, none of whose keys it can hold. */
  readonly cannotHold: number
}

/** An inventory as `audit.json` has it. Times are in UTC, by GitHub's clock. */
export interface InventoryFindings
  extends Pick<
    Inventory,
    'organizations' | 'repositoriesRead' | 'repositoriesLeft' | 'repositoriesArchived' | 'complete' | 'unread'
  > {
  /** Why it is not complete; null when it is. */
  readonly stopped: string | null
  readonly from: string
  readonly to: string
  readonly places: readonly UnlistedFinding[]
}

/** Groups what was found by secret and variable; what holds a key comes first, then what may. */
export function inventoryFindings(found: Inventory, accounts: readonly AccountEvidence[]): InventoryFindings {
  const { unlisted, stopped, from, to, ...rest } = found
  const active = activeKeys(accounts)
  const groups = Map.groupBy(unlisted, ({ place, kind, name }) => `${nameOf(place)} ${kind} ${name}`)
  return {
    ...rest,
    stopped: stopped ?? null,
    from: utc(from),
    to: utc(to),
    places: [...groups.values()].flatMap((all) => {
      const [first] = all
      if (first === undefined) return []
      const { place, kind, name, updatedAt } = first
      const users = all.flatMap((each) => proofOf(each, active))
      const cannotHold = all.length - users.length
      return [{ place: nameOf(place), kind, name, updatedAt: utc(updatedAt), users, cannotHold }]
    }),
  }
}

/** The active keys of each user, by `account/user`. */
function activeKeys(accounts: readonly AccountEvidence[]): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    accounts.flatMap(({ account, users }) =>
      users.map(({ name, keys }) => {
        const ids = keys.flatMap(({ id, status }) => (id !== undefined && status === 'Active' ? [id] : []))
        return [`${account}/${name}`, new Set(ids)] as const
      }),
    ),
  )
}

function proofOf(
  { user: identity, proves, key }: UnlistedPlace,
  active: ReadonlyMap<string, ReadonlySet<string>>,
): readonly ProofForUser[] {
  if (proves === 'cannot hold this key') return []
  const [account = '', user = ''] = identity.split('/')
  const keys = active.get(identity) ?? new Set()
  const isLive = key === undefined ? keys.size > 0 : keys.has(key)
  return [{ account, user, proves, accessKeyId: key ?? null, isLive }]
}

/** Places that no configuration lists, as one key sees them. */
export interface Elsewhere {
  /** `octo/tool` */
  readonly holds: readonly string[]
  readonly mayHold: number
}

/** Which places hold or may hold the keys of a user. */
export class PlacesOfKeys {
  readonly #holding = new Map<string, Set<string>>()
  readonly #doubtful = new Map<string, Set<string>>()

  constructor({ places }: Pick<InventoryFindings, 'places'>) {
    for (const { place, users } of places) {
      for (const { account, user, accessKeyId } of users) {
        if (accessKeyId === null) note(this.#doubtful, `${account}/${user}`, place)
        else note(this.#holding, accessKeyId, place)
      }
    }
  }

  /** Of a key without an ID nothing is known. */
  of(account: string, user: string, key: string | undefined): Elsewhere | undefined {
    if (key === undefined) return undefined
    const holds = this.#holding.get(key) ?? new Set()
    const doubtful = [...(this.#doubtful.get(`${account}/${user}`) ?? [])].filter((place) => !holds.has(place))
    return { holds: [...holds], mayHold: doubtful.length }
  }
}

function note(places: Map<string, Set<string>>, of: string, place: string): void {
  places.set(of, (places.get(of) ?? new Set()).add(place))
}

/** So many places are named; the files have the others. */
const mostPlaces = 50

/** So many users of one place are named. */
const mostUsers = 5

/** What a person has to do about places that hold, or may hold, a key that is active: one thing for each place. */
export function attentionToPlaces({ places }: Pick<InventoryFindings, 'places'>): readonly Attention[] {
  const live = places.filter(({ users }) => users.some(({ isLive }) => isLive))
  const byPlace = [...Map.groupBy(live, ({ place }) => place)]
  const shown = byPlace.slice(0, mostPlaces).map(([place, all]) => attentionTo(place, all))
  const left = byPlace.length - shown.length
  if (left <= 0) return shown
  const what = `${counted(left, 'more place')} that no configuration lists ${left === 1 ? 'holds or may hold' : 'hold or may hold'} a key`
  return [...shown, { user: '', account: '', what, remedy: 'The file unlisted-places.csv of the audit names each.' }]
}

function attentionTo(place: string, all: readonly UnlistedFinding[]): Attention {
  const proofs = all.flatMap((finding) =>
    finding.users.filter(({ isLive }) => isLive).map((proof) => ({ ...proof, finding })),
  )
  const holding = proofs.filter(({ proves }) => proves === 'holds this key')
  const isHeld = ({ account, user }: ProofForUser) =>
    holding.some((each) => each.user === user && each.account === account)
  const doubtful = proofs.filter((each) => each.proves === 'may hold this key' && !isHeld(each))
  const told = [
    ...(holding.length === 0 ? [] : [`holds ${keysIn(holding)} in ${entriesIn(holding)}`]),
    ...(doubtful.length === 0 ? [] : [`may hold ${keysOf(usersIn(doubtful))} in ${entriesIn(doubtful)}`]),
  ]
  const since = all.map(({ updatedAt }) => updatedAt).toSorted()[0]
  return {
    user: listed(usersIn(proofs), mostUsers),
    account: listed([...new Set(proofs.map(({ account }) => account))], mostUsers),
    what: `No configuration lists ${place}, which ${told.join(', and ')}`,
    remedy:
      'List that place in destinations, or in other-keys where it holds another key, or delete what nobody uses: it stops working when the key is replaced.',
    ...(since === undefined ? {} : { since }),
  }
}

type Told = ProofForUser & { readonly finding: UnlistedFinding }

function usersIn(proofs: readonly Told[]): readonly string[] {
  return [...new Set(proofs.map(({ user }) => user))]
}

function keysIn(proofs: readonly Told[]): string {
  return listed([...new Set(proofs.map(({ accessKeyId, user }) => `the key ${accessKeyId} of ${user}`))], mostUsers)
}

function keysOf(users: readonly string[]): string {
  return `${users.length === 1 ? 'a key of ' : 'a key of one of '}${listed(users, mostUsers)}`
}

function entriesIn(proofs: readonly Told[]): string {
  const names = new Set(
    proofs.map(({ finding: { kind, name } }) => (kind === 'variable' ? `the variable ${name}` : name)),
  )
  return listed([...names].toSorted(), mostUsers)
}
