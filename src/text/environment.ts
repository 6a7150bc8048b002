/** The variables of a process. One that is not set is undefined; expressions of a workflow leave an empty one instead. */
export type Environment = Readonly<Record<string, string | undefined>>
