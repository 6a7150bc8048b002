/** Proves that this very job holds the expected key, and that AWS accepts it. */
import { checkEndpointVariables } from '../aws/endpoints.ts'
import { secretsOfJob } from '../inputs/masks.ts'
import { fingerprint as fingerprintOf } from '../key/verification-contract.ts'
import { ServiceClock } from '../network/clock.ts'
import { refuseEchoedCommands, refuseUncheckedCertificates } from '../network/secure-transport.ts'
import { annotate, mask, setOutput, takeOver } from '../report/runner.ts'
import { compareFingerprints, compareIdentity, type Identity, identityOf } from './expectations.ts'
import { readVerifyInputs } from './inputs.ts'
import { none, secretsOfKey } from './key-input.ts'
import { tellFailure, tellProof } from './report.ts'
import { asFailure } from './unproven.ts'

/** Runs the action. However it ends is reported, and sets the exit code. */
export async function run(): Promise<void> {
  try {
    takeOver()
    refuseEchoedCommands(process.env)
    // GitHub masks a secret, and not what an expression has taken out of one, nor the parts that stand in one.
    for (const each of [
      ...secretsOfJob(process.env, ['smtp-password']),
      ...secretsOfKey(process.env['INPUT_KEY'] ?? ''),
    ]) {
      if (each !== none) mask(each)
    }
    // Certificates that nobody checks, or a variable that names no endpoint, would let anybody answer in AWS's place.
    asFailure('elsewhere', () => {
      refuseUncheckedCertificates(process.env)
      checkEndpointVariables(process.env)
    })
    const inputs = readVerifyInputs(process.env)
    for (const { text } of inputs.warnings) annotate('warning', text)
    const { accessKeyId, secretAccessKey, smtp, awsRegion } = inputs
    setOutput('fingerprint', fingerprintOf(accessKeyId))
    const fingerprint = compareFingerprints(inputs)
    const clock = new ServiceClock()
    // A host that would prove nothing is refused before anybody is asked anything.
    const ses = smtp && (await import('./ses.ts')).sesSignIn(accessKeyId, smtp, awsRegion, clock)
    let identity: Identity | undefined
    if (secretAccessKey !== undefined) {
      const { signIn } = await import('./sts.ts')
      const arn = await signIn({ accessKeyId, secretAccessKey }, awsRegion, clock)
      setOutput('arn', arn)
      identity = identityOf(arn)
      compareIdentity(inputs, identity)
    }
    await ses?.signIn()
    await tellProof({
      fingerprint,
      isExpected: inputs.expectedKey !== undefined,
      identity: identity?.name,
      ses: ses?.host,
    })
  } catch (failure) {
    await tellFailure(failure)
    process.exitCode = 1
  }
}
