/**
 * What the tests of the rotation share: worlds in a few words, and a cloud (one IAM user and the secrets that hold its
 * keys) small enough to be read, which the real loop drives.
 */

import type {
  CreationAnswer,
  Destinations,
  HeldKey,
  Ports,
  Preflight,
  Safeguarded,
  WorkflowsReading,
} from '../../../src/rotation/ports.ts'
import { Cancelled } from '../../../src/rotation/problem.ts'
import { nothingDone } from '../../../src/rotation/progress.ts'
import { type Outcome, rotate } from '../../../src/rotation/rotate.ts'
import { outsideWindow } from '../../../src/rotation/secret-dates.ts'
import { type Duration, day, hour, type Instant, minute, second, utc } from '../../../src/rotation/time.ts'
import type {
  AccessKey,
  Awaited,
  DestinationReading,
  DestinationsReading,
  Holder,
  HolderRun,
  Journal,
  JournalReading,
  KeyId,
  LastUsed,
  NearbyReading,
  Policy,
  Published,
  RecoveredKey,
  Refused,
  RunFacts,
  SecretReading,
  Trial,
  UnfinishedRunsReading,
  UserReading,
  Verdict,
  Verification,
  World,
} from '../../../src/rotation/world.ts'

// ── A story that the worlds are moments of ────────────────────────────────────────────────────────────────────────

/** Whole seconds, as AWS and GitHub tell the time. */
export const now: Instant = Date.UTC(2026, 10, 22, 19)

/** The old key, its successor, and two that no journal speaks of: by the digits that tables name them with. */
export const ids = {
  '1': 'AKIA1111111111111111',
  '2': 'AKIA2222222222222222',
  x: 'AKIAXXXXXXXXXXXXXXXX',
  y: 'AKIAYYYYYYYYYYYYYYYY',
} as const

export type Digit = keyof typeof ids

export const [K1, K2, X] = [ids['1'], ids['2'], ids.x]

/** The old key was published when it was born; its successor ten days ago, and everything went well since. */
export const story = {
  firstBorn: now - 70 * day,
  firstPublished: now - 70 * day + minute,
  intent: now - 10 * day,
  secondBorn: now - 10 * day + 2 * second,
  publishing: now - 10 * day + 20 * second,
  published: now - 10 * day + 50 * second,
  proven: now - 10 * day + 5 * minute,
  deactivated: now - 8 * day,
} as const

const births: Readonly<Record<Digit, Instant>> = {
  '1': story.firstBorn,
  '2': story.secondBorn,
  x: now - 30 * day,
  y: now - 20 * day,
}

export const never: LastUsed = { kind: 'never' }
export const used = (at: Instant): LastUsed => ({ kind: 'used', at, service: 's3', region: 'eu-central-1' })

/** `1A 2I`: the old key is active and its successor inactive. Oldest first, as IAM's answers are sorted. */
export function keys(text: string, change: Partial<AccessKey> = {}): readonly AccessKey[] {
  const words = text.split(' ').filter((word) => word !== '')
  return words.map((word) => ({ ...keyOf(word), ...change })).sort((a, b) => a.created - b.created)
}

function keyOf(word: string): AccessKey {
  const digit = (Object.keys(ids) as Digit[]).find((each) => word.startsWith(each))
  if (digit === undefined) throw new Error(`no such key: ${word}`)
  return {
    id: ids[digit],
    status: word.endsWith('A') ? 'Active' : 'Inactive',
    created: births[digit],
    lastUsed: never,
  }
}

const oldDigest = 'digest-1'
const firstWindow = { from: story.firstPublished, to: story.firstPublished + 30 * second }
const secondWindow = { from: story.publishing, to: story.published }
const replaced = { current: K1, previous: undefined }
const publication = { window: secondWindow, digest: oldDigest }

