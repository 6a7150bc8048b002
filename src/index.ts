/**
 * The three actions, as one bundle: what several of them need is in it once. The rotation, which starts most often, is
 * read as one file; the others load what is their own.
 */
export { run as rotate } from './main.ts'

/** Proves which key a job holds: `verify/action.yml`. */
export async function verify(): Promise<void> {
  const { run } = await import('./verify/verify.ts')
  await run()
}

/** Makes one report of many: `report/action.yml`. */
export async function merge(): Promise<void> {
  const { run } = await import('./merge/merge.ts')
  await run()
}
