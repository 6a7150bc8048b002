/** Why a role could not be assumed, each way with its own remedy, in words that quote nothing that STS answered. */
import { messageOf, Problem } from '../rotation/problem.ts'
import { withoutAccounts } from '../text/account-number.ts'
import { presentable } from '../text/presentable.ts'
import type { Caller } from './caller.ts'
import { codeOf, explain, isAccessDenied } from './errors.ts'

/** What a role was asked for with. */
export interface AssumedBy {
  /** Undefined where a token stands for the job. */
  readonly caller: Caller | undefined
  /** What the token says; undefined where there was none yet. */
  readonly token: { readonly issuer: string; readonly subject: string; readonly audience: string } | undefined
}

/** The request that failed. */
export interface RoleRequest {
  /** Its ARN. */
  readonly role: string
  readonly by: AssumedBy
  /** There is a session already, which goes on until it ends. */
  readonly isRenewal: boolean
  readonly region: string
}

/** The problem of a role that could not be assumed, or not again. */
export function explainRole(error: unknown, request: RoleRequest): Problem {
  const { message, remedy } = error instanceof Problem ? error : refusalOf(error, request)
  if (!request.isRenewal) return error instanceof Problem ? error : new Problem(message, remedy, { cause: error })
  const shown = withoutAccounts(request.role)
  return new Problem(`the session of the role ${shown} could not be renewed: ${message}`, remedy, { cause: error })
}

/** AWS keeps these two apart for nobody: whoever asks should not learn which roles there are. */
const sameAnswer = 'AWS does not tell a role that does not exist from one that trusts somebody else.'

function refusalOf(error: unknown, request: RoleRequest): Pick<Problem, 'message' | 'remedy'> {
  const { role, by, region } = request
  const shown = `the role ${withoutAccounts(role)}`
  const action = by.caller === undefined ? 'sts:AssumeRoleWithWebIdentity' : 'sts:AssumeRole'
  const said = messageOf(error)
  if (isAccessDenied(error)) {
    if (/(?:control policy|permissions boundary|session policy|VPC endpoint policy|explicit deny)/i.test(said)) {
      return explain(error, action, { name: shown, arn: role })
    }
    return by.caller === undefined ? refusedToken(shown, by.token) : refusedCaller(shown, role, by.caller)
  }
  switch (codeOf(error)) {
    case 'InvalidIdentityToken':
      return invalidToken(said, shown, role, by.token)
    case 'IDPCommunicationError':
    case 'IDPRejectedClaim':
      return {
        message: `AWS could not verify GitHub's OIDC token for ${shown} with the provider of the account`,
        remedy: `Run again: this mostly passes by itself. If it persists, check that AWS can reach ${issuerOf(by.token)} from outside your network, and that the provider in IAM has that URL.`,
      }
    case 'ExpiredToken':
      return by.caller === undefined
        ? {
            message: `AWS took GitHub's OIDC token for ${shown} for expired`,
            remedy: 'Run again: each run asks for a fresh token.',
          }
        : {
            message: `the credentials of this job have expired, and ${shown} cannot be assumed with them`,
            remedy:
              'Ask for a longer session, run the rotation earlier in the job, or let it use an OIDC token ("id-token: write", and no credentials in the env of the step).',
          }
    case 'ValidationError':
      if (!/DurationSeconds/.test(said)) break
      return {
        message: `AWS gives ${shown} no session of an hour`,
        remedy:
          'Set the maximum session duration of the role to an hour or more (aws iam update-role --max-session-duration 3600).',
      }
  }
  return explain(error, action, { name: shown, arn: role, region })
}

function refusedCaller(shown: string, role: string, { arn, account }: Caller): Pick<Problem, 'message' | 'remedy'> {
  const isFar = role.split(':')[4] !== account
  return {
    message: `AWS denied sts:AssumeRole on ${shown} to ${withoutAccounts(arn)}. ${sameAnswer}`,
    remedy: [
      'Check account, path and name in role-to-assume.',
      `The trust policy of the role must allow sts:AssumeRole to ${isFar ? 'this caller or its account' : 'this caller'}, and a policy of the caller must allow it on that role${isFar ? ', since the role is of another account' : ', unless the trust policy names the caller itself'}.`,
      'A trust policy that asks for MFA (aws:MultiFactorAuthPresent) or for an external ID (sts:ExternalId) refuses a job, which sends neither: take that condition out for this caller.',
    ].join(' '),
  }
}

function refusedToken(shown: string, token: AssumedBy['token']): Pick<Problem, 'message' | 'remedy'> {
  const subject = presentable(token?.subject ?? '', 300)
  const host = issuerOf(token).replace(/^https:\/\//, '')
  return {
    message: `AWS denied sts:AssumeRoleWithWebIdentity on ${shown} to this job, whose OIDC token has the sub “${subject}” and the aud “${token?.audience}”. ${sameAnswer}`,
    remedy: `Check account, path and name in role-to-assume. The trust policy of the role must allow sts:AssumeRoleWithWebIdentity to the provider ${host} of the role's own account, with exactly that ${host}:sub (upper and lower case count) and ${host}:aud.`,
  }
}

function invalidToken(
  said: string,
  shown: string,
  role: string,
  token: AssumedBy['token'],
): Pick<Problem, 'message' | 'remedy'> {
  const account = withoutAccounts(role.split(':')[4] ?? '')
  const audience = token?.audience ?? ''
  const setUp = 'https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws'
  if (/no openidconnect provider/i.test(said)) {
    return {
      message: `The account ${account} of ${shown} has no OIDC provider for ${issuerOf(token)}`,
      remedy: `Add it to IAM in that account, with the audience ${audience}: ${setUp}. If the account is not the one you mean, correct role-to-assume.`,
    }
  }
  if (/audience/i.test(said)) {
    return {
      message: `The OIDC provider in the account ${account} of ${shown} does not have the audience ${audience}`,
      remedy: `Add ${audience} to the audiences (client IDs) of the provider ${issuerOf(token)} in IAM of that account.`,
    }
  }
  return {
    message: `AWS did not accept GitHub's OIDC token for ${shown}`,
    remedy: `Check that the provider in IAM of the account ${account} is that of ${issuerOf(token)}: ${setUp}.`,
  }
}

function issuerOf(token: AssumedBy['token']): string {
  return presentable(token?.issuer || 'https://token.actions.githubusercontent.com', 200)
}