/** One journal per phase; two for publishing, before and after the last write, and two for a current key, by its proof. */
export const journals = {
  steady: { phase: 'steady', current: K1, window: firstWindow, digest: oldDigest },
  creating: { phase: 'creating', ...replaced, at: story.intent, digest: oldDigest },
  pending: { phase: 'pending', pending: K2, ...replaced, at: story.secondBorn, digest: oldDigest },
  publishing: {
    phase: 'publishing',
    pending: K2,
    ...replaced,
    window: { from: story.publishing, to: undefined },
    sealed: undefined,
    digest: oldDigest,
  },
  published: { phase: 'publishing', pending: K2, ...replaced, ...publication, sealed: undefined },
  current: { phase: 'current', current: K2, previous: K1, provenAt: story.proven, ...publication },
  unproven: { phase: 'current', current: K2, previous: K1, provenAt: undefined, ...publication },
  deactivating: { phase: 'deactivating', current: K2, previous: K1, at: story.deactivated, ...publication },
  deactivated: { phase: 'deactivated', current: K2, previous: K1, at: story.deactivated, ...publication },
} as const satisfies Record<string, Journal>

export type JournalName = keyof typeof journals

/** A run of long ago, of the same workflow. */
export const goneHolder: Holder = {
  run: 'octo/ops/99',
  attempt: 1,
  owner: 'octo/ops/rotate.yml',
  touched: story.intent,
  timeLimit: 55 * minute,
  nonce: 'gone',
}

/** The run that the worlds are seen by: it has claimed the user, and nobody was before it. */
export const ownHolder: Holder = { ...goneHolder, run: 'octo/ops/100', nonce: 'own', touched: now - minute }

export const read = (journal: Journal, holder: Holder | undefined = ownHolder): JournalReading => ({
  kind: 'read',
  journal,
  holder,
})

/** Two destinations with a pair each, all written at one time, or each destination at its own. */
export function written(...times: readonly (Instant | undefined)[]): DestinationsReading {
  const destinations = ['octo/app', 'octo/web'].map((name, index): DestinationReading => {
    const updatedAt = times[index] ?? times[0]
    return { name, secrets: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].map((each) => ({ name: each, updatedAt })) }
  })
  return { at: now - 2 * second, until: now - 2 * second, ahead: 0, destinations, recovery: undefined }
}

/** When the secrets were last written in the story, up to the moment that a journal tells of. */
export function lastWritten(name: JournalName | undefined): Instant {
  const before: readonly (JournalName | undefined)[] = [undefined, 'steady', 'creating', 'pending']
  return before.includes(name) ? firstWindow.to : secondWindow.to
}

export const freshRun: RunFacts = {
  ...nothingDone,
  queued: now,
  elapsed: minute,
  looked: minute - second,
  seen: minute - second,
  destinationsSeen: minute - second,
  nearbySeen: minute - second,
  unfinishedRunsSeen: minute - second,
  claim: { settles: minute - 2 * second, quiet: minute - 2 * second, confirmed: true, predecessorGone: undefined },
}

export function verification(verdict: Verdict, key: KeyId = K2): Verification {
  const detail = `verify.yml ended with ${verdict}: https://github.com/octo/app/actions/runs/7`
  const covers = verdict === 'works' ? ['octo/app', 'octo/web'] : []
  return { key, verdict, weak: false, detail, remedy: undefined, urls: [], waiting: [], covers }
}

/** No secret of a configured name is unlisted. */
export const nothingNearby: NearbyReading = { places: [], ahead: 0, unread: [] }

/** One secret, or variable, in the environment production of octo/app. */
export function nearby(secret: SecretReading): NearbyReading {
  const fields = 'repository: octo/app, environment: production'
  const isVariable = secret.value !== undefined
  const place = {
    name: 'the environment production of octo/app',
    secrets: [secret],
    takesPrecedence: !isVariable,
    listing: `- { ${fields}, secrets: { AWS_ACCESS_KEY_ID: access-key-id } }`,
    dismissal: isVariable ? undefined : `- { ${fields} }`,
  }
  return { places: [place], ahead: 0, unread: [] }
}

/** Every run from before the publication has ended. */
export const noRuns: UnfinishedRunsReading = { runs: [], unread: [] }

