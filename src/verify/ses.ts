/** Signs in to SES's SMTP interface, and sends nothing. Loaded only where that is asked for. */
import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { partition } from '@aws-sdk/core/client'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { regions } from '../aws/regions.ts'
import { allowedRegions } from '../inputs/region.ts'
import { networkRemedy } from '../network/problems.ts'
import type { Clock } from '../rotation/ports.ts'
import { messageOf } from '../rotation/problem.ts'
import { type Duration, second, spoken } from '../rotation/time.ts'
import { presentable } from '../text/presentable.ts'
import type { SmtpInputs } from './smtp-inputs.ts'
import { propagation, Unproven, untilAnswered } from './unproven.ts'

interface SesEndpoint {
  readonly host: string
  readonly port: number
  /** The passwords of SES are made for one region each. */
  readonly region: string
}

interface SmtpCredentials {
  readonly user: string
  readonly password: string
}

/** What SES listens on; on the others TLS begins by STARTTLS: https://docs.aws.amazon.com/ses/latest/dg/smtp-connect.html */
const tlsPorts: readonly number[] = [465, 2465]
const ports: readonly number[] = [...tlsPorts, 25, 587, 2587]

/** `email-smtp.REGION.`, of FIPS too, and the names of VPC endpoints; then comes what the partition's names end in. */
const hostForm = /^(?<vpc>vpce-[\da-z-]+\.)?email-smtp(?:-fips)?\.(?<region>[a-z][\da-z-]*)\.(?<suffix>[a-z.-]+)$/

/**
 * Where to sign in: what `smtp-host` names, else the endpoint of the region.
 * @throws Unproven when it is not SES: a server that accepts every password would prove any
 */
export function sesEndpoint(smtpHost: string | undefined, region: string): SesEndpoint {
  if (smtpHost === undefined) return { host: `email-smtp.${region}.${partition(region).dnsSuffix}`, port: 465, region }
  const [name = '', port = '465', ...more] = smtpHost.split(':')
  // A dot at the end makes a name complete, and certificates have none.
  const host = name.toLowerCase().replace(/\.$/, '')
  const { vpc, region: named = '', suffix } = hostForm.exec(host)?.groups ?? {}
  const { dnsSuffix, dualStackDnsSuffix } = partition(named)
  const suffixes = vpc === undefined ? [dnsSuffix, dualStackDnsSuffix] : [`vpce.${dnsSuffix}`]
  if (named === '' || suffix === undefined || !suffixes.includes(suffix)) {
    throw new Unproven(
      'smtpElsewhere',
      `smtp-host is ${presentable(smtpHost, 100)}`,
      'Write the name that SES has in your region, such as email-smtp.eu-west-1.amazonaws.com, or that of your VPC endpoint for it. Or leave smtp-host out. What any other host answers says nothing about the key.',
    )
  }
  if (!regions.includes(named)) {
    throw new Unproven(
      'smtpElsewhere',
      `smtp-host is ${presentable(smtpHost, 100)}, and ${presentable(named, 100)} is not a region of AWS`,
      `Write the name that SES has in your region, or leave smtp-host out. Allowed: ${allowedRegions(named)}.`,
    )
  }
  if (more.length > 0 || !ports.map(String).includes(port)) {
    throw new Unproven(
      'input',
      `smtp-host is “${presentable(smtpHost, 100)}”, and SES does not listen on that port`,
      `SES listens on ${tlsPorts.join(' and ')}, and with STARTTLS on 25, 587 and 2587.`,
    )
  }
  return { host, port: Number(port), region: named }
}

/** How long a server may take. */
const patience: Duration = 10 * second

/** A sign-in that waits to be made. @throws Unproven when the host is not one of SES */
export function sesSignIn(
  user: string,
  { password, host }: SmtpInputs,
  region: string,
  clock: Pick<Clock, 'elapsed' | 'sleep'>,
): { readonly host: string; signIn(): Promise<void> } {
  const endpoint = sesEndpoint(host, region)
  return {
    host: endpoint.host,
    signIn: () => untilAnswered(() => signInOnce(endpoint, { user, password }), clock),
  }
}

