import { setOutput, setSecret } from '@actions/core'
import { ServiceClock } from '../clock.ts'
import { fingerprint as fingerprintOf } from '../fingerprint.ts'
import { proxySecrets } from '../proxy.ts'
import { tellFailure, tellProof } from './report.ts'
import {
  compareFingerprints,
  compareIdentity,
  identityOf,
  readVerifyInputs,
  refuseUntrusted,
  signIn,
} from './verify.ts'

try {
  for (const each of proxySecrets(process.env)) setSecret(each)
  // GitHub masks a secret, and not what an expression has taken out of one.
  const secret = process.env['AWS_SECRET_ACCESS_KEY'] ?? ''
  if (secret !== '') setSecret(secret)
  refuseUntrusted(process.env)
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
