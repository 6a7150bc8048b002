/** What a person has to do about a user's keys, and what may wait. */

import { day, type Instant, spoken, utc } from '../rotation/time.ts'
import { listed } from '../text/listed.ts'
import { presentable } from '../text/presentable.ts'
import { judge, longestLife } from './controls.ts'
import { type Course, courseOf } from './due.ts'
import { accountName, type KeyEvidence, type UnreadAccount, type UserEvidence } from './evidence.ts'

/** One thing to do. */
export interface Attention {
  /** Of several users their names with commas between them; empty where it is about none. */
  readonly user: string
  readonly account: string
  readonly what: string
  readonly remedy: string
  /** Since when it is so, in UTC. */
  readonly since?: string
}

/** Things to do for which the remedy is the same, together: in the order of the first of each. */
export function byRemedy(all: readonly Attention[]): readonly (readonly [remedy: string, all: readonly Attention[]])[] {
  return [...Map.groupBy(all, ({ remedy }) => remedy)]
}

type Task = Omit<Attention, 'user' | 'account'>

/** Everything that a person has to do about one user, the most pressing first. */
export function attentionTo(account: string, user: UserEvidence, now: Instant): readonly Attention[] {
  const course = courseOf(user, now)
  const tasks = [
    ...user.unread,
    ...(user.isRoot ? user.keys.map(rootKey) : [...late(user, course), ...ofKeys(user, course, now)]),
    ...(user.journal.kind === 'unknown' ? [otherVersion(user.journal.text)] : []),
  ]
  return tasks.map((task) => ({ user: user.name, account, ...task }))
}

/** What to do about an account that could not be read. */
export function attentionToAccount({ account, users, reasons }: UnreadAccount): readonly Attention[] {
  const which = accountName(account)
  return reasons.map(({ what, remedy }) => ({
    user: listed(users, 5),
    account,
    what: `Nothing could be read of ${which}: ${what}`,
    remedy,
  }))
}

function rootKey({ status }: KeyEvidence): Task {
  return {
    what: `The root user has an access key (${status})`,
    remedy:
      'Delete it, and give what uses it an IAM role: https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html',
  }
}

function late({ name, journal }: UserEvidence, { due }: Course): readonly Task[] {
  if (due?.late === undefined || due.at === undefined) return []
  const holder = journal.kind === 'read' ? journal.holder : undefined
  const repository = holder?.run.split('/').slice(0, 2).join('/')
  const step = `${due.step}${due.key === undefined ? '' : ` ${due.key}`}`
  return [
    {
      what: `The next step of ${name} (${step}) was due at ${utc(due.at)}, and is ${spoken(due.late)} late`,
      remedy:
        repository === undefined
          ? 'Find out why its rotation does not run: start it by hand, and read what it says.'
          : `Look at the workflow of ${repository} that rotates it, and start it by hand: GitHub drops a schedule with its last editor, and after 60 days without activity in a public repository. If that workflow is gone, list the user in another configuration and start it once with "force: true".`,
      since: utc(due.at),
    },
  ]
}

function ofKeys(user: UserEvidence, course: Course, now: Instant): readonly Task[] {
  const active = user.keys.filter(({ status }) => status === 'Active')
  const tasks: Task[] = []
  // Two keys are what a rotation under way is made of; when it takes too long, that is said.
  if (active.length > 1 && (course.phase === undefined || course.phase === 'steady')) {
    tasks.push({
      what: `${user.name} has ${active.length} active access keys, and no rotation is under way`,
      remedy: 'Find out which one is in use, deactivate the other, and delete it when nobody misses it.',
    })
  }
  for (const key of user.keys) {
    const missed = judge({ key, active: active.length, isRoot: false, now }).filter(
      ({ standing }) => standing === 'missed',
    )
    const has = (control: string) => missed.some((each) => each.control === control)
    const name = `${key.id ?? 'An access key'} of ${user.name}`
    const { created } = key
    if (has('rotation') && created !== undefined) {
      const remedy =
        course.phase === undefined
          ? 'Replace it. This action does so on a schedule, once a configuration lists its user.'
          : 'Let its rotation go on: start its workflow by hand, and fix what it names.'
      const age = `is ${spoken(now - created)} old, and ${spoken(longestLife)} are allowed`
      tasks.push({ what: `${name} ${age}`, remedy, since: utc(created + longestLife) })
    }
    if (has('unused-45-days')) {
      const [last] = [key.lastUsed].flatMap((use) => (use.kind === 'used' ? [use.at] : []))
      const since = last ?? created
      const told = last === undefined ? 'was never used' : `was last used at ${utc(last)}`
      tasks.push({
        what: `${name} ${told}`,
        remedy: 'Deactivate it, and delete it when nobody misses it.',
        ...(since === undefined ? {} : { since: utc(since + 45 * day) }),
      })
    }
  }
  return tasks
}

function otherVersion(text: string): Task {
  return {
    what: `The tag rotate-iam-access-keys was written by another version of this action: “${presentable(text)}”`,
    remedy: 'Audit with the version that wrote it.',
  }
}
