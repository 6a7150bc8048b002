/** Nothing leaks from a rotation that the user's own key signs, nor from the verify action. */
import { rotationLeakTests, verifyLeakTests } from './leak-tests.ts'

rotationLeakTests('self')
verifyLeakTests()
