import { error, info, setOutput, setSecret } from '@actions/core'
import { ServiceClock } from '../clock.ts'
import { proxySecrets } from '../proxy.ts'
import { inSentences } from '../rotation/problem.ts'
import { compareFingerprints, readVerifyInputs, signIn } from './verify.ts'

try {
  for (const each of proxySecrets(process.env)) setSecret(each)
  const inputs = readVerifyInputs(process.env)
  const fingerprint = compareFingerprints(inputs)
  setOutput('fingerprint', fingerprint)
  const clock = new ServiceClock()
  const { askSts } = await import('./sts.ts')
  const arn = await signIn(askSts(inputs, clock), clock)
  setOutput('arn', arn)
  const compared = inputs.expectedKey === undefined ? 'no key was expected' : 'the expected one'
  // Logs of public repositories are public: the account stays out of them.
  info(`AWS accepts the access key of this job (fingerprint ${fingerprint}, ${compared}): ${arn.split(':').at(-1)}`)
} catch (failure) {
  error(inSentences(failure), {
    title: 'The access key is not proven',
  })
  process.exitCode = 1
}
