/** Reports of users as runs leave them. */
import type { UserReport } from '../../../src/report/report.ts'
import { day, utc } from '../../../src/rotation/time.ts'

/** 2026-11-30T04:17:00Z */
export const at = Date.UTC(2026, 10, 30, 4, 17)

const proven = {
  verification: {
    accessKeyId: 'AKIARTX3GSDSNEWKEY22',
    verdict: 'works',
    weak: false,
    detail: 'the run passed',
    runUrls: ['https://github.com/octo/app/actions/runs/1234567890'],
  },
  verificationRunUrl: 'https://github.com/octo/app/actions/runs/1234567890',
} as const

const current = (ageDays: number) => {
  const created = utc(at - ageDays * day)
  return { id: 'AKIARTX3GSDSNEWKEY22', label: 'current', status: 'Active', created, ageDays } as const
}

const previous = (ageDays: number, status: 'Active' | 'Inactive') => {
  const created = utc(at - ageDays * day)
  return { id: 'AKIARTX3GSDSOLDKEY22', label: 'previous', status, created, ageDays } as const
}

const steady: UserReport = {
  user: 'ci-bot',
  account: '111122223333',
  phase: 'steady',
  rotated: false,
  accessKeyId: 'AKIARTX3GSDSNEWKEY22',
  keyAgeDays: 31,
  nextStep: 'rotate',
  nextStepAt: utc(at + 29 * day),
  because: 'the current key is 31 days old, and is replaced after 60 days',
  remedy: undefined,
  failed: false,
  tooOld: undefined,
  held: false,
  planned: false,
  verificationRunUrl: undefined,
  verification: undefined,
  keys: [current(31)],
  places: [
    { name: 'octo/app', state: 'current', proven: false, writtenAt: utc(at - 31 * day) },
    { name: 'the environment production of octo/web', state: 'current', proven: false, writtenAt: utc(at - 31 * day) },
  ],
  steps: [],
  changed: false,
  done: [],
  attention: [],
  warnings: [],
  at: utc(at),
}

const rotating: UserReport = {
  ...steady,
  phase: 'rotating',
  keyAgeDays: 61,
  nextStep: 'verify',
  nextStepAt: undefined,
  because: 'the verification run waits for a reviewer',
  keys: [
    { ...current(61), id: 'AKIARTX3GSDSOLDKEY22' },
    { ...current(0), label: 'pending' },
  ],
  steps: [
    { step: 'Create a key', because: 'the current key is due', result: 'AKIARTX3GSDSNEWKEY22', effect: true },
    {
      step: 'Publish AKIARTX3GSDSNEWKEY22',
      because: 'it works, and is published nowhere',
      result: 'octo/app\nocto/web',
      effect: true,
    },
  ],
  done: ['new key created', 'new key published'],
}

const overlap: UserReport = {
  ...steady,
  ...proven,
  phase: 'overlap',
  rotated: true,
  keyAgeDays: 0,
  nextStep: 'deactivate',
  nextStepAt: utc(at + 8 * day),
  because: 'jobs that were queued earlier may still hold the old key',
  keys: [previous(61, 'Active'), current(0)],
  steps: rotating.steps,
  done: rotating.done,
}

const recovery: UserReport = {
  ...steady,
  ...proven,
  phase: 'recovery',
  keyAgeDays: 8,
  nextStep: 'delete',
  nextStepAt: utc(at + 7 * day),
  because: 'the old key can be switched on again for 7 days',
  keys: [previous(69, 'Inactive'), current(8)],
  steps: [
    {
      step: 'Deactivate AKIARTX3GSDSOLDKEY22',
      because: 'nobody has used it for 8 days',
      result: 'done',
      effect: true,
    },
  ],
  done: ['old key switched off'],
}

const waits = 'AKIARTX3GSDSOLDKEY22 was used on 2026-11-29 (s3 in eu-central-1) after the new key was proven'
const held: UserReport = {
  ...overlap,
  rotated: false,
  held: true,
  keyAgeDays: 12,
  because: waits,
  nextStepAt: utc(at + 7 * day),
  done: [],
  steps: [],
  attention: [
    {
      what: `${waits}.`,
      remedy: 'Find who still uses the old key, and give them the new one.',
      since: utc(at - 4 * day),
    },
  ],
}

const written = 'Somebody else has written octo/app since AKIARTX3GSDSNEWKEY22 was published.'
const asking: UserReport = {
  ...steady,
  warnings: [written],
  attention: [{ what: written, remedy: 'Take the place out of destinations.', since: undefined }],
}

const refusal = 'the new key was not created, since places are not ready:\n- octo/app: not found\n- octo/web: archived'
const failed: UserReport = {
  ...steady,
  failed: true,
  keyAgeDays: 68,
  nextStep: undefined,
  nextStepAt: undefined,
  because: refusal,
  remedy: 'Let the App into these repositories, and run again.',
  attention: [{ what: refusal, remedy: 'Let the App into these repositories, and run again.', since: undefined }],
}

const blocked: UserReport = {
  ...failed,
  phase: 'blocked',
  because: 'the user has two keys that nothing explains',
  remedy: 'Delete the one that nobody uses.',
  attention: [
    {
      what: 'The user has two keys that nothing explains.',
      remedy: 'Delete the one that nobody uses.',
      since: undefined,
    },
  ],
}

/** One of each kind. */
export const samples = { steady, rotating, overlap, recovery, held, asking, failed, blocked } as const

export type Sample = keyof typeof samples

/** So many users of a kind, each with another name. */
export function several(kind: Sample, count: number, changes: Partial<UserReport> = {}): readonly UserReport[] {
  return Array.from({ length: count }, (_, index) => ({ ...samples[kind], user: `${kind}-bot-${index}`, ...changes }))
}