/**
 * Signs in over a connection of its own. Neither the connection nor the dialogue takes longer than `longest`.
 * @throws Unproven when SES does not accept the password
 */
export async function signInOnce(
  endpoint: SesEndpoint,
  credentials: SmtpCredentials,
  longest: Duration = patience,
): Promise<void> {
  try {
    await dialogue(endpoint, await connected(endpoint, longest), credentials, longest)
  } catch (error) {
    throw unprovenBy(error, endpoint)
  }
}

/** The connection, with TLS where that comes first. Names are looked up as for all other requests. */
function connected({ host, port }: SesEndpoint, longest: Duration): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>()
  // Whatever the environment says of certificates: a server that nobody has checked proves nothing.
  const socket = tlsPorts.includes(port)
    ? connectTls({ host, port, servername: host, rejectUnauthorized: true }, () => resolve(socket))
    : connectPlain({ host, port }, () => resolve(socket))
  const timer = setTimeout(() => socket.destroy(new Error(`no connection within ${spoken(longest)}`)), longest)
  socket.once('error', reject)
  return promise.finally(() => {
    clearTimeout(timer)
    socket.removeListener('error', reject)
  })
}

/** EHLO, STARTTLS where it comes first, AUTH, QUIT. */
function dialogue(
  { host, port }: SesEndpoint,
  socket: Socket,
  { user, password }: SmtpCredentials,
  longest: Duration,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const isSecure = tlsPorts.includes(port)
  const connection = new SMTPConnection({
    host,
    port,
    connection: socket,
    secure: isSecure,
    secured: isSecure,
    requireTLS: !isSecure,
    tls: { servername: host, rejectUnauthorized: true },
    socketTimeout: longest,
    // Nothing is left to be heard then.
    socketCloseTimeout: 0,
  })
  const fail = (error: Error) => {
    reject(error)
    connection.close()
  }
  const timer = setTimeout(() => fail(new Error(`no answer within ${spoken(longest)}`)), longest)
  // Stays: what goes wrong after the sign-in says nothing of the password.
  connection.on('error', reject)
  connection.once('end', () => reject(new Error('the server ended the connection')))
  connection.connect((failure) => {
    if (failure) return fail(failure)
    connection.login({ user, pass: password, method: 'PLAIN' }, (refusal) => {
      if (refusal) return fail(refusal)
      resolve()
      connection.quit()
    })
  })
  return promise.finally(() => clearTimeout(timer))
}

/** What SES answered, or why it did not. The codes: https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-smtp.html */
function unprovenBy(error: unknown, { host, port, region }: SesEndpoint): Unproven {
  // The library puts a code of its own in place of Node's.
  const { responseCode, response, syscall, code, originalCode } = error as Readonly<Record<string, unknown>>
  const said = `“${presentable(String(response))}”`
  if (responseCode === 535) {
    return new Unproven(
      'smtpRejected',
      `for ${spoken(propagation)} ${host} has said ${said}`,
      `Either the password is made of another key, or for another region than ${region} (smtp-host, else aws-region): compare the names of the secrets and their formats. Or the key is inactive or deleted. Right after a publication, a job may get the password from before, which passes.`,
      { cause: error, mayPass: true },
    )
  }
  if (typeof responseCode === 'number') {
    const options = { cause: error, mayPass: responseCode < 500 }
    return new Unproven('smtpUnasked', `${host} answered ${said}`, 'Run the workflow again.', options)
  }
  const certificate = syscall === undefined ? networkRemedy({ code: originalCode ?? code }) : undefined
  return new Unproven(
    'smtpUnasked',
    `${host}:${port}: ${presentable(messageOf(error))}`,
    certificate ??
      `Check that the runner reaches ${host}, and port ${port} of it, by TLS and without a proxy: HTTPS_PROXY does not count here. Where that port is closed, name another one by smtp-host, such as ${host}:2465, or ${host}:587, which begins with STARTTLS.`,
    { cause: error, mayPass: certificate === undefined },
  )
}
