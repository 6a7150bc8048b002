/** A verification that has ended without a verdict, and one that has not ended: nothing depends on either. */
import { unknownVerdictTests } from './unknown-verdict-tests.ts'

unknownVerdictTests(['cancelled', 'waiting'])
