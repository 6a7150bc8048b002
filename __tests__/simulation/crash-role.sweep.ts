/** Rotation by a role, cut off and refused at every request, and at every two. */
import { crashTests } from './crash-tests.ts'

crashTests('role')
