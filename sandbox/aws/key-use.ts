/** One use of an access key: a request that was signed with it, and where to. */
export interface KeyUse {
  readonly at: number
  /** The service's signing name: `iam`, `sts`, `s3`. */
  readonly service: string
  readonly region: string
  /** What CloudTrail records of it; nothing where it records no such events: access to data, say. */
  readonly call?: {
    /** `ListBuckets` */
    readonly event: string
    readonly source: string
    readonly agent: string
  }
}

/** A use as CloudTrail has it. */
export interface RecordedCall extends Omit<KeyUse, 'call'>, NonNullable<KeyUse['call']> {}

/** So many calls are kept for each key: more pages than anybody looks through. */
const recordedCalls = 1_000

/** What IAM remembers of the uses of access keys, and when it admits to knowing it. */
export class KeyUses {
  readonly #recorded = new Map<string, KeyUse[]>()
  readonly #latest = new Map<string, KeyUse>()
  readonly #calls = new Map<string, readonly RecordedCall[]>()

  /** "When an access key is used more than once in a 15-minute span, only the first use is recorded." */
  note(accessKeyId: string, use: KeyUse, span: number): void {
    const { call, ...told } = use
    this.#latest.set(accessKeyId, told)
    if (call !== undefined) {
      this.#calls.set(accessKeyId, [...this.calls(accessKeyId), { ...told, ...call }].slice(-recordedCalls))
    }
    const recorded = this.#recorded.get(accessKeyId) ?? []
    const last = recorded.at(-1)
    if (last !== undefined && use.at - last.at < span) return
    this.#recorded.set(accessKeyId, [...recorded, told])
  }

  /** The last use that IAM tells of when it has digested everything up to an instant. */
  recorded(accessKeyId: string, upTo: number): KeyUse | undefined {
    return this.#recorded.get(accessKeyId)?.findLast((use) => use.at <= upTo)
  }

  /** What CloudTrail records, oldest first. */
  calls(accessKeyId: string): readonly RecordedCall[] {
    return this.#calls.get(accessKeyId) ?? []
  }

  /** The last use as it happened. */
  latest(accessKeyId: string): KeyUse | undefined {
    return this.#latest.get(accessKeyId)
  }
}
