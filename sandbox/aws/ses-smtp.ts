/**
 * The SMTP interface of SES as far as signing in goes, for every Region whose endpoint it is asked as:
 * https://docs.aws.amazon.com/ses/latest/dg/smtp-connect.html. It takes no mail.
 */
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, TLSSocket } from 'node:tls'
import { identity, sesHosts, trustInSandbox } from '../tls.ts'
import type { AwsAccount } from './account.ts'

export interface SesSmtp {
  /** The commands of every session, without their arguments: `EHLO`, `AUTH PLAIN`, `QUIT`. */
  readonly sessions: readonly (readonly string[])[]
  /** What is answered to a command, or as the greeting to ``, instead of SES's own answer; nothing at all with null. */
  answer: (command: string) => string | null | undefined
  /** What an action's environment needs to find it, by SES's own names, and to trust it. */
  readonly environment: Readonly<Record<string, string>>
  stop(): Promise<void>
}

/** Starts it on two free ports. */
export async function startSesSmtp(account: AwsAccount): Promise<SesSmtp> {
  const tls = identity()
  const trust = trustInSandbox()
  const sessions: string[][] = []
  const sockets = new Set<Socket>()
  const serve = (socket: Socket, isSecure: boolean) => {
    const commands: string[] = []
    sessions.push(commands)
    serveSession(socket, isSecure, { account, tls, commands, answer: (command) => ses.answer(command) })
  }
  const servers = [
    createTlsServer(tls, (socket) => serve(socket, true)),
    createServer((socket) => serve(socket, false)),
  ] as const
  for (const server of servers) {
    server.on('connection', (socket: Socket) => {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
    })
  }
  const [tlsPort, startTlsPort] = await Promise.all([portOf(servers[0]), portOf(servers[1])])
  const hosts = sesHosts.flatMap((name) => [
    ...[465, 2465].map((port) => [`${name}:${port}`, `127.0.0.1:${tlsPort}`]),
    ...[25, 587, 2587].map((port) => [`${name}:${port}`, `127.0.0.1:${startTlsPort}`]),
  ])
  const ses: SesSmtp = {
    sessions,
    answer: () => undefined,
    environment: { ...trust.environment, SANDBOX_HOSTS: JSON.stringify(Object.fromEntries(hosts)) },
    stop: async () => {
      const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)))
      for (const socket of sockets) socket.destroy()
      await Promise.all(closed)
      trust.remove()
    },
  }
  return ses
}

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

interface SessionOptions {
  readonly account: AwsAccount
  readonly tls: { readonly key: string; readonly cert: string }
  readonly commands: string[]
  readonly answer: SesSmtp['answer']
}

/** What SES can do. */
const hello = ['250-email-smtp.amazonaws.com', '250-8BITMIME', '250-STARTTLS', '250-AUTH PLAIN LOGIN', '250 Ok'].join(
  '\r\n',
)

function serveSession(
  plain: Socket,
  isSecureAtOnce: boolean,
  { account, tls, commands, answer }: SessionOptions,
): void {
  let socket = plain
  let isSecure = isSecureAtOnce
  let received = ''
  /** What the next line is, when it is no command. */
  let expects: ((line: string) => string) | undefined

  const send = (command: string, own: string) => {
    const text = answer(command)
    if (text !== null) socket.write(`${text ?? own}\r\n`)
  }
  const read = (chunk: Buffer) => {
    received += chunk.toString('latin1')
    for (let end = received.indexOf('\r\n'); end >= 0; end = received.indexOf('\r\n')) {
      const line = received.slice(0, end)
      received = received.slice(end + 2)
      take(line)
    }
  }
  const listen = (to: Socket) => {
    socket = to
    to.on('data', read)
    to.on('error', () => to.destroy())
  }
  const signIn = (user: string, password: string) => {
    const region = /(?:^|\.)email-smtp(?:-fips)?\.([^.]+)\./.exec(String((socket as TLSSocket).servername))?.[1]
    return accepts(account, user, password, region ?? '')
      ? '235 Authentication successful.'
      : '535 Authentication Credentials Invalid'
  }
  const plainly = (line: string) => {
    const [, user = '', password = ''] = Buffer.from(line, 'base64').toString('utf8').split('\0')
    return signIn(user, password)
  }
  const take = (line: string) => {
    if (expects !== undefined) {
      const answered = expects
      expects = undefined
      return send('AUTH', answered(line))
    }
    const [verb = '', argument = '', ...rest] = line.split(' ')
    const command = verb.toUpperCase()
    commands.push(command === 'AUTH' ? `${command} ${argument.toUpperCase()}` : command)
    switch (command) {
      case 'EHLO':
        return send(command, hello)
      case 'STARTTLS':
        send(command, '220 Ready to start TLS')
        plain.removeListener('data', read)
        isSecure = true
        return listen(new TLSSocket(plain, { isServer: true, ...tls }))
      case 'AUTH':
        if (!isSecure) return send(command, '530 Must issue a STARTTLS command first')
        if (argument.toUpperCase() === 'PLAIN') {
          const [initial] = rest
          if (initial !== undefined) return send(command, plainly(initial))
          expects = plainly
          return send(command, '334 ')
        }
        expects = (user) => {
          expects = (password) => signIn(decoded(user), decoded(password))
          return '334 UGFzc3dvcmQ6'
        }
        return send(command, '334 VXNlcm5hbWU6')
      case 'QUIT':
        send(command, '221 Bye')
        return socket.end()
      default:
        return send(command, '502 Command not implemented')
    }
  }
  listen(plain)
  send('', '220 email-smtp.amazonaws.com ESMTP SimpleEmailService-d-SANDBOX')
}

const decoded = (text: string) => Buffer.from(text, 'base64').toString('utf8')

/**
 * Whether the password is made of that key's secret for this Region, and the key is one that SES knows by now: IAM is
 * eventually consistent. Temporary credentials make no password.
 * https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html#smtp-credentials-convert
 */
function accepts(account: AwsAccount, user: string, password: string, region: string): boolean {
  const credential = account.credential(user)
  const at = account.clock.now()
  if (credential === undefined || credential.session !== undefined || at < credential.acceptedFrom.iam) return false
  const sign = (key: string | Buffer, message: string) => createHmac('sha256', key).update(message).digest()
  const dated = sign(`AWS4${credential.secretAccessKey}`, '11111111')
  const signed = sign(sign(sign(sign(dated, region), 'ses'), 'aws4_request'), 'SendRawEmail')
  if (password !== Buffer.concat([Buffer.from([4]), signed]).toString('base64')) return false
  account.noteUse(user, { at, service: 'ses', region })
  return true
}
