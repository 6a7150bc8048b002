/** Questions that a rotation can do without: what gets no answer is told, and nothing ends for it. */
import { endsRun, inSentences } from '../../rotation/problem.ts'
import type { GitHubClient } from '../api/client.ts'
import type { Permission } from '../api/permissions.ts'
import { isDenial } from '../api/refusals.ts'
import type { UnreadName } from './unread.ts'

/** What is to be asked, of whom, and what cannot be told without it. */
export interface Question extends Pick<UnreadName, 'where' | 'names' | 'place'> {
  readonly github: GitHubClient
  readonly permission: Permission
}

/** All questions of one look. */
export class Questions {
  readonly unread: UnreadName[] = []

  /** The answer, or undefined where there is none: that is told. @throws only what ends the run */
  async ask<Value>(question: Question, ask: () => Promise<Value>): Promise<Value | undefined> {
    const { github, permission, ...told } = question
    try {
      github.budget.requireSpare()
      return await ask()
    } catch (error) {
      if (endsRun(error)) throw error
      const why = inSentences(error)
      const lacks = isDenial(error) && why.includes(`lacks ${permission.app}`) ? permission.app : undefined
      this.unread.push({ ...told, why, ...(lacks && { lacking: { who: github.budget.owner, what: lacks } }) })
      return undefined
    }
  }
}
