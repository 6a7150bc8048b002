/**
 * What several users of one run have been promised of something that ends: the requests of a token's hour, say. What is
 * promised to one is nothing that another may count on, in the order in which they came: a limit that is consulted before
 * a pair is begun has to hold for the sum of all users.
 */

/** All promises of one token. */
export class Ledger {
  readonly #claims: Claim[] = []

  /** A user's place in it, without a promise yet. */
  open(): Claim {
    return new Claim(this.#claims)
  }

  /** The sum of what has been promised and not been used. */
  get promised(): number {
    return this.#claims.filter(({ isGranted }) => isGranted).reduce((sum, { amount }) => sum + amount, 0)
  }
}

/** What one user wants, or has been promised. */
export class Claim {
  /** Those that want something or have been promised it, the first comer first. */
  readonly #all: Claim[]
  #amount = 0
  #isGranted = false
  #isBegun = false

  constructor(all: Claim[]) {
    this.#all = all
  }

  /** What is wanted, or what is left of what was promised. */
  get amount(): number {
    return this.#amount
  }

  /** Whether it is promised: nobody is given any of it, whenever they came. */
  get isGranted(): boolean {
    return this.#isGranted
  }

  /** From now on, so much is wanted; it is in the line where it was. More than was promised has to be granted anew. */
  want(amount: number): void {
    if (amount > this.#amount) this.#isGranted = false
    this.#amount = amount
    this.#isBegun = false
    if (!this.#all.includes(this)) this.#all.push(this)
  }

  /** How much of what is left this user may count on for such an amount. */
  free(left: number, amount: number): number {
    const others = this.#all.filter((each) => each !== this)
    if (amount > this.#amount) return left - sum(others, left)
    const isFirst = (each: Claim) =>
      this.#isGranted === each.#isGranted ? this.#all.indexOf(each) < this.#all.indexOf(this) : each.#isGranted
    return left - sum(others.filter(isFirst), left)
  }

  /** Promises what is wanted, if what is left is enough beside what others come before with. */
  grant(left: number): boolean {
    if (!this.#isGranted) this.#isGranted = this.free(left, this.#amount) >= this.#amount
    return this.#isGranted
  }

  /** From now on, what is used is taken of what was promised. */
  begin(): void {
    this.#isBegun = true
  }

  /** Uses up a part of what was promised, as far as there is any. */
  use(amount: number): void {
    if (this.#isBegun) this.#amount = Math.max(0, this.#amount - amount)
  }

  /** Gives everything back. */
  release(): void {
    const index = this.#all.indexOf(this)
    if (index !== -1) this.#all.splice(index, 1)
    this.#amount = 0
    this.#isGranted = false
    this.#isBegun = false
  }
}

/** Whoever wants more than is left waits for another hour, and leaves this one to others. */
function sum(claims: readonly Claim[], left: number): number {
  return claims
    .filter(({ isGranted, amount }) => isGranted || amount <= left)
    .reduce((all, { amount }) => all + amount, 0)
}
