/** The accounts of one AWS, which can know of each other, and the identity providers that they trust. */
import type { KeyObject } from 'node:crypto'

/** What the others may know of an account. */
interface Member {
  readonly accountId: string
  credential(accessKeyId: string): unknown
}

/** An OIDC identity provider as an account has it: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html */
export interface OidcProvider {
  /** The issuer without its `https://`. */
  readonly host: string
  /** The client IDs that were registered: any one of them has to be the token's audience. */
  readonly audiences: readonly string[]
}

/** Every account of one AWS by its number. */
export class Accounts<Account extends Member> {
  readonly #members = new Map<string, Account>()
  readonly #providers = new Map<string, OidcProvider[]>()
  readonly #issuers = new Map<string, () => KeyObject>()

  add(account: Account): void {
    if (this.#members.has(account.accountId)) throw new Error(`there is an account ${account.accountId} already`)
    this.#members.set(account.accountId, account)
  }

  /** The account of a number, if there is one. */
  find(accountId: string): Account | undefined {
    return this.#members.get(accountId)
  }

  /** The account that knows an access key: that of its user, or of the role that it is a session of. */
  holding(accessKeyId: string): Account | undefined {
    const members = [...this.#members.values()]
    return members.length === 1 ? members[0] : members.find((each) => each.credential(accessKeyId) !== undefined)
  }

  /** Lets everybody look up with which key an issuer signs its tokens. */
  publishIssuer(issuer: string, key: () => KeyObject): void {
    this.#issuers.set(issuer, key)
  }

  /** The key of an issuer; undefined where nothing answers under its address. */
  issuerKey(issuer: string): KeyObject | undefined {
    return this.#issuers.get(issuer)?.()
  }

  /** Makes an account trust an issuer's tokens for these audiences, as far as its roles do. */
  addProvider(accountId: string, provider: OidcProvider): void {
    this.#providers.set(accountId, [...(this.#providers.get(accountId) ?? []), provider])
  }

  /** The provider of an account for an issuer. */
  provider(accountId: string, issuer: string): OidcProvider | undefined {
    return this.#providers.get(accountId)?.find(({ host }) => `https://${host}` === issuer)
  }
}