/** Runs that were queued before the publication, and have not ended. */
export function unfinished(...numbers: readonly number[]): UnfinishedRunsReading {
  const runs = numbers.map(
    (number) =>
      `Deploy #${number} in octo/app, waiting, created ${utc(story.publishing - hour)}: https://github.com/octo/app/actions/runs/${number}`,
  )
  return { runs, unread: [] }
}

/** Whose keys these are. */
export const user = {
  name: 'ci-deploy',
  id: 'AIDACIDEPLOY',
  account: '111122223333',
  created: story.firstBorn - day,
} as const

/** A world in which everything has been read, nothing is wrong, and a role signs the requests. */
export function world(keySet: string, journal: JournalName | undefined, change: Partial<World> = {}): World {
  return {
    user,
    keys: keys(keySet),
    journal: journal === undefined ? { kind: 'none', holder: ownHolder } : read(journals[journal]),
    awaited: undefined,
    refused: undefined,
    made: [],
    published: undefined,
    described: [],
    signer: undefined,
    recovered: undefined,
    destinations: written(lastWritten(journal)),
    sameNameNearby: nothingNearby,
    unfinishedRuns: noRuns,
    users: 'CloudTrail shows no request of it.',
    preflight: [],
    remarks: [],
    run: freshRun,
    ...change,
  }
}

export function policy(change: Partial<Policy> = {}): Policy {
  return {
    rotateAfter: 60 * day,
    deactivateAfter: day,
    deleteAfter: 7 * day,
    oldKeyStillUsed: 'hold',
    replaceInactiveKey: false,
    force: false,
    verification: 'workflow',
    verificationTimeout: 30 * minute,
    timeLimit: 55 * minute,
    longestRun: 55 * minute,
    publication: 0,
    recovery: false,
    uncovered: [],
    digest: oldDigest,
    owner: goneHolder.owner,
    bringsPresentList: true,
    run: 'octo/ops/100',
    attempt: 1,
    nonce: 'own',
    ...change,
  }
}

// ── A cloud that runs can be cut off in ───────────────────────────────────────────────────────────────────────────

/** The runner is gone: nothing of this run happens any more. */
class Killed extends Error {
  constructor() {
    super('the runner was killed')
  }
}

/**
 * What goes wrong with one call. `refused`: nothing happens, and an error says so. `lost`: it happens, and the answer
 * does not arrive. A verification that is refused ends without a verdict, and one that is lost with a bad one.
 * `cancelled`: meanwhile a person cancels the run, which is asked to stop.
 */
export const faultKinds = ['refused', 'lost', 'killed before', 'killed after', 'cancelled'] as const
export type FaultKind = (typeof faultKinds)[number]

/** How a user is rotated. */
export interface Setting {
  /** Each place's secrets: two to be written one after the other, or one that holds the whole key. */
  readonly secrets: 'pair' | 'whole'
  /** The job signs with the pair of the destination named last. */
  readonly self: boolean
  readonly policy: Policy
  readonly destinations: readonly string[]
}

/** A promise that was broken, and from when to when. */
export interface Harm {
  readonly what: string
  readonly cause: 'withdrawn after a part was published' | 'torn pair' | 'a person' | 'promise broken'
  readonly from: Instant
  to: Instant | undefined
}

interface CloudKey {
  readonly id: KeyId
  status: AccessKey['status']
  readonly created: Instant
  used: Instant | undefined
  /** Until when a destination held it; `Infinity` while one does. */
  held: Instant
  off: Instant | undefined
  gone: boolean
  /** IAM does not list it before: it is eventually consistent. */
  visible: Instant
}

/** What a destination holds: whose ID, beside whose secret, written when. */
interface Place {
  id: KeyId | undefined
  secret: KeyId | undefined
  readonly updated: Map<string, Instant>
}

const recoveryName = 'AWS_KEY_RECOVERY'

interface Recovery {
  readonly about: RecoveredKey
  readonly updatedAt: Instant
}

/** What a job sees of the secrets: as they were when it was queued. */
interface Frozen {
  readonly own: KeyId | undefined
  readonly recovered: RecoveredKey | undefined
  readonly queued: Instant
}

