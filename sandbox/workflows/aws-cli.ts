/**
 * A stand-in for the program `aws`, as far as the examples use it: it signs in at the sandbox's STS with what the job has,
 * and S3 and Secrets Manager behind it are a file, which shows what it was given.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What lies behind the program. */
export interface AwsCliState {
  readonly buckets: readonly string[]
  readonly secrets: Readonly<Record<string, StoredSecret>>
  /** Every call that was signed: the ARN that AWS knows the caller by, and the arguments. */
  readonly calls: readonly { readonly caller: string; readonly parameters: readonly string[] }[]
}

/** A secret of Secrets Manager: its versions by their ids, and the one that AWSCURRENT stands at. */
export interface StoredSecret {
  readonly versions: Readonly<Record<string, string>>
  readonly current: string
}

export class AwsCli {
  /** Comes first on the PATH of a job. */
  readonly folder = mkdtempSync(join(tmpdir(), 'aws-cli-'))
  readonly #file = join(this.folder, 'state.json')

  constructor(state: Partial<AwsCliState> = {}) {
    this.put({ buckets: [], secrets: {}, calls: [], ...state })
    const program = join(this.folder, 'aws')
    const words = [process.execPath, join(import.meta.dirname, 'aws-cli-program.ts'), this.#file]
    writeFileSync(program, `#!/bin/sh\nexec ${words.map((word) => `'${word}'`).join(' ')} "$@"\n`)
    chmodSync(program, 0o755)
  }

  get state(): AwsCliState {
    return JSON.parse(readFileSync(this.#file, 'utf8')) as AwsCliState
  }

  put(state: AwsCliState): void {
    writeFileSync(this.#file, JSON.stringify(state))
  }

  /** Makes a secret that has no version, as somebody does it beforehand. */
  addSecret(name: string): void {
    const { secrets, ...others } = this.state
    this.put({ ...others, secrets: { ...secrets, [name]: { versions: {}, current: '' } } })
  }

  stop(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
