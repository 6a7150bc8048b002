/** What no two users of a configuration may share. */
import { identityOf, nameOf, placeOf, type RecoveryPlace } from '../../destination.ts'
import type { Problem } from '../../rotation/problem.ts'
import { listed } from '../../text/listed.ts'
import { faultsIn, InputProblem } from '../faults.ts'
import type { LoneInputs } from '../inputs.ts'
import { recoveryPlaceOf } from '../recovery-secret.ts'
import { accountOf } from '../role.ts'

/** A fault of one user, for the sake of another one. */
export interface Conflict {
  /** Which of the users. */
  readonly index: number
  readonly problem: Problem
}

/** One user, and which of the file's it is. */
export interface NumberedUser {
  readonly index: number
  readonly user: LoneInputs
}

/** Finds users that are there twice, and secrets and variables that two users would write. */
export function conflictsOf(users: readonly NumberedUser[]): readonly Conflict[] {
  const repeated = sameUsers(users)
  // A user that is there twice writes everything twice.
  const indexes = new Set(repeated.map(({ index }) => index))
  const others = users.filter(({ index }) => !indexes.has(index))
  return [...repeated, ...sameDestinations(others), ...sameRecoverySecrets(others)]
}

/** The names of all secrets that these users write, by the identity of their place. */
export function secretsOf(users: readonly LoneInputs[]): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>()
  for (const { place, secrets } of users.flatMap(({ destinations }) => destinations)) {
    const known = names.get(identityOf(place)) ?? new Set()
    names.set(identityOf(place), known)
    for (const { name } of secrets) known.add(name)
  }
  return names
}

function sameUsers(users: readonly NumberedUser[]): readonly Conflict[] {
  const seen = new Map<string, NumberedUser>()
  return users.flatMap((each) => {
    const { iamUser = '', roleToAssume = '' } = each.user
    const identity = `${accountOf(roleToAssume) ?? ''}/${iamUser}`.toLowerCase()
    const other = seen.get(identity)
    if (other === undefined) seen.set(identity, each)
    return other === undefined
      ? []
      : conflict(
          each,
          ['iam-user'],
          `The input iam-user names the user of users[${other.index}] once more`,
          'List each user once, with all of its destinations. Two users of one name need role-to-assume, to tell their accounts apart.',
        )
  })
}

function sameDestinations(users: readonly NumberedUser[]): readonly Conflict[] {
  const writers = new Map<string, NumberedUser>()
  return users.flatMap((each) =>
    each.user.destinations.flatMap(({ place, secrets, variables }, index) => {
      const entries = [
        ...secrets.map(({ name }) => ({ name, shown: `the secret ${name}` })),
        ...variables.map(({ name }) => ({ name: `variable ${name}`, shown: `the variable ${name}` })),
      ]
      const taken = new Map<NumberedUser, string[]>()
      for (const { name, shown } of entries) {
        const identity = `${identityOf(place)}:${name}`
        const other = writers.get(identity)
        if (other === undefined) writers.set(identity, each)
        else if (other !== each) taken.set(other, [...(taken.get(other) ?? []), shown])
      }
      return [...taken].flatMap(([other, names]) =>
        conflict(
          each,
          ['destinations', index],
          `The input destinations has ${listed(names, 5)} of ${nameOf(place)}, which holds the key of ${nameOfUser(other)}`,
          'Give each user a place of its own in destinations, or secrets of other names: one secret holds one key.',
        ),
      )
    }),
  )
}

/** The number of an account that nobody knows yet stays a pattern: who shares one shares the secret. */
function sameRecoverySecrets(users: readonly NumberedUser[]): readonly Conflict[] {
  const destinations = new Map<string, NumberedUser>()
  for (const each of users) {
    for (const { place, secrets } of each.user.destinations) {
      for (const { name } of secrets) destinations.set(`${identityOf(place)}:${name}`, each)
    }
  }
  const seen = new Map<string, NumberedUser>()
  return users.flatMap((each): readonly Conflict[] => {
    const { recovery } = each.user
    if (recovery === undefined) return []
    try {
      const own = filledIn(recovery, each.user)
      const identity = `${identityOf(placeOf(own))}:${own.name}`
      const shown = `${own.name} of ${nameOf(placeOf(own))}`
      const writer = destinations.get(identity)
      if (writer !== undefined) {
        const message = `The input recovery-secret-name is ${shown}, a secret that holds the key of ${nameOfUser(writer)}`
        return conflict(each, ['recovery-secret-name'], message, 'Give it a name that no destination of any user has.')
      }
      const other = seen.get(identity)
      if (other === undefined) seen.set(identity, each)
      return other === undefined
        ? []
        : conflict(
            each,
            ['recovery-secret-name'],
            `The input recovery-secret-name is ${shown} for ${nameOfUser(other)}, too`,
            ownRecoverySecret(recovery),
          )
    } catch (error) {
      return faultsIn(error).map((problem) => ({ index: each.index, problem }))
    }
  })
}

function ownRecoverySecret({ name }: RecoveryPlace): string {
  return name.includes('{iam-user}') && name.includes('{account}')
    ? 'Give one of them a name of its own: what a secret cannot have in its name becomes _.'
    : 'Each user needs a recovery secret of its own: write {iam-user} into the name ("AWS_KEY_RECOVERY_{iam-user}"), and {account} where users of several accounts have one name. What a secret cannot have in its name becomes _: where two are equal then, give one of them a name of its own.'
}

/** Stands for an account that is not known yet where the name of a secret is checked. */
const someAccount = '0'.repeat(12)

/** @throws Problem where the user's name makes no name of a secret */
function filledIn(recovery: RecoveryPlace, { iamUser, roleToAssume }: LoneInputs): RecoveryPlace {
  const account = accountOf(roleToAssume ?? '')
  const filled = recoveryPlaceOf(recovery, { user: iamUser, account: account ?? someAccount }, [])
  return account === undefined ? { ...filled, name: filled.name.replaceAll(someAccount, '{account}') } : filled
}

function nameOfUser({ index, user }: NumberedUser): string {
  return `${user.iamUser} (users[${index}])`
}

function conflict({ index }: NumberedUser, path: InputProblem['part']['path'], message: string, remedy: string) {
  return [{ index, problem: new InputProblem('', message, remedy, { path }) }]
}
