/** An issue of a repository, and what was said about it. Times are milliseconds since the epoch. */

export interface Comment {
  readonly id: number
  readonly author: string
  readonly body: string
  readonly createdAt: number
}

export interface Issue {
  readonly number: number
  readonly id: number
  readonly author: string
  readonly title: string
  readonly body: string
  readonly state: 'open' | 'closed'
  readonly stateReason: 'completed' | 'not_planned' | 'reopened' | null
  readonly createdAt: number
  readonly updatedAt: number
  readonly closedAt: number | null
  readonly comments: readonly Comment[]
}
