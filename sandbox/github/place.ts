/** The places that keep secrets and variables, as tests and stories name them. */

/** The products that read secrets; each has secrets of its own. */
export const stores = ['actions', 'dependabot', 'codespaces', 'agents'] as const
export type Store = (typeof stores)[number]

/** Dependabot and Codespaces have no variables. */
export const variableStores = ['actions', 'agents'] as const
export type VariableStoreName = (typeof variableStores)[number]

/** A place that keeps secrets; of the store `actions` when not said. Environments have no other. */
export type PlaceName =
  | { readonly repository: string; readonly store?: Store }
  | { readonly repository: string; readonly environment: string }
  | { readonly organization: string; readonly store?: Store }

/** A place that keeps variables; of the store `actions` when not said. */
export type VariablePlaceName =
  | { readonly repository: string; readonly store?: VariableStoreName }
  | { readonly repository: string; readonly environment: string }
  | { readonly organization: string; readonly store?: VariableStoreName }
