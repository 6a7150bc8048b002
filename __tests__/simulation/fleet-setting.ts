/** Who is in a fleet, and what the file and the step of its run say. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { duration } from '../../sandbox/clock.ts'
import { variableOf } from '../../sandbox/runner.ts'
import type { Environment } from '../../src/text/environment.ts'
import type { Pace } from './run.ts'

/** A user of a fleet. */
export interface FleetMember {
  readonly name: string
  readonly accountId: string
  /** The ARN of the role that rotates it; undefined: the key that the job signs with is its own. */
  readonly role: string | undefined
  /** In the repository in which the rotation runs. */
  readonly secrets: { readonly id: string; readonly secret: string }
  /** In which places its key is, beside that repository. */
  readonly others: readonly ('octo/website' | 'octo')[]
  readonly workflow: string
  /** How long its verification takes. */
  readonly runsFor: number | undefined
}

export interface FleetSetting {
  /** `key`: the job signs with the key of one of the users, and assumes the roles of the others. `token`: it has none. */
  readonly signedBy: 'key' | 'token'
  readonly pace: Pace
  /** A recovery secret for each user, unless there is none. */
  readonly recovery?: 'own' | 'none'
  /** The verifications of all users are of one concurrency group. */
  readonly isGrouped?: boolean
  /** A verification takes so long. */
  readonly runsFor?: number
  /** The verifications of the first run miss each user's old key when it is off, so that it is switched on again. */
  readonly missesOldKey?: boolean
  /** Inputs of the step, beside those of every fleet. */
  readonly inputs?: Readonly<Record<string, string>>
}

const roleOf = (accountId: string) => `arn:aws:iam::${accountId}:role/key-rotation`
const first = '111122223333'
const other = '444455556666'

/** Three users of two accounts; two of them have a place in common, an organization's secrets under different names. */
export function membersOf({ signedBy, runsFor }: FleetSetting): readonly FleetMember[] {
  const member = (name: string, accountId: string, others: FleetMember['others'], isSigner = false): FleetMember => {
    const prefix = name.replaceAll('-', '_').toUpperCase()
    return {
      name,
      accountId,
      role: isSigner ? undefined : roleOf(accountId),
      secrets: { id: `${prefix}_ID`, secret: `${prefix}_SECRET` },
      others,
      workflow: `verify-${name}.yml`,
      runsFor,
    }
  }
  return signedBy === 'key'
    ? [member('ci-bot', first, [], true), member('mail-bot', first, ['octo']), member('site-bot', other, ['octo'])]
    : [member('mail-bot', first, ['octo']), member('shop-bot', first, []), member('site-bot', other, ['octo'])]
}

/** The places of a user's key, and what its halves are called there; no repository: the organization. */
export function namesOf({ secrets, others }: FleetMember): readonly {
  readonly repository: string | undefined
  readonly names: FleetMember['secrets']
}[] {
  const shared = { id: `SHARED_${secrets.id}`, secret: `SHARED_${secrets.secret}` }
  return [
    { repository: 'octo/app', names: secrets },
    ...others.map((each) =>
      each === 'octo' ? { repository: undefined, names: shared } : { repository: each, names: secrets },
    ),
  ]
}

/** The text of the file. */
export function fleetFile({ pace, recovery }: FleetSetting, members: readonly FleetMember[]): string {
  const days = (time: number) => `${time / duration('1d')}d`
  const users = members.map((member) => ({
    'iam-user': member.name,
    ...(member.role === undefined ? {} : { 'role-to-assume': member.role }),
    'verification-workflow': member.workflow,
    destinations: namesOf(member).map(({ repository, names: { id, secret } }) => ({
      ...(repository === undefined ? { organization: 'octo' } : { repository }),
      secrets: { [id]: 'access-key-id', [secret]: 'secret-access-key' },
    })),
  }))
  const defaults = {
    'deactivate-after': days(pace.deactivateAfter),
    'delete-after': days(pace.deleteAfter),
    ...(recovery === 'none' ? {} : { 'recovery-secret-name': 'KEY_OF_{iam-user}_{account}' }),
  }
  return JSON.stringify({ defaults, users })
}

/** The recovery secret of a user. */
export function recoverySecretOf({ name, accountId }: FleetMember): string {
  return `KEY_OF_${name.replaceAll('-', '_')}_${accountId}`.toUpperCase()
}

export interface FleetStep {
  readonly file: string
  readonly run: number
  readonly repository: { readonly name: string; readonly id: number }
  readonly tokens: { readonly github: string; readonly job: string }
  /** As the run saw them when it was queued. */
  readonly secrets: Readonly<Record<string, string>>
  readonly inputs: Readonly<Record<string, string>>
  readonly recovery: FleetSetting['recovery']
}

/** What the runner hands to the action. */
export function environmentOf({ file, run, repository, tokens, secrets, inputs, recovery }: FleetStep): Environment {
  const given: Readonly<Record<string, string>> = {
    'config-file': nameOf(file),
    'max-parallel': '3',
    'github-token': tokens.github,
    'dispatch-token': tokens.job,
    ...(recovery === 'none' ? {} : { 'recovery-secret': JSON.stringify(secrets) }),
    ...inputs,
  }
  return {
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: repository.name,
    GITHUB_REPOSITORY_ID: String(repository.id),
    GITHUB_REF: 'refs/heads/main',
    GITHUB_EVENT_NAME: 'schedule',
    GITHUB_RUN_ID: String(run),
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_WORKFLOW_REF: `${repository.name}/.github/workflows/rotate.yml@refs/heads/main`,
    GITHUB_WORKSPACE: workspace(),
    ...Object.fromEntries(Object.entries(given).map(([name, value]) => [variableOf(name), value])),
  }
}

let folder: string | undefined
const files = new Map<string, string>()

/** One folder for all worlds of a process, gone when it ends. */
function workspace(): string {
  if (folder !== undefined) return folder
  const made = mkdtempSync(join(tmpdir(), 'fleet-'))
  process.once('exit', () => rmSync(made, { recursive: true, force: true }))
  folder = made
  return made
}

/** The name under which a text is in the workspace. */
function nameOf(text: string): string {
  const known = files.get(text)
  if (known !== undefined) return known
  const name = `users-${files.size + 1}.yml`
  writeFileSync(join(workspace(), name), text)
  files.set(text, name)
  return name
}