const names = { pair: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'], whole: ['AWS_KEY'] } as const

/** One IAM user, the places that hold the key, and the promises that hold at every instant. */
export class Cloud {
  now: Instant = now
  readonly keys: CloudKey[] = []
  readonly places = new Map<string, Place>()
  journal: Journal | undefined
  awaited: Awaited | undefined
  refused: Refused | undefined
  claimant: Holder | undefined
  /** The recovery secret: whose secret is in it. */
  recovery: Recovery | undefined
  /** What GitHub says of runs; of others it says nothing. */
  readonly holderRuns = new Map<string, HolderRun>()
  readonly made = new Set<KeyId>()
  published: Published | undefined
  readonly described = new Set<KeyId>()
  /** Every call of every run, in order. */
  readonly calls: string[] = []
  /** What happens before a call of this number is performed: another run, say. */
  meanwhile: ((call: number) => Promise<void>) | undefined
  runs = 0
  /** What a job came with that was queued before the latest run. */
  frozen: Frozen | undefined
  readonly harms: Harm[] = []
  /** By the number of the call. */
  readonly faults: Map<number, FaultKind>
  /** Somebody forgot to give a workflow the new key: it uses the first one until then, and its failure shows. */
  straggler: Instant = 0
  /** A key whose creation was not answered is listed this much later. */
  listedAfter: Duration = 0

  #byHand = false

  constructor(faults: ReadonlyMap<number, FaultKind> = new Map()) {
    this.faults = new Map(faults)
  }

  /** A key that a person made and gave to all these places. */
  adopt(places: readonly string[], age: Duration): void {
    const key = this.make(this.now - age)
    for (const name of places) {
      const updated = new Map([...names.pair, ...names.whole].map((secret) => [secret, key.created + minute]))
      this.places.set(name, { id: key.id, secret: key.id, updated })
    }
    this.#watch('promise broken')
  }

  make(created = this.now): CloudKey {
    const id = `AKIA${String(this.keys.length + 1).padStart(16, '0')}`
    const born = Math.floor(created / second) * second
    const key: CloudKey = {
      id,
      status: 'Active',
      created: born,
      used: undefined,
      held: 0,
      off: undefined,
      gone: false,
      visible: born,
    }
    this.keys.push(key)
    return key
  }

  /** Keys that exist, listed or not. */
  get living(): readonly CloudKey[] {
    return this.keys.filter(({ gone }) => !gone)
  }

  works(id: KeyId | undefined): boolean {
    return this.living.some((key) => key.id === id && key.status === 'Active')
  }

  holder(name: string): KeyId | undefined {
    const place = this.places.get(name)
    return place !== undefined && place.id === place.secret ? place.id : undefined
  }

  setStatus(id: KeyId, status: AccessKey['status'], { deactivateAfter }: Policy): void {
    const key = this.living.find((each) => each.id === id)
    if (key === undefined) throw new Error(`NoSuchEntity: ${id}`)
    if (status === 'Inactive' && key.status === 'Active') {
      key.off = this.now
      this.#demand(this.now - key.held >= deactivateAfter, `${id} was deactivated while jobs may hold it`)
    }
    key.status = status
    this.#watch('promise broken')
  }

  delete(id: KeyId, { deleteAfter }: Policy): void {
    const key = this.living.find((each) => each.id === id)
    if (key === undefined) return
    const withdrawn = this.#isBeingPublished(id)
    const rested = key.off !== undefined && key.status === 'Inactive' && this.now - key.off >= deleteAfter
    this.#demand(withdrawn || key.held === 0 || rested, `${id} was deleted before its time`)
    key.gone = true
    this.#watch(withdrawn ? 'withdrawn after a part was published' : 'promise broken')
  }

  write(name: string, secret: string, id: KeyId): void {
    const place = this.places.get(name) ?? { id: undefined, secret: undefined, updated: new Map() }
    this.places.set(name, place)
    if (secret !== 'AWS_SECRET_ACCESS_KEY') place.id = id
    if (secret !== 'AWS_ACCESS_KEY_ID') place.secret = id
    place.updated.set(secret, Math.floor(this.now / second) * second)
    this.#watch('promise broken')
  }

  /** Jobs of the last day have used the keys that they were given. */
  useKeys(): void {
    for (const key of this.living) {
      const last = Math.min(this.now - hour, key.held + 3 * hour)
      if (key.held > 0 && key.status === 'Active') key.used = Math.max(key.used ?? 0, last)
    }
    const first = this.keys[0]
    if (first !== undefined && this.now < this.straggler && first.status === 'Active') first.used = this.now - hour
  }

  /** A person does something at AWS or GitHub; what that breaks is their own doing. */
  meddle(act: (cloud: Cloud) => void): void {
    this.#byHand = true
    act(this)
    this.#watch('a person')
    this.#byHand = false
  }

  claim({ owner, run: runId, attempt, nonce }: Policy, timeLimit: Duration): void {
    this.claimant = { run: runId, attempt, owner, nonce, touched: Math.floor(this.now / second) * second, timeLimit }
  }

  writeDown(journal: Journal, wanted: Policy): void {
    this.journal = journal
    this.claim(wanted, wanted.timeLimit)
    if (journal.phase === 'publishing' && journal.window.to !== undefined) {
      this.published = { key: journal.pending, window: journal.window, digest: journal.digest }
    }
    if (journal.phase !== 'pending') return
    this.made.add(journal.pending)
    this.described.add(journal.pending)
  }

  untag(id: KeyId): void {
    this.made.delete(id)
    this.described.delete(id)
  }

  look(places: readonly string[], secrets: readonly string[], recovery = false): DestinationsReading {
    const destinations = places.map((name): DestinationReading => {
      const updated = this.places.get(name)?.updated
      return { name, secrets: secrets.map((each) => ({ name: each, updatedAt: updated?.get(each) })) }
    })
    const kept = recovery ? { name: recoveryName, updatedAt: this.recovery?.updatedAt } : undefined
    const at = Math.floor(this.now / second) * second
    return { at, until: at, ahead: 0, destinations, recovery: kept }
  }

  #isBeingPublished(id: KeyId): boolean {
    const { journal } = this
    return journal?.phase === 'publishing' && journal.pending === id && journal.window.to === undefined
  }

  #demand(kept: boolean, what: string): void {
    if (!kept) this.harms.push({ what, cause: 'promise broken', from: this.now, to: this.now })
  }

  /** Looks at every place at this instant: does it hold a key that AWS accepts? */
  #watch(cause: Harm['cause']): void {
    for (const key of this.keys) {
      const held = [...this.places.values()].some(({ id, secret }) => id === key.id || secret === key.id)
      if (held) key.held = Number.POSITIVE_INFINITY
      else if (key.held === Number.POSITIVE_INFINITY) key.held = this.now
    }
    for (const [name, { id, secret }] of this.places) {
      const open = this.harms.find((harm) => harm.what === name && harm.to === undefined)
      const broken = id !== secret || !this.works(id)
      const why = this.#byHand ? 'a person' : id === secret ? cause : 'torn pair'
      if (broken && open === undefined) this.harms.push({ what: name, cause: why, from: this.now, to: undefined })
      if (!broken && open !== undefined) open.to = this.now
    }
  }
}

