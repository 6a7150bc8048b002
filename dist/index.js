import { rotate } from './actions.js'

await rotate()
