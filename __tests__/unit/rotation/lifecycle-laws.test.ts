/** Every law of the lifecycle holds in forty thousand worlds that are counted off, and in two thousand random ones. */
import { lawTests } from './law-tests.ts'

lawTests({ every: 11, samples: 2_000 })
