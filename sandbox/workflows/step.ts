/** What a step is given, and what it leaves behind. */
import type { TokenGrant } from '../github/id-tokens.ts'
import type { Token } from '../github/token.ts'
import type { Sandbox } from '../sandbox.ts'
import type { Caches } from './caches.ts'

/** The part of a run that its steps see. */
export interface StepWorld {
  readonly sandbox: Sandbox
  /** `owner/name` */
  readonly repository: string
  /** The files of the commit that the run is for. */
  readonly files: ReadonlyMap<string, string>
  /** The job's workspace. */
  readonly folder: string
  /** RUNNER_TEMP, which outlives the step. */
  readonly temp: string
  /** Where the run keeps its artifacts, a folder for each. */
  readonly artifacts: string
  /** The caches of the repository. */
  readonly caches: Caches
  /** The job's GITHUB_TOKEN. */
  readonly token: Token
  /** What a job with `id-token: write` asks for OIDC tokens with. */
  readonly identity: TokenGrant | undefined
}

/** How a step ended. */
export type Outcome = 'success' | 'failure' | 'skipped' | 'cancelled'

export interface StepResult {
  readonly outcome: Outcome
  readonly log: string
  readonly outputs: Readonly<Record<string, string>>
  /** What later steps of the job find in their environment. */
  readonly environment: Readonly<Record<string, string>>
  readonly summary: string
}

/** A step that did what it is for. */
export function succeeded(log: string, given: Partial<StepResult> = {}): StepResult {
  return { outcome: 'success', log, outputs: {}, environment: {}, summary: '', ...given }
}

/** A step that could not. */
export function failed(message: string): StepResult {
  return { ...succeeded(`::error::${message}\n`), outcome: 'failure' }
}
