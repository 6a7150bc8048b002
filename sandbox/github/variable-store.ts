/** The variables of one place: a repository, an environment or an organization. Everyone who may read them sees values. */
import { type Consistency, type Holder, type ValueMetadata, ValueStore } from './value-store.ts'

/** What GET answers. */
export interface VariableMetadata extends ValueMetadata {
  readonly value: string
}

/** Creating and updating are told apart by the API, so the caller asks first. */
export class VariableStore extends ValueStore<VariableMetadata> {
  constructor(holder: Holder, consistency: Consistency) {
    super('variable', holder, consistency)
  }

  protected override shown({ name, ...rest }: ValueMetadata, value: string): VariableMetadata {
    return { name, value, ...rest }
  }
}
