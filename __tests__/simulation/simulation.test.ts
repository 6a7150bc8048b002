/** A hundred weeks of a few keys that one seed decides, with everything that may go wrong: the promise is kept. */
import { simulationTests } from './simulation-tests.ts'

simulationTests(100)
