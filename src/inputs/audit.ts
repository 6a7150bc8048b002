/** What an audit is to cover, where its files go, and whether it fails. */
import { isAbsolute, normalize } from 'node:path'
import type { Entry, Place } from '../destination.ts'
import { isEnterpriseServer } from '../destination.ts'
import { Problem } from '../rotation/problem.ts'
import type { Environment } from '../text/environment.ts'
import { parseOtherKeys } from './destinations.ts'
import { parseEntries } from './entries.ts'
import { inputOf } from './environment.ts'
import { ownerName, parseBoolean, refused } from './parse.ts'

/** The inputs of mode audit, checked. */
export interface AuditOptions {
  /** Every user of each account, not the configured ones alone. */
  readonly wholeAccount: boolean
  /** Where the files go: a path inside the workspace. */
  readonly folder: string
  readonly failsOnOverdue: boolean
  /** Organizations in which places are looked for that no configuration lists: logins, each once. */
  readonly organizations: readonly string[]
  /** What the keys of users are looked for under whom the workflow does not configure. */
  readonly unconfigured: SoughtNames
}

/** Under which names keys are looked for, and what is dismissed. */
export interface SoughtNames {
  readonly secrets: readonly Entry[]
  readonly variables: readonly Entry[]
  readonly otherKeys: readonly Place[]
}

/** What the step says beside the inputs of an audit. */
export interface AuditContext {
  /** Text of other inputs of the step. */
  readonly step: (name: 'secrets' | 'variables' | 'other-keys' | 'aws-region') => string
  readonly githubApiUrl: string
  /** There is no token and no App. */
  readonly isWithoutGitHub: boolean
}

/** Their defaults, as `action.yml` has them. */
export const auditDefaults = {
  'audit-account': 'false',
  'audit-folder': 'access-key-audit',
  'audit-organization': '',
  'fail-on-overdue': 'false',
} as const

/** @throws Problem that names the input, the value and what is allowed */
export function readAuditOptions(environment: Environment, context: AuditContext): AuditOptions {
  const read = (name: keyof typeof auditDefaults) => inputOf(name, environment) || auditDefaults[name]
  const folder = read('audit-folder')
  if (!isInside(folder))
    throw refused('audit-folder', folder, 'a folder inside the workspace, such as access-key-audit')
  return {
    wholeAccount: parseBoolean('audit-account', read('audit-account')),
    folder,
    failsOnOverdue: parseBoolean('fail-on-overdue', read('fail-on-overdue')),
    ...organizationsIn(read('audit-organization'), context),
  }
}

function organizationsIn(
  text: string,
  { step, githubApiUrl, isWithoutGitHub }: AuditContext,
): Pick<AuditOptions, 'organizations' | 'unconfigured'> {
  if (text === '') return { organizations: [], unconfigured: { secrets: [], variables: [], otherKeys: [] } }
  const names = text.split(',').map((name) => name.trim())
  const [wrong] = names.filter((name) => !ownerName.test(name))
  if (wrong !== undefined) {
    throw refused('audit-organization', text, 'the name of an organization, or several with commas between them')
  }
  if (isWithoutGitHub) {
    throw new Problem(
      'The input audit-organization is given, and neither github-token nor github-app-id is',
      'Give it an App that is installed in the organization, in github-app-id and github-app-private-key, or a token in github-token: docs/audit.md#permissions has what they need.',
    )
  }
  const region = step('aws-region') || undefined
  return {
    organizations: [...new Map(names.map((name) => [name.toLowerCase(), name])).values()],
    unconfigured: {
      secrets: parseEntries('secrets', step('secrets'), region),
      variables: parseEntries('variables', step('variables'), region),
      otherKeys: parseOtherKeys(step('other-keys'), [], { isEnterpriseServer: isEnterpriseServer(githubApiUrl) }),
    },
  }
}

/** The workspace itself is no folder in it: its files are the repository's. A runner may be a Windows machine. */
function isInside(path: string): boolean {
  const parts = normalize(path).split(/[\\/]/)
  return (
    !isAbsolute(path) &&
    !/^[\\/]|^[A-Za-z]:|\p{Cc}/u.test(path) &&
    !parts.includes('..') &&
    !parts.includes('.git') &&
    parts.some((part) => part !== '' && part !== '.')
  )
}
