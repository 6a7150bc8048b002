/** Every fault at every request of a run of several users whose job signs with the key of one of them. */
import { crashFleetTests } from './crash-fleet-tests.ts'

crashFleetTests('key')
