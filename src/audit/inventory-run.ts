/** The inventory of an audit: the organizations of the input, with the keys that AWS has shown. */
import { octokitRequest } from '../github/api/transport.ts'
import { GitHubAccess } from '../github/tokens/tokens.ts'
import type { Configuration, Inputs } from '../inputs/inputs.ts'
import { print } from '../report/runner.ts'
import type { AuditServices } from './accounts.ts'
import type { AccountEvidence, UserEvidence } from './evidence.ts'
import type { AuditedAccount } from './gather.ts'
import { type Inventory, inventory } from './inventory.ts'
import { inventoryFile } from './inventory-file.ts'
import type { AuditedUser } from './unlisted-places.ts'

/** What is known of AWS, and where the inventory is kept. */
export interface Known {
  readonly accounts: readonly AccountEvidence[]
  readonly audited: readonly AuditedAccount[]
  /** A path. */
  readonly folder: string
}

/**
 * Looks for places that no configuration lists, as far as limits and time allow; undefined where no organization is
 * named. Its tokens are not narrowed to what is configured. @throws only what ends the run
 */
export async function findUnlistedPlaces(
  configuration: Configuration,
  { accounts, audited, folder }: Known,
  { clock, mask }: Pick<AuditServices, 'clock' | 'mask'>,
): Promise<Inventory | undefined> {
  const { organizations } = configuration.audit
  const [first] = configuration.users
  if (organizations.length === 0 || first === undefined) return undefined
  const { github, githubApiUrl, job, policy } = first
  const uses = { github, githubApiUrl, job, destinations: [], recovery: undefined, verificationWorkflows: [] }
  const access = new GitHubAccess([uses], { send: octokitRequest, mask, clock })
  return inventory({
    organizations,
    users: soughtUsers(configuration, accounts, audited),
    githubApiUrl,
    clientFor: access.clientsFor(uses, false).for,
    clock,
    time: access.time,
    until: policy.timeLimit,
    file: inventoryFile(folder),
    say: print,
  })
}

/** `111122223333/ci-bot`: of several accounts, users may have one name, which has no slash in it. */
function identityOf(account: string, user: string): string {
  return `${account}/${user}`
}

function soughtUsers(
  { users: configured, audit: { unconfigured } }: Configuration,
  accounts: readonly AccountEvidence[],
  audited: readonly AuditedAccount[],
): readonly AuditedUser[] {
  const inputsOf = new Map(
    audited.flatMap(({ account, configured: own }) => {
      return own.map(({ name, inputs }) => [identityOf(account, name.toLowerCase()), inputs] as const)
    }),
  )
  const found = accounts.flatMap(({ account, users }) =>
    users
      .filter(({ isRoot }) => !isRoot)
      .map((user) => {
        const inputs = inputsOf.get(identityOf(account, user.name.toLowerCase()))
        return { ...(inputs === undefined ? { ...unconfigured, destinations: [] } : namesIn(inputs)), ...keysOf(user) }

        function keysOf({ name, keys }: UserEvidence): Pick<AuditedUser, 'user' | 'keys'> {
          const dated = keys.flatMap(({ id, created }) => (id && created ? [{ id, created }] : []))
          return { user: identityOf(account, name), keys: dated }
        }
      }),
  )
  // What is configured for users that could not be read is listed all the same.
  const named = new Set(inputsOf.values())
  const others = configured.filter((inputs) => !named.has(inputs) && inputs.iamUser !== undefined)
  return [...found, ...others.map((inputs) => ({ ...namesIn(inputs), user: inputs.iamUser ?? '', keys: [] }))]
}

function namesIn({ secrets, variables, destinations, otherKeys }: Inputs): Omit<AuditedUser, 'user' | 'keys'> {
  return { secrets, variables, destinations, otherKeys }
}
