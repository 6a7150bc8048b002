/** What a job's environment holds that must not be printed, whatever else is wrong with it: masked before all else. */
import { proxySecrets } from '../network/proxy.ts'
import type { Environment } from '../text/environment.ts'
import { inputOf } from './environment.ts'

/** A line or word of fewer characters may be one of anybody's: to mask it would hide it everywhere. */
const shortestPiece = 16

/**
 * The credentials of AWS, what GitHub gives OIDC tokens for, the passwords of proxies, and the values of these inputs. A value of several lines counts as
 * its longer lines, as a private key with `\n` in place of line breaks does: the runner masks each line, and to hide
 * every brace of a JSON map would leave no log to read.
 */
export function secretsOfJob(environment: Environment, inputs: readonly string[]): readonly string[] {
  const variables = ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN']
  const credentials = variables.map((name) => (environment[name] ?? '').trim())
  const values = [...credentials, ...inputs.map((name) => inputOf(name, environment))]
  const spelled = [...values, ...values.flatMap(keysWithin)].flatMap(piecesOf)
  return [...new Set([...spelled, ...proxySecrets(environment)])].filter((each) => each !== '')
}

function piecesOf(value: string): readonly string[] {
  const lines = value.split(/[\r\n]+|\\n/).map((each) => each.trim())
  // A map without a secret, `{}` say, is no secret.
  if (lines.length === 1) return value.startsWith('{') && value.length < shortestPiece ? [] : [value]
  const whole = /[\r\n]/.test(value) ? [] : [value]
  // The first and last line of a private key are everybody's.
  return [...whole, ...lines.filter((each) => each.length >= shortestPiece && !each.startsWith('-----'))]
}

/** Secret access keys inside JSON, however deep: a recovery value, or a map of secrets that holds some. */
function keysWithin(text: string): readonly string[] {
  const found: string[] = []
  const read = (json: string): void => {
    try {
      JSON.parse(json, (name, value: unknown) => {
        if (typeof value !== 'string') return value
        if (/^secret_?access_?key$/i.test(name)) found.push(value)
        else if (value.trimStart().startsWith('{')) read(value)
        return value
      })
    } catch {
      // What is not JSON is masked as it is.
    }
  }
  if (text.startsWith('{')) read(text)
  return found
}
