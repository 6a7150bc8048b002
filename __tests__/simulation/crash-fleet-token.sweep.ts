/** Every fault at every request of a run of several users whose job signs with GitHub's OIDC token. */
import { crashFleetTests } from './crash-fleet-tests.ts'

crashFleetTests('token')
