/** What an audit is to cover, where its files go, and whether it fails. */
import { isAbsolute, normalize } from 'node:path'
import type { Environment } from '../text/environment.ts'
import { inputOf } from './environment.ts'
import { parseBoolean, refused } from './parse.ts'

/** The inputs of mode audit, checked. */
export interface AuditOptions {
  /** Every user of each account, not the configured ones alone. */
  readonly wholeAccount: boolean
  /** Where the files go: a path inside the workspace. */
  readonly folder: string
  readonly failsOnOverdue: boolean
}

/** Their defaults, as `action.yml` has them. */
export const auditDefaults = {
  'audit-account': 'false',
  'audit-folder': 'access-key-audit',
  'fail-on-overdue': 'false',
} as const

/** @throws Problem that names the input, the value and what is allowed */
export function readAuditOptions(environment: Environment): AuditOptions {
  const read = (name: keyof typeof auditDefaults) => inputOf(name, environment) || auditDefaults[name]
  const folder = read('audit-folder')
  if (!isInside(folder))
    throw refused('audit-folder', folder, 'a folder inside the workspace, such as access-key-audit')
  return {
    wholeAccount: parseBoolean('audit-account', read('audit-account')),
    folder,
    failsOnOverdue: parseBoolean('fail-on-overdue', read('fail-on-overdue')),
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
