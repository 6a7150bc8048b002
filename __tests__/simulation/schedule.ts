/**
 * Schedules: weeks in the life of a few keys. A setting and a list of events, short enough to be read as a story.
 */
import { duration } from '../../sandbox/clock.ts'
import type { Fate } from '../../sandbox/github/workflow-run.ts'
import type { Fault } from './traffic.ts'

const second = duration('1s')
const minute = duration('1m')
const hour = duration('1h')
const day = duration('1d')

/** How fast keys go. */
export const paces = {
  /** The default of eight days would not come to rest before the next rotation is due. */
  day: { 'deactivate-after': '1d' },
  /** Last uses are consulted, and everything is over within a day. */
  short: { 'deactivate-after': '5h', 'delete-after': '12h' },
  /** The whole lifecycle in one run. */
  none: { 'deactivate-after': '0', 'delete-after': '0' },
} as const

/** How long each holds a key, and whether last uses are asked for meanwhile. */
export const graces = {
  day: { grace: day, isConsulted: true },
  short: { grace: 5 * hour, isConsulted: true },
  none: { grace: 0, isConsulted: false },
} as const

/** Which requests of GitHub's are about what it hides. */
export const hiding = {
  organization: /\{org\}/,
  repository: /\/repos\/\{owner\}\/\{repo\}\/(?:actions|dependabot|agents)\/(?:secrets|variables)/,
  'every secret': /\/secrets/,
  everything: /./,
} as const

/** What stays the same for a whole schedule. */
export interface Setting {
  readonly caller: 'self' | 'role'
  readonly users: number
  readonly destinations: number
  /** Whether the first user's key is in other places than repositories too. */
  readonly places: 'repositories' | 'every kind'
  /** A recovery secret for each user, one that all of them are given, or none. */
  readonly recovery: 'own' | 'shared' | 'none'
  readonly verification: 'workflow' | 'none'
  readonly pace: keyof typeof paces
  readonly rotateAfter: '60d' | '10d'
  /** In days. */
  readonly keyAge: number
  /** How long a new key is unknown to IAM; to STS for half of it. */
  readonly propagation: number
  readonly clockOffset: number
  readonly secretsVisibleAfter: number
  /** How far the clocks of runners are ahead, in turn. */
  readonly skews: readonly number[]
  /** How long GitHub takes to notice that a runner is gone, in turn. */
  readonly noticedAfter: readonly number[]
  /** Whether GitHub says which run a dispatch has started; the newest servers do. */
  readonly runDetails: boolean
  /** Whether CloudTrail may be asked. */
  readonly trail: boolean
  /** How long the jobs of a role have been at work when the step begins that rotates, in turn. */
  readonly earlierSteps: readonly number[]
  /** Lists of runs that are filtered show all, nothing, or every other one. */
  readonly searches: 'complete' | 'empty' | 'with holes'
  /** What GitHub answers a token that has spent its hour. */
  readonly spentStatus: 403 | 429
  /** How often in a day jobs use their keys, at the end. */
  readonly uses: 1 | 3
  /** 0: every request takes 40 ms each way; otherwise what this number makes of it. */
  readonly latency: number
}

/**
 * Something that happens: a while after the event before it, or when the n-th request from then arrives; or the n-th of
 * those that change something, which are few, and after which there is most to go wrong.
 */
export interface When {
  readonly gap: number
  readonly request: number
  readonly of: 'requests' | 'changes'
}

