/** What the input `role-to-assume` says: the role that a user's account is reached with. */
import { refused } from './parse.ts'

/** `arn:PARTITION:iam::ACCOUNT:role/PATH/NAME`: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const pattern = /^arn:(aws[\w-]*):iam::(\d{12}):role\/(?:[!-~]{1,510}\/)?[\w+=,.@-]{1,64}$/

/** The ARN of a role; undefined when empty. @throws Problem */
export function parseRole(text: string): string | undefined {
  if (text === '' || pattern.test(text)) return text || undefined
  throw refused('role-to-assume', text, 'the ARN of a role, such as arn:aws:iam::111122223333:role/key-rotation')
}

/** The number of the account that a role is in. */
export function accountOf(role: string): string | undefined {
  return pattern.exec(role)?.[2]
}
