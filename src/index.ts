import { setFlagsFromString } from 'node:v8'
import { run } from './main.ts'

// Hundreds of requests leave garbage that V8 would let pile up on a large machine; a runner may be a small one.
setFlagsFromString('--optimize-for-size')

await run()
