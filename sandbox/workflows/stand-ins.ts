/**
 * Actions of others that the examples use, as far as they use them: each does on the sandbox what it says that it does on
 * GitHub, and refuses inputs that it does not know.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import githubAppJwt from 'universal-github-app-jwt'
import { maySee } from '../github/authorization.ts'
import type { TokenGrant } from '../github/id-tokens.ts'
import { failed, type StepResult, type StepWorld, succeeded } from './step.ts'

type Inputs = Readonly<Record<string, string>>

interface StandIn {
  /** The inputs that it serves, with their defaults. */
  readonly inputs: Inputs
  /** What further inputs begin with. */
  readonly family?: string
  run(inputs: Inputs, world: StepWorld): StepResult | Promise<StepResult>
}

const standIns: Readonly<Record<string, StandIn>> = {
  /** https://github.com/actions/checkout */
  'actions/checkout': {
    inputs: { 'persist-credentials': 'true', 'sparse-checkout': '', 'sparse-checkout-cone-mode': 'true' },
    run: (inputs, { sandbox, repository, files, folder, token }) => {
      const found = sandbox.github.repository(repository)
      const mayRead = found.visibility === 'public' || (maySee(token, found) && token.grants('contents', 'read'))
      if (!mayRead) return failed(`fatal: repository 'https://github.com/${repository}/' not found`)
      const only = inputs['sparse-checkout']?.split('\n').filter((line) => line !== '') ?? []
      if (only.length > 0 && inputs['sparse-checkout-cone-mode'] !== 'false') {
        throw new RangeError('the sandbox serves sparse-checkout of files alone')
      }
      for (const [path, content] of files) {
        if (only.length > 0 && !only.includes(path)) continue
        mkdirSync(dirname(join(folder, path)), { recursive: true })
        writeFileSync(join(folder, path), content)
      }
      return succeeded(`Checked out ${repository}\n`)
    },
  },
  /** https://github.com/actions/upload-artifact: a name is taken once in a run. */
  'actions/upload-artifact': {
    inputs: { name: 'artifact', path: '', 'if-no-files-found': 'warn', overwrite: 'false', 'retention-days': '0' },
    run: ({ name = '', path = '', 'if-no-files-found': missing, overwrite }, { folder, artifacts }) => {
      if (/["\n\r:<>|*?\\/]/.test(name)) return failed(`The artifact name is not valid: ${name}.`)
      if (/[*?\n[]/.test(path.trim())) throw new RangeError('the sandbox serves one file or folder as an artifact')
      const source = resolve(folder, path.trim())
      if (!existsSync(source)) {
        const message = `No files were found with the provided path: ${path}. No artifacts will be uploaded.`
        return missing === 'error' ? failed(message) : succeeded(`::warning::${message}\n`)
      }
      const target = join(artifacts, name)
      if (overwrite === 'true') rmSync(target, { recursive: true, force: true })
      if (existsSync(target)) {
        return failed('Failed to CreateArtifact: Received non-retryable error: Failed request: (409) Conflict')
      }
      cpSync(source, statSync(source).isDirectory() ? target : join(target, basename(source)), { recursive: true })
      return succeeded(`Artifact ${name} has been successfully uploaded!\n`)
    },
  },
  /** https://github.com/actions/download-artifact: one by its name, or those of a pattern, each of several in a folder. */
  'actions/download-artifact': {
    inputs: { name: '', pattern: '', path: '.', 'merge-multiple': 'false' },
    run: ({ name = '', pattern = '', path = '', 'merge-multiple': merge }, { folder, artifacts }) => {
      const all = readdirSync(artifacts)
      if (name !== '') {
        if (!all.includes(name)) return failed(`Unable to download artifact(s): Artifact not found for name: ${name}`)
        cpSync(join(artifacts, name), join(folder, path), { recursive: true })
        return succeeded(`Artifact ${name} has been downloaded\n`)
      }
      if (!/^[^*]*\*?$/.test(pattern)) throw new RangeError(`the sandbox does not serve the pattern ${pattern}`)
      const isWhole = !pattern.endsWith('*')
      const start = pattern.replace('*', '')
      const found = all.filter((each) => (isWhole ? start === '' || each === start : each.startsWith(start)))
      for (const each of found) {
        const own = merge === 'true' || found.length === 1 ? '' : each
        cpSync(join(artifacts, each), join(folder, path, own), { recursive: true })
      }
      return succeeded(`Total of ${found.length} artifact(s) downloaded\n`)
    },
  },
  /** https://github.com/actions/cache/tree/main/restore: of one file. */
  'actions/cache/restore': {
    inputs: { path: '', key: '', 'restore-keys': '' },
    run: ({ path = '', key = '', 'restore-keys': restoreKeys = '' }, { folder, caches }) => {
      const others = restoreKeys.split('\n').flatMap((each) => each.trim() || [])
      const found = caches.find(fileOf(path), [key, ...others])
      if (found === undefined) return succeeded(`Cache not found for input keys: ${[key, ...others].join(', ')}\n`)
      const target = join(folder, fileOf(path))
      mkdirSync(dirname(target), { recursive: true })
      writeFileSync(target, found.content)
      const outputs = { 'cache-hit': String(found.key === key), 'cache-matched-key': found.key }
      return succeeded(`Cache restored from key: ${found.key}\n`, { outputs })
    },
  },
  /** https://github.com/actions/cache/tree/main/save: what cannot be saved is a warning. */
  'actions/cache/save': {
    inputs: { path: '', key: '' },
    run: ({ path = '', key = '' }, { folder, caches }) => {
      const source = join(folder, fileOf(path))
      if (!existsSync(source)) {
        return succeeded(
          '::warning::Path Validation Error: Path(s) specified in the action for caching do(es) not exist, hence no cache is being saved.\n',
        )
      }
      if (caches.add(fileOf(path), key, readFileSync(source))) return succeeded(`Cache saved with key: ${key}\n`)
      return succeeded(`::warning::Unable to reserve cache with key ${key}, another job may be creating this cache.\n`)
    },
  },
  /** https://github.com/aws-actions/configure-aws-credentials: with GitHub's OIDC token. */
  'aws-actions/configure-aws-credentials': {
    inputs: { 'role-to-assume': '', 'aws-region': '', 'role-session-name': 'GitHubActions' },
    run: async (inputs, { sandbox, identity }) => {
      const { 'role-to-assume': role = '', 'aws-region': region = '', 'role-session-name': session = '' } = inputs
      if (region === '') return failed('Input required and not supplied: aws-region')
      if (identity === undefined) return failed('Credentials could not be loaded: id-token: write is missing')
      const sts = new STSClient({ region, endpoint: sandbox.services.sts, maxAttempts: 1 })
      try {
        const token = await idTokenOf(identity, 'sts.amazonaws.com')
        const request = { RoleArn: role, RoleSessionName: session, WebIdentityToken: token }
        const { Credentials: given } = await sts.send(new AssumeRoleWithWebIdentityCommand(request))
        const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = given ?? {}
        return succeeded(`::add-mask::${SecretAccessKey}\n::add-mask::${SessionToken}\n`, {
          environment: {
            AWS_ACCESS_KEY_ID: AccessKeyId,
            AWS_SECRET_ACCESS_KEY: SecretAccessKey,
            AWS_SESSION_TOKEN: SessionToken,
            AWS_REGION: region,
            AWS_DEFAULT_REGION: region,
          },
        })
      } catch (error) {
        return failed(`Could not assume role with OIDC: ${error instanceof Error ? error.message : error}`)
      } finally {
        sts.destroy()
      }
    },
  },
  /** https://github.com/actions/create-github-app-token: for this repository, where nothing else is said. */
  'actions/create-github-app-token': {
    inputs: { 'client-id': '', 'private-key': '' },
    family: 'permission-',
    run: async ({ 'client-id': id = '', 'private-key': privateKey = '', ...asked }, { sandbox, repository }) => {
      try {
        const now = Math.floor(sandbox.clock.now() / 1_000)
        const { token: jwt } = await githubAppJwt({ id, privateKey, now })
        const ask = async (path: string, init: RequestInit = {}) => {
          const headers = { authorization: `bearer ${jwt}`, accept: 'application/vnd.github+json' }
          const answer = await fetch(`${sandbox.services.github}${path}`, { ...init, headers })
          if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
          return (await answer.json()) as { readonly id: number; readonly app_slug: string; readonly token: string }
        }
        const installation = await ask(`/repos/${repository}/installation`)
        const permissions = Object.fromEntries(
          Object.entries(asked).map(([name, level]) => [name.slice('permission-'.length).replaceAll('-', '_'), level]),
        )
        const { token } = await ask(`/app/installations/${installation.id}/access_tokens`, {
          method: 'POST',
          body: JSON.stringify({ repositories: [repository.split('/')[1]], permissions }),
        })
        const outputs = { token, 'installation-id': String(installation.id), 'app-slug': installation.app_slug }
        return succeeded(`::add-mask::${token}\n`, { outputs })
      } catch (error) {
        return failed(`Failed to create token: ${error instanceof Error ? error.message : error}`)
      }
    },
  },
}

function fileOf(path: string): string {
  if (/[*?\n[!]/.test(path.trim())) throw new RangeError('the sandbox serves one file as a cache')
  return path.trim()
}

async function idTokenOf(identity: TokenGrant, audience: string): Promise<string> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = identity
  const answer = await fetch(`${url}&audience=${audience}`, { headers: { authorization: `bearer ${token}` } })
  if (!answer.ok) throw new Error(`GitHub answers ${answer.status}`)
  const { value } = (await answer.json()) as { readonly value: string }
  return value
}

/** Runs a stand-in. An action that has none is refused by its name. */
export async function runStandIn(uses: string, given: Inputs, world: StepWorld): Promise<StepResult> {
  const [name = ''] = uses.split('@')
  const standIn = standIns[name.toLowerCase()]
  if (standIn === undefined) throw new RangeError(`the sandbox has no stand-in for the action ${name}`)
  const isKnown = (input: string) =>
    standIn.inputs[input] !== undefined || (standIn.family !== undefined && input.startsWith(standIn.family))
  const unknown = Object.keys(given).filter((input) => !isKnown(input))
  if (unknown.length > 0) throw new RangeError(`the stand-in for ${name} has no input ${unknown.join(', ')}`)
  return standIn.run({ ...standIn.inputs, ...given }, world)
}
