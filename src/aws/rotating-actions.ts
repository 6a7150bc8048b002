/** What a rotation asks of IAM at its first look. */
const lookingActions = ['iam:GetUser', 'iam:ListAccessKeys', 'iam:ListUserTags'] as const

/** What it asks of IAM after that, in the order in which it does. */
export const rotatingActions = [
  'iam:TagUser',
  'iam:GetAccessKeyLastUsed',
  'iam:CreateAccessKey',
  'iam:UpdateAccessKey',
  'iam:DeleteAccessKey',
  'iam:UntagUser',
] as const

/** All that a policy has to allow, as docs/setup.md has it. */
export const allActions: readonly string[] = [...lookingActions, ...rotatingActions]
