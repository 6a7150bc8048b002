/**
 * The wire under every service of the sandbox: a loopback HTTP server that keeps a record of each request and can
 * spoil any one of them, before or after the service has performed it.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SandboxClock } from './clock.ts'

export type ServiceName = 'sts' | 'iam' | 'cloudtrail' | 'github' | 'oidc'

/** A request as it came over the wire. */
export interface WireRequest {
  readonly service: ServiceName
  readonly method: string
  /** Path and query, still encoded. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** What is asked for, in the service's own words: `CreateAccessKey`, `PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}`. */
  readonly operation: string
}

/** What a service answers. */
export interface WireReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** One line of the record. `status` is 0 when the caller got no answer. */
export interface WireRecord extends WireRequest {
  readonly at: number
  readonly status: number
  readonly reply: string
  /** Who asked: the access key ID that signed, or a name for the token; never a secret. */
  readonly caller: string
}

/** A way to spoil one request. */
export type Fault =
  /** Answers with an error in the service's own format; the service performs nothing. */
  | {
      readonly kind: 'refuse'
      readonly status: number
      readonly code?: string
      readonly message?: string
      readonly headers?: Readonly<Record<string, string>>
    }
  /** Cuts the connection before the service performs anything. */
  | { readonly kind: 'drop' }
  /** Lets the service perform the request, then cuts the connection instead of answering. */
  | { readonly kind: 'lose-reply' }
  /** Lets the service perform the request, then sends half of the answer. */
  | { readonly kind: 'truncate' }
  /** Lets the service perform the request, then answers with an error in the service's own format. */
  | { readonly kind: 'spoil'; readonly status: number; readonly code?: string; readonly message?: string }
  /**
   * Something between answers in the service's place, with a page and a date of its own, as a proxy does that is in
   * trouble; the service performs nothing.
   */
  | { readonly kind: 'page'; readonly status: number; readonly date: number }
  /** Never answers; `performed` says whether the service has done its part. */
  | { readonly kind: 'hang'; readonly performed: boolean }

export interface FaultRule {
  readonly matches: (request: WireRequest) => boolean
  /** Lets this many matching requests pass first. */
  readonly skip?: number
  /** Spoils this many, then is spent; 1 when not given. */
  readonly times?: number
  readonly fault: Fault
}

/** A service behind the wire. */
export interface Service {
  readonly name: ServiceName
  /** Names the operation that a request asks for; unknown requests get a name too. */
  operation(method: string, target: string, body: string): string
  /** Names the caller for the record. */
  caller(request: WireRequest): string
  /** Hears of a request before anything happens to it; what it answers is called when the request has left. */
  arrive?(request: WireRequest): () => void
  /** Performs the request. Changes of state happen here and nowhere else. */
  perform(request: WireRequest): Promise<WireReply>
  /** Spells an injected error the way this service spells its own. */
  error(status: number, code: string | undefined, message: string | undefined): WireReply
  /** What its own clock shows, where that is not the sandbox's. */
  now?(): number
}

/** Called around each request: tests check invariants, stop processes or change the world here. */
export interface WireObserver {
  before?(request: WireRequest): void | Promise<void>
  after?(record: WireRecord): void | Promise<void>
}

/** What all servers of one sandbox share. */
export class Wire {
  readonly clock: SandboxClock
  readonly records: WireRecord[] = []
  readonly observers: WireObserver[] = []
  /** How much of the sandbox's time a request takes. */
  latency = 40
  /**
   * Requests that are on their way together take the time of one, and the action is told what time it is by then: for
   * actions that do much side by side.
   */
  overlaps = false
  /**
   * Requests that were sent together arrive within so many milliseconds of the wall clock; or `'idle'`: when the one
   * action that runs says that it waits for nothing but their answers, however busy the machine is.
   */
  arrival: number | 'idle' = 5
  #held: (() => void)[] = []
  readonly #rules: { rule: FaultRule; seen: number; spent: number }[] = []

  constructor(clock: SandboxClock) {
    this.clock = clock
  }

  /** Spoils requests from now on; the first rule that matches wins. */
  inject(rule: FaultRule): void {
    this.#rules.push({ rule, seen: 0, spent: 0 })
  }

  /** Takes back every fault that has not happened yet. */
  heal(): void {
    this.#rules.length = 0
  }

  /** Lets a request take its time. */
  async pass(): Promise<void> {
    const due = this.clock.now() + this.latency
    // What was sent at the same moment arrives before time goes on.
    if (this.overlaps) await this.#arrival()
    this.clock.advance(this.overlaps ? Math.max(0, due - this.clock.now()) : this.latency)
  }

