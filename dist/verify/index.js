import { verify } from '../actions.js'

await verify()