/** A held key; its secret is spelled like its ID here, so that a pair is whole when both are equal. */
export function held(id: KeyId): HeldKey {
  return { id, seal: async () => id, credentials: () => ({ accessKeyId: id, secretAccessKey: id }) }
}

/** What a call does, and what it answers when something goes wrong; an error where nothing is said. */
interface Act<Answer> {
  readonly perform: () => Answer
  readonly refused?: () => Answer
  readonly lost?: (answer: Answer) => Answer
  readonly takes?: Duration
}

type Call = <Answer>(name: string, act: Act<Answer>) => Promise<Answer>

/** One run, as the runner has it. */
interface Job {
  readonly call: Call
  isCancelled: boolean
}

/** A job whose calls take time, and any of which may be the one that something goes wrong with. */
function startJob(cloud: Cloud): Job {
  let dead = false
  const call: Call = async (name, { perform, refused, lost, takes = second }) => {
    if (dead) throw new Killed()
    const number = cloud.calls.push(name) - 1
    await cloud.meanwhile?.(number)
    const fault = cloud.faults.get(number)
    cloud.now += takes
    dead = fault === 'killed before'
    if (dead) throw new Killed()
    if (fault === 'refused') {
      if (refused === undefined) throw new Error(`${name} was refused`)
      return refused()
    }
    const answer = perform()
    dead = fault === 'killed after'
    if (dead) throw new Killed()
    job.isCancelled ||= fault === 'cancelled'
    if (fault !== 'lost') return answer
    if (lost === undefined) throw new Error(`the answer to ${name} was lost`)
    return lost(answer)
  }
  const job: Job = { call, isCancelled: false }
  return job
}

