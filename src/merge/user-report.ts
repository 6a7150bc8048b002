/** The shape of the output `report`, as a file hands it in. */
import { userName } from '../inputs/parse.ts'
import type { Attention } from '../report/attention.ts'
import { type PlaceReport, placeStates } from '../report/places.ts'
import type { KeyReport, StepReport, UserReport, VerificationReport } from '../report/report.ts'
import { accountNumber } from '../text/account-number.ts'
import { count, list, object, optional, type Shape, text, truth, word } from './shape.ts'

const moment = text('a time like 2026-11-22T19:00:00Z', /^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\dZ$/)

/** A date that exists: the pattern lets the 39th of a month pass. */
const time: Shape<string> = (data, where) => {
  const written = moment(data, where)
  return Number.isNaN(Date.parse(written)) ? moment(undefined, where) : written
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html */
const keyId = text('an access key ID', /^\w{16,128}$/)

const url = text('an https URL', /^https:\/\/[^\s]{1,2000}$/)

const keyReport = object<KeyReport>({
  id: keyId,
  label: word('current', 'pending', 'previous', 'unknown'),
  status: word('Active', 'Inactive', 'unknown'),
  created: time,
  ageDays: count,
})

const stepReport = object<StepReport>({ step: text(), because: text(), result: text(), effect: truth })

const verificationReport = object<VerificationReport>({
  accessKeyId: keyId,
  verdict: word('works', 'rejected', 'unknown'),
  weak: truth,
  detail: text(),
  runUrls: list(url),
})

const placeReport = object<PlaceReport>({
  name: text(),
  state: word(...placeStates),
  proven: truth,
  writtenAt: optional(time),
})

const attention = object<Attention>({ what: text(), remedy: text(), since: optional(time) })

const userReport = object<UserReport>({
  user: text('the name of an IAM user', userName),
  account: optional(text('the number of an AWS account', accountNumber)),
  phase: word('steady', 'rotating', 'overlap', 'recovery', 'blocked'),
  rotated: truth,
  accessKeyId: optional(keyId),
  keyAgeDays: optional(count),
  nextStep: optional(text('a step', /^[a-z ]{1,40}$/)),
  nextStepAt: optional(time),
  because: text(),
  remedy: optional(text()),
  failed: truth,
  tooOld: optional(word('goes by itself', 'only planned', 'stays')),
  held: truth,
  planned: truth,
  verificationRunUrl: optional(url),
  verification: optional(verificationReport),
  keys: optional(list(keyReport)),
  places: list(placeReport),
  steps: list(stepReport),
  changed: truth,
  done: list(text()),
  attention: list(attention),
  warnings: list(text()),
  at: time,
})

/** The output `report` of one job: the report of each of its users. */
export const reportOutput = list(userReport)
