/** Milliseconds since the epoch, by the clock of the service that said so, never by the runner's. */
export type Instant = number

/** Milliseconds. */
export type Duration = number

/** Durations are products of these. */
export const second: Duration = 1_000
export const minute: Duration = 60 * second
export const hour: Duration = 60 * minute
export const day: Duration = 24 * hour

/** `2026-11-22T19:00:00Z`: whole seconds in UTC, as AWS and GitHub write them. */
export function utc(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`
}

/**
 * A duration in the one or two words a person would use: `12 seconds`, `3 hours`, `61 days`. One that is over before it
 * began is none: `0 seconds`.
 */
export function spoken(duration: Duration): string {
  const amount = Math.max(0, duration)
  if (amount < 2 * minute) return count(Math.round(amount / second), 'second')
  if (amount < 2 * hour) return count(Math.round(amount / minute), 'minute')
  if (amount < 2 * day && amount % day !== 0) return count(Math.round(amount / hour), 'hour')
  return count(Math.round(amount / day), 'day')
}

function count(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`
}