/** The ports of one run. In self-rotation every request to AWS must be signed with a key that AWS accepts. */
export function portsOf(cloud: Cloud, setting: Setting, frozen = freeze(cloud, setting)): Ports {
  const { policy: wanted, self } = setting
  const { own, recovered, queued } = frozen
  const start = cloud.now
  const job = startJob(cloud)
  const { call } = job
  let signer = own

  const aws: Call = (name, act) => {
    const perform = () => {
      if (self && !cloud.works(signer)) throw new Error(`InvalidClientTokenId: ${signer}`)
      const key = cloud.living.find(({ id }) => id === signer)
      if (key !== undefined) key.used = cloud.now
      return act.perform()
    }
    return call(`aws: ${name}`, { ...act, perform })
  }

  return {
    narrator: { decided: () => undefined, done: () => undefined },
    ownPair: own === undefined ? undefined : held(own),
    clock: {
      now: () => cloud.now,
      elapsed: () => cloud.now - start,
      sleep: async (duration) => {
        if (job.isCancelled) throw new Cancelled()
        cloud.now += duration
      },
      // Calls take no time that anything else could happen in.
      unlessCancelled: (work) => work,
      get cancelled() {
        return job.isCancelled
      },
    },
    keys: {
      read: async () => {
        const looked = cloud.now - start
        const reading = await aws('read', { perform: () => userReading(cloud) })
        return { ...reading, looked, seen: cloud.now - start }
      },
      lastUsed: (id) => aws('last used', { perform: () => lastUsed(cloud, id) }),
      permissions: async () => ({ denied: [], untried: undefined }),
      users: () =>
        call('aws: users', {
          perform: () => 'CloudTrail shows no request of it.',
          refused: () => 'AWS denied cloudtrail:LookupEvents.',
          lost: () => 'AWS did not answer.',
        }),
      create: () =>
        aws<CreationAnswer>('create', {
          perform: () => create(cloud),
          refused: () => ({ creation: { kind: 'refused', reason: 'AccessDenied', remedy: 'Allow it.' } }),
          lost: (answer) => hide(cloud, answer),
        }),
      try: ({ id }) =>
        call<Trial>('aws: try', {
          perform: () => ({ key: id, works: cloud.works(id), detail: 'AWS was asked' }),
          refused: () => ({ key: id, works: false, detail: 'AWS did not accept it' }),
          takes: 11 * second,
        }),
      signWith: ({ id }) => {
        signer = id
      },
      setStatus: (id, status) => aws(`make ${status}`, { perform: () => cloud.setStatus(id, status, wanted) }),
      delete: (id) => aws('delete', { perform: () => cloud.delete(id, wanted) }),
    },
    recovered: recovered === undefined ? undefined : { held: held(recovered.id), about: recovered },
    runs: {
      look: async (id) => cloud.holderRuns.get(id) ?? { kind: 'unreadable' },
      queued: async () => queued,
    },
    journal: {
      claim: () => aws('claim', { perform: () => cloud.claim(wanted, wanted.timeLimit) }),
      release: () => aws('release', { perform: () => cloud.claim(wanted, 0) }),
      holder: () => aws('holder', { perform: () => cloud.claimant }),
      write: (journal) => aws(`write ${journal.phase}`, { perform: () => cloud.writeDown(journal, wanted) }),
      remember: (awaited) =>
        aws('remember', {
          perform: () => {
            cloud.awaited = awaited
            cloud.claim(wanted, wanted.timeLimit)
          },
        }),
      refuse: (refused) =>
        aws('refuse', {
          perform: () => {
            cloud.refused = refused
          },
        }),
      untag: (id) => aws('untag', { perform: () => cloud.untag(id) }),
    },
    destinations: destinationsOf(cloud, setting, call),
    verifier: {
      check: () =>
        call<WorkflowsReading>('github: workflows', {
          perform: () => ({ problems: [], remarks: [] }),
          refused: () => ({ problems: ['It cannot be read.'], remarks: [] }),
        }),
      verify: async (id, { holds }) => {
        const verdict = await call<Verification>('github: verify', {
          perform: () => verify(cloud, setting, id),
          refused: () => verification('unknown', id),
          lost: () => verification('rejected', id),
          takes: 3 * minute,
        })
        if (!job.isCancelled) await holds()
        return verdict
      },
    },
  }
}

