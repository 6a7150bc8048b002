/** Two thousand weeks of a few keys that one seed decides, or as many as SIMULATIONS says: the promise is kept. */
import { simulationTests } from './simulation-tests.ts'

simulationTests(2_000)
