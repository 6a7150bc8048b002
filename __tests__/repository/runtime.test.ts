/** The tests run on the Node.js that runners run the action on. */
import { expect, test } from '@jest/globals'

test('the tests run on the Node version that the action targets', () => {
  expect(process.version).toMatch(/^v24\./)
})
