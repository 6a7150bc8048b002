/** What the input `recovery-secret-name` says: where the new key is kept until it is published everywhere. */
import {
  addressableNames,
  type Destination,
  identityOf,
  isAddressable,
  isSameName,
  placeOf,
  type RecoveryPlace,
  repositoryOf,
  storeOf,
} from '../destination.ts'
import { Problem, type Warning } from '../rotation/problem.ts'
import { presentable } from '../text/presentable.ts'
import type { Job } from '../workflow.ts'
import { isSecretName, refused, secretNames } from './parse.ts'

const input = 'recovery-secret-name'

/** What stands in the name for that of the IAM user, and for the number of its account. */
const userPlaceholder = '{iam-user}'
const accountPlaceholder = '{account}'

/** Whose recovery secret it is; a part that is not known yet is undefined. */
export interface RecoveryOwner {
  readonly user: string | undefined
  readonly account: string | undefined
}

const unknownOwner: RecoveryOwner = { user: undefined, account: undefined }

/**
 * `NAME`, `owner/repo:NAME` or `owner/repo/environment:NAME`; undefined when empty. The name keeps its placeholders.
 * @throws Problem when it is no such name, or a destination's
 */
export function parseRecovery(
  text: string,
  destinations: readonly Destination[],
  job: Pick<Job, 'owner' | 'repo'>,
): RecoveryPlace | undefined {
  if (text === '') return undefined
  const allowed = 'NAME, owner/repo:NAME or owner/repo/environment:NAME'
  const match = /^(?:([\w-]+)\/([\w.-]+)(?:\/(.+))?:)?([^:]+)$/.exec(text)
  if (match === null) throw refused(input, text, allowed)
  const [, owner = job.owner, repo = job.repo, environment, name = ''] = match
  if (!isAddressable(repo) || !isAddressable(environment ?? '')) {
    throw refused(input, text, `${allowed}, each of them ${addressableNames}`)
  }
  if (!isSecretName(filledIn(name, { user: 'user', account: '111122223333' }))) {
    throw refused(input, text, `${allowed}, with NAME ${secretNames}`)
  }
  const place = { owner, repo, environment, name }
  if (!mayNameSeveral(place, unknownOwner)) refuseTaken({ ...place, name: name.toUpperCase() }, destinations)
  return place
}

/**
 * The secret of one user: what a secret's name cannot hold becomes `_`.
 * @throws Problem when that makes no name of a secret, or a destination's
 */
export function recoveryPlaceOf(
  place: RecoveryPlace,
  owner: RecoveryOwner,
  destinations: readonly Destination[],
): RecoveryPlace {
  const own = { ...place, name: filledIn(place.name, owner).toUpperCase() }
  if (!isSecretName(own.name)) throw refused(input, own.name, `names ${secretNames}`)
  refuseTaken(own, destinations)
  return own
}

/** Whether several recovery secrets may have such a name, as far as their owner is known. */
export function mayNameSeveral({ name }: RecoveryPlace, owner: RecoveryOwner): boolean {
  return filledIn(name, owner).includes('{')
}

/** Recognises the name of the recovery secret of an owner, or of any one where a part is not known; in any case. */
export function isNameOf({ name }: RecoveryPlace, owner: RecoveryOwner): (text: string) => boolean {
  // What is left of a name without its placeholders is letters, digits and _.
  const pattern = filledIn(name, owner).replaceAll(userPlaceholder, '\\w+').replaceAll(accountPlaceholder, '\\d{12}')
  return (text) => new RegExp(`^${pattern}$`, 'i').test(text)
}

/** The recovery secret holds the new key before any destination does. */
function refuseTaken({ name, ...where }: RecoveryPlace, destinations: readonly Destination[]): void {
  const place = identityOf(placeOf(where))
  const same = destinations.filter((each) => identityOf(each.place) === place)
  if (same.some(({ secrets }) => secrets.some((each) => each.name === name))) {
    throw refused(input, name, 'a name that no destination uses: it holds the new key before they do')
  }
}

/** A placeholder stays where what it stands for is not known. */
function filledIn(name: string, { user, account }: RecoveryOwner): string {
  return name
    .replaceAll(userPlaceholder, user?.replaceAll(/\W/g, '_') ?? userPlaceholder)
    .replaceAll(accountPlaceholder, account ?? accountPlaceholder)
}

/** A value without a name to write it back to. */
export function missingRecoveryName(): Problem {
  return new Problem(
    'The input recovery-secret is given, and recovery-secret-name is empty',
    'Name the secret that it comes from ("recovery-secret-name: AWS_KEY_RECOVERY"), so that the next interrupted run leaves its key there.',
  )
}

/**
 * Warns of a configuration that an interrupted run can break, or that shows the key to more jobs than need it.
 * `isOfFile`: the user is one of a config file, where each needs a recovery secret of its own.
 */
export function warnOfRecovery(
  recovery: RecoveryPlace | undefined,
  destinations: readonly Destination[],
  isOfFile: boolean,
): readonly Warning[] {
  if (recovery !== undefined) return warnOfWideRecovery(recovery, destinations)
  const writes = destinations.reduce((count, each) => count + each.secrets.length + each.variables.length, 0)
  if (writes < 2) return []
  const lines = isOfFile
    ? `"recovery-secret-name: AWS_KEY_RECOVERY_{iam-user}" and "recovery-secret: \${{ toJSON(secrets) }}"`
    : `"recovery-secret-name: AWS_KEY_RECOVERY" and "recovery-secret: \${{ secrets.AWS_KEY_RECOVERY }}"`
  const text = `Without a recovery secret, a run that is killed between two writes can leave secrets that do not work until the next run, or until a person fixes them. Add to this step: ${lines}.`
  return [{ kind: 'no recovery secret', text }]
}

/** The recovery secret of a repository is read on every branch, also where its destinations are environments, which are not. */
function warnOfWideRecovery(
  { owner, repo, environment, name }: RecoveryPlace,
  destinations: readonly Destination[],
): readonly Warning[] {
  const there = destinations
    .map(({ place }) => place)
    .filter((place) => storeOf(place) === 'actions' && isSameName(repositoryOf(place) ?? '', `${owner}/${repo}`))
  const [first] = there
  if (environment !== undefined || first?.kind !== 'environment') return []
  if (there.some(({ kind }) => kind !== 'environment')) return []
  const narrower = presentable(first.environment)
  const text = `The recovery secret ${name} lies in ${owner}/${repo}, where workflows of every branch can read the new key while it is there; jobs there get the key from environments only. Write "recovery-secret-name: ${owner}/${repo}/${narrower}:${name}" instead, and let the job that rotates name that environment ("environment: ${narrower}").`
  return [{ kind: 'wide recovery secret', text }]
}