/** Secrets are frozen when a run is queued: the job comes with the pair that its own repository held then. */
export function freeze(cloud: Cloud, { self, destinations, policy: { recovery } }: Setting): Frozen {
  const recovered = recovery ? cloud.recovery?.about : undefined
  const whole = cloud.holder(destinations.at(-1) ?? '')
  // Of a mixed pair AWS wants nothing to know: the one from the recovery secret signs instead.
  const own = self ? (whole ?? recovered?.id ?? 'a mixed pair') : undefined
  return { own, recovered, queued: cloud.now }
}

function userReading(cloud: Cloud): UserReading {
  const shown = cloud.living.filter(({ visible }) => visible <= cloud.now)
  return {
    user,
    keys: shown.map(({ id, status, created }) => ({ id, status, created, lastUsed: { kind: 'unread' } })),
    journal:
      cloud.journal === undefined
        ? { kind: 'none', holder: cloud.claimant }
        : { kind: 'read', journal: cloud.journal, holder: cloud.claimant },
    awaited: cloud.awaited,
    refused: cloud.refused,
    made: [...cloud.made],
    published: cloud.published,
    described: [...cloud.described],
  }
}

function lastUsed(cloud: Cloud, id: KeyId): LastUsed {
  const at = cloud.keys.find((key) => key.id === id)?.used
  return at === undefined ? never : used(at)
}

function create(cloud: Cloud): CreationAnswer {
  if (cloud.living.length > 1) {
    return { creation: { kind: 'refused', reason: 'LimitExceeded', remedy: 'Delete one.' } }
  }
  const { id, created } = cloud.make()
  const key: AccessKey = { id, status: 'Active', created, lastUsed: never }
  return { creation: { kind: 'created', key: id }, key, held: held(id) }
}

/** It has happened already: what is lost is the answer, and for a while the sight of what it made. */
function hide(cloud: Cloud, answer: CreationAnswer): CreationAnswer {
  const made = 'key' in answer ? cloud.living.find(({ id }) => id === answer.key.id) : undefined
  if (made !== undefined) made.visible = cloud.now + cloud.listedAfter
  return { creation: { kind: 'lost', reason: 'socket hang up' } }
}

