/** One use of an access key: a request that was signed with it, and where to. */
export interface KeyUse {
  readonly at: number
  /** The service's signing name: `iam`, `sts`, `s3`. */
  readonly service: string
  readonly region: string
}

/** What IAM remembers of the uses of access keys, and when it admits to knowing it. */
export class KeyUses {
  readonly #recorded = new Map<string, KeyUse[]>()
  readonly #latest = new Map<string, KeyUse>()

  /** "When an access key is used more than once in a 15-minute span, only the first use is recorded." */
  note(accessKeyId: string, use: KeyUse, span: number): void {
    this.#latest.set(accessKeyId, use)
    const recorded = this.#recorded.get(accessKeyId) ?? []
    const last = recorded.at(-1)
    if (last !== undefined && use.at - last.at < span) return
    this.#recorded.set(accessKeyId, [...recorded, use])
  }

  /** The last use that IAM tells of when it has digested everything up to an instant. */
  recorded(accessKeyId: string, upTo: number): KeyUse | undefined {
    return this.#recorded.get(accessKeyId)?.findLast((use) => use.at <= upTo)
  }

  /** The last use as it happened. */
  latest(accessKeyId: string): KeyUse | undefined {
    return this.#latest.get(accessKeyId)
  }
}
