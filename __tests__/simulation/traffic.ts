/** The way of every request through the simulation: there, what goes wrong with it, what it changes, and back. */
import { createHash } from 'node:crypto'
import type { ServiceName } from '../../sandbox/wire.ts'
import type { Process } from './run.ts'
import type { Timeline } from './timeline.ts'

/**
 * What goes wrong with one request. `refused`, `unavailable`, `throttled`: nothing happens, and the service says so.
 * `lost`: it happens, and the answer does not arrive. `killed before` and `killed after`: the runner is gone before or
 * after it happens. `cancelled`: it happens, and meanwhile a person cancels the run.
 *
 * `hidden` is none of those that every request is tried with: GitHub alone says 404 of what is there.
 */
export const faults = [
  'refused',
  'unavailable',
  'throttled',
  'lost',
  'killed before',
  'killed after',
  'cancelled',
] as const
export type Fault = (typeof faults)[number] | 'hidden'

/** Faults after which the service has done nothing, and said so. */
export type Denial = Extract<Fault, 'refused' | 'unavailable' | 'throttled' | 'hidden'>

/** A request on its way. */
export interface SimulatedRequest {
  /** The run that sends it, from 1. */
  readonly run: number
  /** Within its run, from 1. */
  readonly number: number
  /** Among those of all runs, from 1. */
  readonly overall: number
  readonly service: ServiceName
  /** `CreateAccessKey`, `PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}` */
  readonly operation: string
  /** `POST` for every action of AWS. */
  readonly method: string
  /** What it is about: a key, a repository and a secret's name. Never a secret. */
  readonly subject: string
  /** Who asks: the access key ID that signs, or the token's name. */
  readonly caller: string
  /** When it was sent. */
  readonly sent: number
}

/** A request that has arrived. */
export interface RequestRecord extends SimulatedRequest {
  readonly at: number
  /** 0 when the caller gets no answer. */
  readonly status: number
  /** Whether the service has done what was asked, or refused it by itself. */
  readonly performed: boolean
  readonly fault: Fault | undefined
}

/** What a service does with a request, and how it spells what a fault makes it say. */
export interface Exchange<Reply> {
  readonly service: ServiceName
  readonly operation: string
  readonly method: string
  readonly subject: string
  readonly caller: string
  perform(): Reply | Promise<Reply>
  deny(denial: Denial): Reply
}

/** On its way for so long: because of the network, or because the whole runner stands still; in milliseconds. */
export type Delay = number | { readonly frozen: number }

/** How long a request takes to arrive, and its answer to come back. */
export type Latency = (request: SimulatedRequest, way: 'there' | 'back') => Delay

/** The clients of AWS and GitHub give a request up after this; a runner that stood still notices when it wakes. */
const clientTimeout = 30_000

/** What a simulation makes of the requests of its runs. */
export interface TrafficOptions {
  readonly latency: Latency
  readonly fault: (request: SimulatedRequest) => Fault | undefined
  /** Called when a request arrives, before anything of it has happened; it may kill the run. */
  readonly before: (request: SimulatedRequest) => void
  /** Called when a request has been performed or denied, before the answer leaves. */
  readonly after: (record: RequestRecord) => void
  /** Called first of all, for every request that arrives. */
  readonly watch: (record: RequestRecord, by: Process) => void
}

/** All requests of all runs. */
export class Traffic {
  readonly records: RequestRecord[] = []
  readonly #timeline: Timeline
  readonly #options: TrafficOptions
  #sent = 0

  constructor(timeline: Timeline, options: TrafficOptions) {
    this.#timeline = timeline
    this.#options = options
  }

  /** Lets a client wait without a request. */
  later(duration: number, act: () => void): void {
    this.#timeline.after(duration, act)
  }

