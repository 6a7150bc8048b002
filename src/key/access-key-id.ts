/** What IDs of access keys look like: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */

/** The ID of an access key, of a temporary one too. No secret access key is taken for one. */
export const keyId = /^A[A-Z]IA[A-Z0-9]{12,124}$/

/** Whether an ID is that of temporary credentials, as a role has them. */
export function isTemporaryId(id: string): boolean {
  return id.startsWith('ASIA')
}
