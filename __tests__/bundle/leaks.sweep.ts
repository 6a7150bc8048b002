/** Nothing leaks from a rotation that a role signs, either. */
import { rotationLeakTests } from './leak-tests.ts'

rotationLeakTests('role')
