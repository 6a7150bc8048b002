/** The program that `AwsCli` puts on the PATH of a job. It refuses by name what it does not serve. */
import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import type { AwsCliState } from './aws-cli.ts'

const [file = '', ...parameters] = process.argv.slice(2)
const state = JSON.parse(readFileSync(file, 'utf8')) as AwsCliState

/** `--secret-id NAME`, each of those that a command takes, once. */
function optionsOf(given: readonly string[], known: readonly string[]): Readonly<Record<string, string>> {
  const options: Record<string, string> = {}
  for (let index = 0; index < given.length; index += 2) {
    const name = given[index] ?? ''
    const value = given[index + 1]
    if (!known.includes(name) || value === undefined) throw new RangeError(`the stand-in does not serve ${name}`)
    options[name] = value.startsWith('file://') ? readFileSync(value.slice('file://'.length), 'utf8') : value
  }
  return options
}

const refused = (operation: string, code: string, message: string) =>
  new Error(`An error occurred (${code}) when calling the ${operation} operation: ${message}`)

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html */
function putSecretValue(given: readonly string[]): Partial<AwsCliState> {
  const options = optionsOf(given, ['--secret-id', '--client-request-token', '--secret-string'])
  // The program makes a token where it is given none: each call then makes a version.
  const {
    '--secret-id': id = '',
    '--client-request-token': token = randomUUID(),
    '--secret-string': value = '',
  } = options
  const secret = state.secrets[id]
  if (secret === undefined) {
    throw refused('PutSecretValue', 'ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
  }
  if (token.length < 32 || token.length > 64 || value === '') {
    throw refused(
      'PutSecretValue',
      'InvalidParameterException',
      'a token of 32 to 64 characters and a value are needed',
    )
  }
  const known = secret.versions[token]
  // A version that is there stays as it is, and where the labels are they stay.
  if (known === value) return {}
  if (known !== undefined) {
    throw refused('PutSecretValue', 'ResourceExistsException', "You can't modify a secret version.")
  }
  const versions = { ...secret.versions, [token]: value }
  return { secrets: { ...state.secrets, [id]: { versions, current: token } } }
}

function listBucket([address = '', ...others]: readonly string[]): Partial<AwsCliState> {
  const bucket = /^s3:\/\/([^/]+)\/?$/.exec(address)?.[1]
  if (bucket === undefined || others.length > 0) throw new RangeError('the stand-in serves s3 ls of a bucket alone')
  if (!state.buckets.includes(bucket)) {
    throw refused('ListObjectsV2', 'NoSuchBucket', 'The specified bucket does not exist')
  }
  return {}
}

const commands: Readonly<Record<string, (given: readonly string[]) => Partial<AwsCliState>>> = {
  'secretsmanager put-secret-value': putSecretValue,
  's3 ls': listBucket,
}

try {
  const run = commands[parameters.slice(0, 2).join(' ')]
  if (run === undefined) throw new RangeError(`the stand-in does not serve aws ${parameters.slice(0, 2).join(' ')}`)
  const sts = new STSClient({ maxAttempts: 1 })
  const { Arn: caller = '' } = await sts.send(new GetCallerIdentityCommand({}))
  const change = run(parameters.slice(2))
  writeFileSync(file, JSON.stringify({ ...state, ...change, calls: [...state.calls, { caller, parameters }] }))
  sts.destroy()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 254
}
