/** The access keys of a user, as IAM lists them. */
import { type AccessKeyMetadata, type IAMClient, paginateListAccessKeys } from '@aws-sdk/client-iam'
import type { AccessKey } from '../rotation/world.ts'

/** All pages, the oldest key first; `userName` undefined: of the user that signs. @throws what IAM answers */
export async function listKeys(client: IAMClient, userName: string | undefined): Promise<readonly AccessKey[]> {
  const found: AccessKeyMetadata[] = []
  for await (const page of paginateListAccessKeys({ client }, userName === undefined ? {} : { UserName: userName })) {
    found.push(...(page.AccessKeyMetadata ?? []))
  }
  return found.map(keyOf).sort((a, b) => a.created - b.created || a.id.localeCompare(b.id))
}

/** A key as ListAccessKeys shows it. */
export function keyOf({ AccessKeyId = '', Status, CreateDate }: AccessKeyMetadata): AccessKey {
  return {
    id: AccessKeyId,
    status: Status === 'Active' ? 'Active' : 'Inactive',
    created: CreateDate?.getTime() ?? 0,
    lastUsed: { kind: 'unread' },
  }
}
