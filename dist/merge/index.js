import { merge } from '../actions.js'

await merge()