export type Act =
  /** A run that starts at once. */
  | { readonly do: 'run'; readonly user: number }
  /** A run that is queued now, and starts later: its secrets are those of now. */
  | { readonly do: 'queue'; readonly user: number; readonly late: number }
  /** A run with a job for each of two users, or with two jobs for one. */
  | { readonly do: 'run jobs'; readonly user: number; readonly other: number }
  /** The latest or the first run of the user once more, when it has ended: with the list that it began with. */
  | { readonly do: 're-run'; readonly user: number; readonly which: 'latest' | 'first' }
  | { readonly do: 'fault'; readonly fault: Fault; readonly times: number }
  | { readonly do: 'outage'; readonly at: 'aws' | 'github'; readonly fault: Fault; readonly lasting: number }
  /** A request hangs, the runner stands still with it, or its whole machine sleeps, timers and all; GitHub may take its run for completed meanwhile. */
  | {
      readonly do: 'freeze'
      readonly what: 'request' | 'runner' | 'machine'
      readonly way: 'there' | 'back'
      readonly lasting: number
      readonly isTakenForEnded: boolean
      /** A run for the same user begins so long afterwards, as if it were the next of a schedule; 0: none does. */
      readonly another: number
    }
  /** GitHub says 404 of what is there: so many times in a row, and for a while. */
  | {
      readonly do: 'hide'
      readonly what: keyof typeof hiding
      readonly times: number
      readonly lasting: number
    }
  /** Other jobs leave a token so many requests of its hour. */
  | { readonly do: 'spend budget'; readonly token: 'github-token' | 'dispatch-token'; readonly left: number }
  /** An administrator gives secrets of the organization another audience; what they hold stays. */
  | {
      readonly do: 'share'
      readonly what: 'SHARED_ID' | 'SHARED_SECRET' | 'both'
      readonly with: 'all' | 'first' | 'each'
    }
  /** A job of the users as above, and behind it many runs that are over at once: it is not on the first page. */
  | { readonly do: 'crowd'; readonly place: number; readonly lasting: number; readonly runs: number }
  /** Somebody cancels the latest run of the user. */
  | { readonly do: 'cancel'; readonly user: number }
  | { readonly do: 'stale reads'; readonly reads: number; readonly lag: number }
  | { readonly do: 'use keys' }
  /** A job of the users, queued now, which has its keys until it ends. */
  | { readonly do: 'job'; readonly place: number; readonly lasting: number }
  /** Somebody who has the oldest key uses it. */
  | { readonly do: 'use old key'; readonly user: number }
  | { readonly do: 'break verification'; readonly fate: Fate | 'fails' | 'disabled'; readonly lasting: number }
  /** People. */
  | { readonly do: 'switch off' | 'switch on' | 'delete'; readonly user: number; readonly key: number }
  | { readonly do: 'create' | 'remove state' | 'remove tags' | 'garbage'; readonly user: number }
  | { readonly do: 'overwrite'; readonly user: number; readonly place: number }
  /** A person saves what a repository holds once more: only the dates move. */
  | { readonly do: 'save again'; readonly user: number; readonly place: number }
  | {
      readonly do: 'remove secret'
      readonly user: number
      readonly place: number
      readonly part: 'id' | 'secret' | 'both'
    }
  /** A team stores another user's key, or one that nobody here rotates, under the listed names. */
  | { readonly do: 'paste'; readonly user: number; readonly place: number; readonly whose: 'other' | 'foreign' }
  /** Takes a repository out of the user's list, or puts it back. */
  | { readonly do: 'list'; readonly user: number; readonly place: number }
  | { readonly do: 'archive'; readonly place: number; readonly lasting: number }
  /** Whoever has the keys uses them so often. */
  | { readonly do: 'use often'; readonly every: number; readonly lasting: number }
  /** A verification waits so long for somebody who approves. */
  | { readonly do: 'review'; readonly late: number; readonly lasting: number }
  /** Terraform's `aws_iam_access_key` or `github_actions_secret` brings the oldest key back, night after night. */
  | { readonly do: 'nightly switch on'; readonly user: number; readonly nights: number }
  | { readonly do: 'nightly write back'; readonly user: number; readonly place: number; readonly nights: number }

export type Event = When & Act

/** One story. */
export interface Schedule {
  readonly setting: Setting
  readonly events: readonly Event[]
}

/** Which request an event waits for: a rotation makes a quarter as many changes as requests. */
export function requestOf({ request, of }: When): number {
  return of === 'changes' ? Math.ceil(request / 4) : request
}

/** The schedule as a story, a line for each event. */
export function scheduleTold({ setting, events: story }: Schedule): string {
  return [
    `setting  ${JSON.stringify(setting)}`,
    ...story.map(({ gap, request, of, ...act }) => {
      const awaited = of === 'changes' ? 'change' : 'request'
      const at = request === 0 ? '' : `, at the ${requestOf({ gap, request, of })}. ${awaited} from then`
      return `  ${spoken(gap)} later${at}: ${JSON.stringify(act)}`
    }),
  ].join('\n')
}

/** `2 d`, `40 s` */
export function spoken(time: number): string {
  const [unit, name] = [[day, 'd'] as const, [hour, 'h'] as const, [minute, 'min'] as const].find(
    ([each]) => time >= each,
  ) ?? [second, 's']
  return `${Number((time / unit).toFixed(3))} ${name}`
}