  async #arrival(): Promise<void> {
    const { arrival } = this
    return new Promise((resolve) => (arrival === 'idle' ? this.#held.push(resolve) : setTimeout(resolve, arrival)))
  }

  /** An action waits for so many answers and for nothing else: lets time go on when all these requests are here. */
  idle(underWay: number): void {
    if (this.#held.length < underWay) return
    const held = this.#held
    this.#held = []
    for (const pass of held) pass()
  }

  /** The fault that this request meets, if any. */
  faultFor(request: WireRequest): Fault | undefined {
    for (const entry of this.#rules) {
      if (entry.spent >= (entry.rule.times ?? 1) || !entry.rule.matches(request)) continue
      entry.seen += 1
      if (entry.seen <= (entry.rule.skip ?? 0)) continue
      entry.spent += 1
      return entry.rule.fault
    }
    return undefined
  }
}

export interface Listener {
  /** `http://127.0.0.1:PORT`, without a trailing slash. */
  readonly url: string
  close(): Promise<void>
}

/** Serves one service on a free port of the loopback interface. */
export async function listen(wire: Wire, service: Service): Promise<Listener> {
  const server: Server = createServer((message, response) => {
    answer(wire, service, message, response).catch((error: unknown) => {
      // A fault of the sandbox itself: loud, so that no test mistakes it for the service's answer.
      console.error(`sandbox ${service.name}:`, error)
      if (!response.headersSent) response.writeHead(599, { 'content-type': 'text/plain' })
      response.end(`the sandbox failed: ${String(error)}`)
    })
  })
  // By default, a connection that is idle for five seconds is closed: by the wall clock, which decides nothing here.
  server.keepAliveTimeout = 0
  return onLoopback(server)
}

/** Listens on a free port of the loopback interface. */
export async function onLoopback(server: Server): Promise<Listener> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(wire: Wire, service: Service, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks).toString('utf8')
  const method = message.method ?? 'GET'
  const target = message.url ?? '/'
  const request: WireRequest = {
    service: service.name,
    method,
    target,
    headers: Object.fromEntries(
      Object.entries(message.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : (value ?? ''),
      ]),
    ),
    body,
    operation: service.operation(method, target, body),
  }
  const leave = service.arrive?.(request)
  if (leave !== undefined) response.once('close', leave)
  for (const observer of wire.observers) await observer.before?.(request)
  await wire.pass()

  const fault = wire.faultFor(request)
  const unperformed =
    fault?.kind === 'refuse' ||
    fault?.kind === 'page' ||
    fault?.kind === 'drop' ||
    (fault?.kind === 'hang' && !fault.performed)
  let reply: WireReply | undefined
  if (!unperformed) reply = await service.perform(request)
  if (fault?.kind === 'refuse') {
    const spelled = service.error(fault.status, fault.code, fault.message)
    reply = { ...spelled, headers: { ...spelled.headers, ...fault.headers } }
  }
  if (fault?.kind === 'spoil') reply = service.error(fault.status, fault.code, fault.message)
  if (fault?.kind === 'page') reply = page(fault.status)

  const isComplete = fault === undefined || ['refuse', 'spoil', 'page'].includes(fault.kind)
  const answered = reply !== undefined && isComplete
  const record: WireRecord = {
    ...request,
    at: wire.clock.now(),
    status: answered ? (reply?.status ?? 0) : 0,
    reply: answered ? (reply?.body ?? '') : '',
    caller: service.caller(request),
  }
  wire.records.push(record)
  for (const observer of wire.observers) await observer.after?.(record)
  const now = fault?.kind === 'page' ? fault.date : (service.now?.() ?? wire.clock.now())
  if (wire.overlaps) response.setHeader('x-sandbox-time', wire.clock.now())
  send(now, response, reply, fault)
}

function page(status: number): WireReply {
  return {
    status,
    headers: { 'content-type': 'text/html', via: '1.1 proxy.company.test' },
    body: `<html><body><h1>${status}</h1>The company's proxy could not reach the server.</body></html>\n`,
  }
}

function send(now: number, response: ServerResponse, reply: WireReply | undefined, fault: Fault | undefined): void {
  if (fault?.kind === 'hang') return
  if (reply === undefined || fault?.kind === 'drop' || fault?.kind === 'lose-reply') {
    response.socket?.destroy()
    return
  }
  const payload = Buffer.from(reply.body, 'utf8')
  response.writeHead(reply.status, {
    ...reply.headers,
    // Whole seconds, as the real services say it.
    date: new Date(now).toUTCString(),
    ...(reply.status === 204 ? {} : { 'content-length': payload.length }),
  })
  if (fault?.kind === 'truncate') {
    response.write(payload.subarray(0, payload.length >> 1), () => response.socket?.destroy())
    return
  }
  response.end(payload)
}
