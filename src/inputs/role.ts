/** What the input `role-to-assume` says: the IAM role that is used for the account of the user. */
import { partitionOf } from '../aws/regions.ts'
import { presentable } from '../text/presentable.ts'
import { InputProblem } from './faults.ts'
import { refused } from './parse.ts'

const input = 'role-to-assume'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
const roleArn = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/(?:[\x21-\x7e]{1,510}\/)?[\w+=,.@-]{1,64}$/

/**
 * The ARN of a role; undefined when empty. `isNamed`: it is known whom the role is for.
 * @throws Problem when it is none, is of another partition than the region, or comes without the user to rotate
 */
export function parseRole(text: string, region: string, isNamed: boolean): string | undefined {
  if (text === '') return undefined
  const [, partition] = roleArn.exec(text) ?? []
  if (partition === undefined) {
    const isSession = /^arn:[\w-]+:sts::\d{12}:assumed-role\//.test(text)
    const hint = isSession ? '; this is the ARN of a session, not of its role' : ''
    throw refused(input, text, `the ARN of an IAM role, such as arn:aws:iam::111122223333:role/key-rotation${hint}`)
  }
  if (partition !== partitionOf(region)) {
    throw new InputProblem(
      input,
      `The input ${input} names a role of the partition ${presentable(partition)}, and aws-region is ${region} (partition ${partitionOf(region)})`,
      'Correct one of them: a role can be used in the regions of its own partition alone.',
    )
  }
  if (!isNamed) {
    throw new InputProblem(
      input,
      `The input ${input} is given, and iam-user is empty`,
      'Name the IAM user to rotate in iam-user: a role may rotate several.',
    )
  }
  return text
}

/** The number of the account that a role is in. */
export function accountOf(role: string): string | undefined {
  return roleArn.exec(role)?.[2]
}
