import { ServiceClock } from '../clock.ts'
import { fingerprint as fingerprintOf } from '../fingerprint.ts'
import { mask, setOutput, takeOver } from '../report/runner.ts'
import { secretsOfJob } from '../secrets-of-job.ts'
import { tellFailure, tellProof } from './report.ts'
import { compareFingerprints, compareIdentity, identityOf, readVerifyInputs, signIn } from './verify.ts'

try {
  takeOver()
  // GitHub masks a secret, and not what an expression has taken out of one.
  for (const each of secretsOfJob(process.env, [])) mask(each)
  const inputs = readVerifyInputs(process.env)
  setOutput('fingerprint', fingerprintOf(inputs.accessKeyId))
  const fingerprint = compareFingerprints(inputs)
  const clock = new ServiceClock()
  const { askSts } = await import('./sts.ts')
  const arn = await signIn(askSts(inputs, clock), clock)
  setOutput('arn', arn)
  const identity = identityOf(arn)
  compareIdentity(inputs, identity)
  await tellProof(inputs, fingerprint, identity)
} catch (failure) {
  await tellFailure(failure)
  process.exitCode = 1
}
