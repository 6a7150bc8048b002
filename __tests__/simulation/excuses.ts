/** What may keep a user from coming to rest after a person's deed, by what the run says. */
import { liveKeys } from '../../sandbox/aws/account.ts'
import { duration } from '../../sandbox/clock.ts'
import { type Deeds, garbage, type LateWrite } from './chronicle.ts'
import type { Simulation } from './simulation.ts'

const second = duration('1s')

/** How a run begins to say why it is red that would be green earlier. */
export const overdue =
  /^(?:\w+ is \S+ days? old, and rotate-after is \S+ days?: a key that old should not be active any more, but |this wait has lasted for .*?: )/

/** What an excuse is judged by. */
export interface Circumstances {
  readonly name: string
  /** What the run says. */
  readonly because: string
  readonly deeds: Deeds
  readonly aws: Simulation['aws']
  readonly home: string
  /** The ID that the user's job in the home repository comes with. */
  readonly ownId: string
  /** The secret beside it. */
  readonly ownSecret: string
  /** What the user's recovery secret holds. */
  readonly recovery: string | undefined
  /** Keys that were made when nobody waited for them any more. */
  readonly late: readonly string[]
  /** Secrets that were written when nobody waited for it any more, or GitHub took the run for ended. */
  readonly lateWrites: readonly LateWrite[]
  /** Whether all users have one recovery secret. */
  readonly isShared: boolean
  /** Repositories that were ever archived. */
  readonly archived: readonly string[]
}

interface Excuse {
  readonly says: RegExp
  readonly holds: (circumstances: Circumstances) => boolean
}

/** Clocks of two services are told apart to a second or two, and dates are whole seconds. */
const sameMoment = 3 * second