function destinationsOf(cloud: Cloud, setting: Setting, call: Call): Destinations {
  const { secrets, destinations } = setting
  const look = (): DestinationsReading => cloud.look(destinations, names[secrets], setting.policy.recovery)
  const reading = () => call('github: look', { perform: look })
  return {
    read: reading,
    check: () =>
      call<Preflight>('github: check', {
        perform: () => ({ problems: [], reading: look(), sameNameNearby: nothingNearby }),
        refused: () => ({ problems: ['GitHub refused.'], reading: undefined, sameNameNearby: nothingNearby }),
      }),
    sameNameNearby: () =>
      call<NearbyReading>('github: same name nearby', {
        perform: () => nothingNearby,
        refused: () => ({ places: [], ahead: 0, unread: ['GitHub refused.'] }),
        lost: () => ({ places: [], ahead: 0, unread: ['GitHub did not answer.'] }),
      }),
    unfinishedRuns: () =>
      call<UnfinishedRunsReading>('github: unfinished runs', {
        perform: () => noRuns,
        refused: () => ({ runs: [], unread: ['GitHub refused.'] }),
        lost: () => ({ runs: [], unread: ['GitHub did not answer.'] }),
      }),
    safeguard: ({ id }, about) =>
      call<Safeguarded>('github: safeguard', {
        perform: () => {
          const updatedAt = Math.floor(cloud.now / second) * second
          cloud.recovery = { about: { id, account: user.account, ...about }, updatedAt }
          return { writtenAt: updatedAt }
        },
        refused: () => ({ problem: 'GitHub refused the recovery secret.', mayBeWritten: false }),
        lost: () => ({ problem: 'GitHub did not answer.', mayBeWritten: true }),
      }),
    clear: (writtenAt) =>
      call('github: clear', {
        perform: () => {
          if (cloud.recovery !== undefined && cloud.recovery.updatedAt !== writtenAt) return false
          cloud.recovery = undefined
          return true
        },
      }),
    publish: async ({ id }, { window: { from }, done, holds }) => {
      cloud.now = Math.max(cloud.now, from + 5 * second)
      let accepted = 0
      const problems: string[] = []
      for (const name of destinations) {
        await holds()
        const shown = cloud.look([name], names[secrets])
        if (done !== undefined && outsideWindow(shown, done, id).length === 0) continue
        try {
          for (const secret of names[secrets]) {
            await call('github: write', { perform: () => cloud.write(name, secret, id) })
            accepted += 1
          }
        } catch (error) {
          if (error instanceof Killed) throw error
          problems.push(`${name} was not written: ${String(error)}.`)
        }
      }
      const window = problems.length === 0 ? { from, to: latest(await reading()) } : undefined
      const clearly = problems.every((problem) => problem.includes('was refused'))
      return { key: id, accepted, window, problems, refused: clearly }
    },
  }
}

function latest({ destinations }: DestinationsReading): Instant {
  return Math.max(...destinations.flatMap(({ secrets }) => secrets.map(({ updatedAt }) => updatedAt ?? 0)))
}

/** A fresh run of a workflow that uses the key of every place, and of one that may have been forgotten. */
function verify(cloud: Cloud, { destinations }: Setting, id: KeyId): Verification {
  const everywhere = destinations.every((name) => cloud.holder(name) === id) && cloud.works(id)
  const first = cloud.keys[0]
  const missed = cloud.now < cloud.straggler && first !== undefined && !cloud.works(first.id)
  return verification(everywhere && !missed ? 'works' : 'rejected', id)
}

// ── Runs ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** One run, and the jobs that used the keys before it. A late one was queued when the run before it was. */
export async function run(cloud: Cloud, setting: Setting, late = false): Promise<Outcome> {
  cloud.useKeys()
  const wanted = { ...setting.policy, run: `octo/ops/${1_000 + cloud.runs}`, nonce: `n${cloud.runs}` }
  cloud.runs += 1
  const fresh = freeze(cloud, setting)
  const frozen = late ? (cloud.frozen ?? fresh) : fresh
  cloud.frozen = fresh
  return rotate(portsOf(cloud, { ...setting, policy: wanted }, frozen), wanted, false)
}

/** Runs every day until the user is at rest with a young key; how many that took, undefined when it never was. */
export async function runDaily(cloud: Cloud, setting: Setting, limit: number): Promise<number | undefined> {
  for (let count = 1; count <= limit; count += 1) {
    const { phase, failed } = await run(cloud, setting)
    if (phase === 'steady' && !failed && atRest(cloud, setting)) return count
    cloud.now += day
  }
  return undefined
}

/** One key, active and young, in every place; and nothing left of the way there. */
export function atRest(cloud: Cloud, { destinations, policy: { rotateAfter } }: Setting): boolean {
  const [key, another] = cloud.living
  const { journal } = cloud
  return (
    key !== undefined &&
    another === undefined &&
    key.status === 'Active' &&
    cloud.now - key.created < rotateAfter &&
    destinations.every((name) => cloud.holder(name) === key.id) &&
    journal?.phase === 'steady' &&
    journal.current === key.id &&
    [...cloud.made].every((id) => id === key.id)
  )
}
