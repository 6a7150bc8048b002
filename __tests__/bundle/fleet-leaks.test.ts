/** Nothing leaks from a rotation of several users. */
import { fleetLeakTest } from './fleet-leak-tests.ts'

fleetLeakTest()