/** What may keep a user from coming to rest after a person's deed, by what the run says. */
export const excuses: readonly Excuse[] = [
  {
    says: /^a key of \w+ that should be active is not/,
    holds: ({ deeds: { off, deleted }, aws, name }) => {
      const inactive = liveKeys(aws.user(name)).filter(({ status }) => status === 'Inactive')
      return inactive.some(({ accessKeyId }) => deleted.size > 0 || off.has(accessKeyId))
    },
  },
  {
    says: /^\w+ has (?:no access key|other access keys).*: somebody deleted the one that this action managed$/,
    holds: ({ deeds: { deleted } }) => deleted.size > 0,
  },
  {
    // A person's key or one that AWS made late, one whose tags a person removed, or what is left where a person deleted the other.
    says: /that this action cannot explain|and this action cannot explain it/,
    holds: ({ deeds: { acts, created, deleted }, late, aws, name }) =>
      liveKeys(aws.user(name)).some(({ accessKeyId }) => created.has(accessKeyId) || late.includes(accessKeyId)) ||
      deleted.size > 0 ||
      acts.has('remove state') ||
      acts.has('remove tags'),
  },
  {
    // A key of a run that was cut off, whose secret may be what a person wrote since (design rule 6).
    says: /appeared during a rotation, and this action cannot explain it/,
    // So may the key of another user that was written into a recovery secret of both.
    holds: ({ because, deeds: { moved }, late, aws, name, isShared }) => {
      const stranger = aws.keys(name).find(({ accessKeyId }) => because.startsWith(accessKeyId))
      if (stranger === undefined) return false
      const isMoved = moved.some((at) => at >= stranger.created - sameMoment)
      return isShared || isMoved || late.includes(stranger.accessKeyId)
    },
  },
  {
    says: /^Problem: AWS does not accept the access key of this job/,
    holds: ({ deeds: { off, deleted, overwrites }, home, ownId }) =>
      off.has(ownId) || deleted.has(ownId) || overwrites.some(({ place, key }) => place === home && key === ownId),
  },
  {
    // A person switched off the new key, which the recovery secret holds, while it was written into the job's own pair.
    says: /^Problem: AWS knows the access key of this job, but its secret does not match/,
    holds: ({ deeds: { off }, aws, name, ownId, ownSecret }) =>
      aws.keys(name).some(({ accessKeyId, secretAccessKey }) => {
        return off.has(accessKeyId) && (accessKeyId === ownId || secretAccessKey === ownSecret)
      }),
  },
  {
    // People are right about secrets, too (design rule 20): what a verification refutes is not overwritten.
    says: /somebody else has written .* since \w+ was published; verify\S* in \S+ failed/,
    holds: ({ because, deeds: { overwrites }, lateWrites, home }) =>
      because.includes(`in ${home}`) && [...overwrites, ...lateWrites].some(({ place }) => place === home),
  },
  {
    says: /somebody (?:deleted|wrote another key into) .*\. This action writes nothing there/,
    holds: ({ because, deeds: { spoiled, overwrites }, lateWrites }) =>
      [...spoiled, ...[...overwrites, ...lateWrites].map(({ place }) => place)].some((place) =>
        because.includes(` in ${place}`),
      ),
  },
  {
    // Before the first rotation, what is not there keeps one from beginning (design rule 2).
    says: /^\w+ (?:is|may be) in use.*, and none of the configured secrets exists|^only half of the key is stored/,
    holds: ({ because, deeds: { spoiled } }) => [...spoiled].some((place) => because.includes(place)),
  },
  {
    says: /^\w+ was switched on again \d+ times after this action had switched it off/,
    // A run that was cut off after it had switched the key on itself is taken for somebody else, too.
    holds: ({ because, deeds: { switchedOn } }) => switchedOn.some(({ key }) => because.startsWith(key)),
  },
  {
    // A list that the present one has replaced is refused: two that take turns are two configurations (design rule 3).
    says: /^\w+ is rotated by another configuration of this workflow, with other destinations/,
    holds: ({ deeds: { lists } }) => {
      const present = lists.at(-1) ?? ''
      return lists.slice(lists.indexOf(present)).some((each) => each !== present)
    },
  },
  {
    says: /and the destinations have changed since: one that is no longer listed may hold/,
    holds: ({ deeds: { everOut } }) => everOut.size > 0,
  },
  {
    // What passes with the key in use is asked before it is replaced (design rule 2). A person who deletes the key that was
    // published, and the tags that tell of it, leaves another one.
    says: /^the verification does not pass with \w+, the key in use/,
    holds: ({ deeds: { acts, deleted, overwrites, spoiled }, lateWrites, home }) =>
      (deleted.size > 0 && (acts.has('remove state') || acts.has('remove tags'))) ||
      spoiled.has(home) ||
      [...overwrites, ...lateWrites].some(({ place }) => place === home),
  },
  {
    // A key was there before, as the secrets tell (design rule 19).
    says: /^\w+ has no access key, but secrets were written after that user was created \(.*\): somebody deleted its key/,
    holds: ({ deeds: { deleted } }) => deleted.size > 0,
  },
  {
    says: /still holds the old key/,
    holds: ({ deeds: { overwrites }, home, ownId }) =>
      overwrites.some(({ place, key }) => place === home && key === ownId),
  },
  {
    // Another key than the one that was stored is the only one left, and nothing tells how it came to that.
    says: /^\w+, the key to be replaced, cannot be in/,
    // Or the state alone told that an archived repository had missed a key (docs/guarantees.md).
    holds: ({ because, deeds: { acts, deleted }, archived }) =>
      (deleted.size > 0 && (['create', 'remove state', 'remove tags'] as const).some((act) => acts.has(act))) ||
      ((acts.has('remove state') || acts.has('remove tags')) &&
        archived.some((place) => because.includes(` in ${place}`))),
  },
  {
    // The recovery secret is what a job with half a pair signs with; and a person's pair that comes between the two
    // writes of the job's own leaves half of each.
    says: /^Problem: AWS knows the access key of this job, but its secret does not match/,
    holds: ({ recovery, deeds: { overwrites }, home, ownId, ownSecret, aws, name }) => {
      const secretOf = (id: string) => aws.keys(name).find(({ accessKeyId }) => accessKeyId === id)?.secretAccessKey
      const isHalf = (id: string) => (ownId === id) !== (ownSecret === secretOf(id))
      return recovery === garbage || overwrites.some(({ place, key }) => place === home && isHalf(key))
    },
  },
  {
    says: /though it was queued after that secret was written|^the recovery secret \w+ exists, but this job did not get/,
    holds: ({ recovery }) => recovery === garbage,
  },
  {
    // The verifications are jobs of the home repository.
    says: /^verify\S* in \S+ failed/,
    holds: ({ deeds: { overwrites, spoiled }, lateWrites, home }) =>
      spoiled.has(home) ||
      overwrites.some(({ place }) => place === home) ||
      lateWrites.some(({ place, name }) => place === home && name.startsWith('AWS_')),
  },
]
