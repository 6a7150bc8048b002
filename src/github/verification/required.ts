/** What is said where no verification workflow is named: a rotation is refused at once, and a plan says it beforehand. */
export const verificationRequired = {
  message:
    'The input verification-workflow is empty, and without it nothing proves that jobs use the new key before the old one goes',
  remedy:
    'Name a workflow that uses the published secrets ("verification-workflow: verify.yml", see docs/verification.md), or write "verification-workflow: none" to accept that a key is proved through STS and IAM only.',
} as const
