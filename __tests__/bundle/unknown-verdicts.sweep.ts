/** Every other way in which a verification may come to no verdict: nothing depends on it. */
import { unknownVerdictTests } from './unknown-verdict-tests.ts'

unknownVerdictTests(['never starts', 'never finishes', 'timed_out', 'skipped', 'startup_failure'])
