import { hash } from 'node:crypto'

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/**
 * Makes AWS's identifiers and secrets, the same ones in the same order for the same account: a failing test fails
 * again.
 */
export class Identifiers {
  readonly #accountId: string
  readonly #made = new Map<string, number>()

  constructor(accountId: string) {
    this.#accountId = accountId
  }

  /**
   * 20 characters. As in AWS, the account ID stands in them: the 16 characters after the prefix are base32, and the
   * bits 1 to 40 are the account's number.
   */
  accessKeyId(prefix: 'AKIA' | 'ASIA'): string {
    const random = this.#next(prefix).readBigUInt64BE() & 0x7f_ffff_ffffn
    const bits = (1n << 79n) | (BigInt(this.#accountId) << 39n) | random
    return prefix + Array.from(bits.toString(32), (digit) => base32[Number.parseInt(digit, 32)]).join('')
  }

  /** The unique ID of a user (`AIDA`) or a role (`AROA`), 21 characters: a recreated entity gets another. */
  uniqueId(prefix: 'AIDA' | 'AROA'): string {
    return prefix + Array.from(this.#next(prefix).subarray(0, 17), (byte) => base32[byte & 31]).join('')
  }

  /** 40 characters of [A-Za-z0-9+/]. Each has a `+` and a `/`, on which careless encoding and trimming break. */
  secretAccessKey(): string {
    const bytes = this.#next('secret')
    const characters = [...bytes.toString('base64', 0, 30)]
    const plus = bytes.readUInt8(30) % 40
    const slash = (plus + 1 + (bytes.readUInt8(31) % 39)) % 40
    characters[plus] = '+'
    characters[slash] = '/'
    return characters.join('')
  }

  /** What goes with temporary credentials, opaque. */
  sessionToken(): string {
    const parts = Array.from({ length: 8 }, () => this.#next('token'))
    return `IQoJb3JpZ2luX2Vj${Buffer.concat(parts).toString('base64')}`
  }

  /** A request ID in the form of a UUID. */
  requestId(): string {
    return this.#next('request')
      .toString('hex', 0, 16)
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  }

  #next(kind: string): Buffer {
    const number = this.#made.get(kind) ?? 0
    this.#made.set(kind, number + 1)
    return hash('sha256', `${this.#accountId}/${kind}/${number}`, 'buffer')
  }
}
