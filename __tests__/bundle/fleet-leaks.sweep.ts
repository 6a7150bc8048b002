/** Nothing leaks from a rotation of several users, whatever goes wrong. */
import { fleetLeakSweep } from './fleet-leak-tests.ts'

fleetLeakSweep()
