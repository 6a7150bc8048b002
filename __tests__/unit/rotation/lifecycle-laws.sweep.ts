/** Every law of the lifecycle holds in four hundred thousand worlds that are counted off, and in twenty thousand random ones. */
import { lawTests } from './law-tests.ts'

lawTests({ every: 1, samples: 20_000 })
