/** Issues over the API: the list, and what a workflow does with one. https://docs.github.com/en/rest/issues/issues */
import type { Need } from '../authorization.ts'
import { nodeId, stableId } from '../identifiers.ts'
import type { Comment, Issue } from '../issue.ts'
import { invalidRequest, notFound, unprocessable } from '../refusal.ts'
import type { Repository } from '../repository.ts'
import { timestamp } from '../timestamp.ts'
import { page } from './page.ts'
import { userJson } from './repository-json.ts'
import type { Call, Routes } from './route.ts'

const read: Need = { permission: 'issues', level: 'read', publicly: true }
const write: Need = { permission: 'issues', level: 'write', publicly: false }
const prefix = '/repos/{owner}/{repo}/issues'

export const issueRoutes: Routes = {
  [`GET ${prefix}`]: {
    need: read,
    handle: (call, repository) => {
      const { items, headers } = page(call, listed(call, repository))
      return { status: 200, body: items.map((issue) => issueJson(issue, repository, call)), headers }
    },
  },
  [`POST ${prefix}`]: {
    need: write,
    handle: (call, repository) => {
      const { title, body = '', ...others } = call.json()
      if (typeof title !== 'string') throw invalidRequest('"title" wasn\'t supplied.')
      refuse(others)
      const now = call.github.clock.now()
      const number = repository.issues.length + 1
      const issue: Issue = {
        number,
        id: stableId('issue', `${repository.id} ${number}`),
        author: call.token.login,
        title,
        body: String(body),
        state: 'open',
        stateReason: null,
        createdAt: now,
        updatedAt: now,
        closedAt: null,
        comments: [],
      }
      repository.putIssue(issue)
      return { status: 201, body: issueJson(issue, repository, call) }
    },
  },
  [`PATCH ${prefix}/{issue_number}`]: {
    need: write,
    handle: (call, repository) => {
      const issue = issueOf(call, repository)
      const {
        title = issue.title,
        body = issue.body,
        state = issue.state,
        state_reason: reason,
        ...others
      } = call.json()
      refuse(others)
      if (state !== 'open' && state !== 'closed') throw unprocessable('Validation Failed')
      const now = call.github.clock.now()
      const isMoved = state !== issue.state
      const changed: Issue = {
        ...issue,
        title: String(title),
        body: String(body ?? ''),
        state,
        stateReason: isMoved ? stateReasonOf(state, reason) : issue.stateReason,
        updatedAt: now,
        closedAt: state === 'closed' ? (issue.closedAt ?? now) : null,
      }
      repository.putIssue(changed)
      return { status: 200, body: issueJson(changed, repository, call) }
    },
  },
  [`POST ${prefix}/{issue_number}/comments`]: {
    need: write,
    handle: (call, repository) => {
      const issue = issueOf(call, repository)
      const { body } = call.json()
      if (typeof body !== 'string') throw invalidRequest('"body" wasn\'t supplied.')
      const now = call.github.clock.now()
      const id = stableId('comment', `${issue.id} ${issue.comments.length}`)
      const comment: Comment = { id, author: call.token.login, body, createdAt: now }
      repository.putIssue({ ...issue, comments: [...issue.comments, comment], updatedAt: now })
      return { status: 201, body: commentJson(comment, issue, repository, call) }
    },
  },
}

/** Newest first; those that are open, of everybody, when the call says nothing else. */
function listed(call: Call, repository: Repository): readonly Issue[] {
  const state = call.query.get('state') ?? 'open'
  const creator = call.query.get('creator')?.toLowerCase()
  refuse(Object.fromEntries([...call.query].filter(([name]) => !/^(?:state|creator|page|per_page)$/.test(name))))
  return repository.issues
    .filter((issue) => state === 'all' || issue.state === state)
    .filter((issue) => creator === undefined || issue.author.toLowerCase() === creator)
    .toReversed()
}

/** What is documented and not served here fails loudly, instead of doing nothing. */
function refuse(others: Readonly<Record<string, unknown>>): void {
  const names = Object.keys(others)
  if (names.length > 0) throw new RangeError(`the sandbox's issues do not know ${names.join(', ')}`)
}

function stateReasonOf(state: Issue['state'], said: unknown): Issue['stateReason'] {
  if (state === 'open') return 'reopened'
  return said === 'not_planned' ? 'not_planned' : 'completed'
}

function issueOf(call: Call, repository: Repository): Issue {
  const issue = repository.issues.find(({ number }) => String(number) === call.parameter('issue_number'))
  if (issue === undefined) throw notFound()
  return issue
}

/** Schema `issue`. */
function issueJson(issue: Issue, repository: Repository, call: Call): object {
  const api = `${call.links.api}/repos/${repository.fullName}`
  const url = `${api}/issues/${issue.number}`
  const moment = (at: number) => timestamp(call.github.told(at))
  return {
    id: issue.id,
    node_id: nodeId('Issue', issue.id),
    url,
    repository_url: api,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: `${call.links.html}/${repository.fullName}/issues/${issue.number}`,
    number: issue.number,
    state: issue.state,
    state_reason: issue.stateReason,
    title: issue.title,
    body: issue.body,
    user: userJson(issue.author, call),
    labels: [],
    assignee: null,
    assignees: [],
    milestone: null,
    locked: false,
    comments: issue.comments.length,
    created_at: moment(issue.createdAt),
    updated_at: moment(issue.updatedAt),
    closed_at: issue.closedAt === null ? null : moment(issue.closedAt),
    author_association: 'NONE',
  }
}

/** Schema `issue-comment`. */
function commentJson(comment: Comment, issue: Issue, repository: Repository, call: Call): object {
  const api = `${call.links.api}/repos/${repository.fullName}`
  const createdAt = timestamp(call.github.told(comment.createdAt))
  return {
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    url: `${api}/issues/comments/${comment.id}`,
    html_url: `${call.links.html}/${repository.fullName}/issues/${issue.number}#issuecomment-${comment.id}`,
    issue_url: `${api}/issues/${issue.number}`,
    user: userJson(comment.author, call),
    body: comment.body,
    created_at: createdAt,
    updated_at: createdAt,
    author_association: 'NONE',
  }
}