  /** Sends a request; nothing comes back when its answer is lost, and never anything once its run is dead. */
  send<Reply extends { readonly status: number }>(by: Process, exchange: Exchange<Reply>): Promise<Reply | undefined> {
    this.#sent += 1
    const request: SimulatedRequest = {
      run: by.number,
      number: by.nextRequest(),
      overall: this.#sent,
      service: exchange.service,
      operation: exchange.operation,
      method: exchange.method,
      subject: exchange.subject,
      caller: exchange.caller,
      sent: this.#timeline.now(),
    }
    const { latency } = this.#options
    return by.wait<Reply | undefined>((arrived) => {
      const delay = latency(request, 'there')
      this.#timeline.after(timeOf(delay), () => this.#arrive(by, request, exchange, arrived))
      if (typeof delay === 'number' && delay > clientTimeout) {
        this.#timeline.after(clientTimeout, () => arrived(undefined))
      }
    })
  }

  #arrive<Reply extends { readonly status: number }>(
    by: Process,
    request: SimulatedRequest,
    exchange: Exchange<Reply>,
    arrived: (answer: Reply | undefined) => void,
  ): Promise<void> | undefined {
    if (!by.isKilled) this.#options.before(request)
    if (by.isKilled) return undefined
    const fault = this.#options.fault(request)
    if (fault === 'killed before') {
      this.records.push({ ...request, at: this.#timeline.now(), status: 0, performed: false, fault })
      by.kill()
      // What a run has left behind at its end may still be on its way: nobody is there to be killed any more.
      arrived(undefined)
      return undefined
    }
    const reply = isDenial(fault) ? exchange.deny(fault) : exchange.perform()
    // What can be performed at once is: waiting costs more than the request.
    if (reply instanceof Promise) return reply.then((each) => this.#answer(by, request, fault, each, arrived))
    this.#answer(by, request, fault, reply, arrived)
    return undefined
  }

  #answer<Reply extends { readonly status: number }>(
    by: Process,
    request: SimulatedRequest,
    fault: Fault | undefined,
    reply: Reply,
    arrived: (answer: Reply | undefined) => void,
  ): void {
    const { latency, watch, after } = this.#options
    const back = latency(request, 'back')
    const passed = this.#timeline.now() - request.sent
    const isGivenUp = passed + timeOf(back) > clientTimeout
    const isAnswered = fault !== 'lost' && fault !== 'killed after' && !isGivenUp
    const record: RequestRecord = {
      ...request,
      at: this.#timeline.now(),
      status: isAnswered ? reply.status : 0,
      performed: !isDenial(fault),
      fault,
    }
    this.records.push(record)
    watch(record, by)
    after(record)
    if (fault === 'killed after') by.kill()
    if (fault === 'cancelled') by.cancel()
    if (by.isKilled) return
    const delay = isGivenUp && typeof back === 'number' ? clientTimeout - passed : timeOf(back)
    this.#timeline.after(delay, () => arrived(isAnswered ? reply : undefined))
  }
}

function isDenial(fault: Fault | undefined): fault is Denial {
  return fault === 'refused' || fault === 'unavailable' || fault === 'throttled' || fault === 'hidden'
}

function timeOf(delay: Delay): number {
  return typeof delay === 'number' ? delay : delay.frozen
}

/** One line a person can read: when, which run, what, and what came of it. */
export function told(record: RequestRecord): string {
  const { at, run, number, service, operation, subject, status, caller, fault } = record
  const time = new Date(at).toISOString().slice(0, 23).replace('T', ' ')
  const result = status === 0 ? 'no answer' : String(status)
  const about = subject === '' ? '' : ` (${subject})`
  return `${time}  run ${run}, request ${number}  ${service} ${operation}${about} as ${caller}: ${result}${fault === undefined ? '' : `  ← ${fault}`}`
}

/** Names a story: two simulations with the same one have seen the same requests at the same times. */
export function fingerprintOf(records: readonly RequestRecord[]): string {
  const hash = createHash('sha256')
  for (const record of records) hash.update(`${record.sent} ${told(record)}\n`)
  return hash.digest('hex')
}
