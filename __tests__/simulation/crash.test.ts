/** Whatever fails at any one request of a rotation with everything in it, later runs finish it, and no key in use breaks. */
import { expect, test } from '@jest/globals'
import { everythingInOneRun, withOneFault } from './crash-tests.ts'

test.each(['self', 'role'] as const)('one fault, at every request (%s)', async (caller) => {
  expect((await withOneFault(everythingInOneRun(caller))).schedules).toBeGreaterThan(100)
})
