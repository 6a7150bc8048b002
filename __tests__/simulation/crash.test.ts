/** Whatever fails at any one request of a self-rotation, later runs finish it, and no key in use breaks. */
import { expect, test } from '@jest/globals'
import { everythingInOneRun, withOneFault } from './crash-tests.ts'

test('one fault, at every request', async () => {
  expect((await withOneFault(everythingInOneRun('self'))).schedules).toBeGreaterThan(100)
})
