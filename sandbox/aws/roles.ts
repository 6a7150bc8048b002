/** The roles of an account. */
import { duration } from '../clock.ts'
import { type Policy, type PolicyDocument, parsePolicy } from './policy.ts'
import { parseTrust, type TrustPolicy } from './trust-policy.ts'

/** An IAM role. Nobody may assume one without a trust policy: tests hand out its credentials themselves. */
export interface IamRole {
  readonly roleName: string
  readonly roleId: string
  readonly arn: string
  readonly trust: TrustPolicy
  /** MaxSessionDuration, in milliseconds; an hour is the least that IAM allows. */
  readonly longestSession: number
  readonly policies: readonly Policy[]
}

/** What a role is made of. */
export interface RoleOptions {
  readonly name: string
  readonly path?: string
  readonly policies?: readonly PolicyDocument[]
  readonly trust?: PolicyDocument
  readonly longestSession?: number
}

/** Roles by their names, which are unique in an account whatever their paths. */
export class Roles {
  readonly #roles = new Map<string, IamRole>()

  /** `arn:aws:iam::111122223333:role` without the path; `roleId` for one that was not there before. */
  put(options: RoleOptions, arn: string, roleId: () => string): IamRole {
    const role: IamRole = {
      roleName: options.name,
      roleId: this.#roles.get(options.name)?.roleId ?? roleId(),
      arn: `${arn}${options.path ?? '/'}${options.name}`,
      policies: (options.policies ?? []).map(parsePolicy),
      trust: options.trust === undefined ? { statements: [] } : parseTrust(options.trust),
      longestSession: options.longestSession ?? duration('1h'),
    }
    this.#roles.set(role.roleName, role)
    return role
  }

  /** A role by its name. */
  find(roleName: string): IamRole | undefined {
    return this.#roles.get(roleName)
  }

  /** The role of an ARN, its path included. */
  named(arn: string): IamRole | undefined {
    return [...this.#roles.values()].find((role) => role.arn === arn)
  }
}
