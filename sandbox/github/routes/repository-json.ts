/** Repositories and their owners as JSON, with every address that GitHub lists. */
import { nodeId, stableId } from '../identifiers.ts'
import type { Repository } from '../repository.ts'
import { timestamp } from '../timestamp.ts'
import type { AnyCall } from './route.ts'

/** What follows the repository's own address, by property; the braces are GitHub's URI templates. */
const addresses: Readonly<Record<string, string>> = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
}

/** Schema `minimal-repository`, as runs carry it. */
export function minimalRepositoryJson(repository: Repository, call: AnyCall): object {
  const url = `${call.links.api}/repos/${repository.fullName}`
  return {
    id: repository.id,
    node_id: nodeId('Repository', repository.id),
    name: repository.name,
    full_name: repository.fullName,
    private: repository.visibility === 'private',
    owner: userJson(repository.owner, call),
    html_url: `${call.links.html}/${repository.fullName}`,
    description: null,
    fork: false,
    url,
    ...Object.fromEntries(Object.entries(addresses).map(([property, rest]) => [property, `${url}${rest}`])),
  }
}

/** Schema `full-repository`. */
export function fullRepositoryJson(repository: Repository, call: AnyCall): object {
  const html = `${call.links.html}/${repository.fullName}`
  const host = new URL(html).host
  const createdAt = timestamp(call.github.told(repository.createdAt))
  return {
    ...minimalRepositoryJson(repository, call),
    visibility: repository.visibility,
    default_branch: repository.defaultBranch,
    archived: repository.archived,
    disabled: false,
    permissions: permissionsJson(call),
    created_at: createdAt,
    updated_at: createdAt,
    pushed_at: createdAt,
    git_url: `git://${host}/${repository.fullName}.git`,
    ssh_url: `git@${host}:${repository.fullName}.git`,
    clone_url: `${html}.git`,
    svn_url: html,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    forks: 0,
    forks_count: 0,
    network_count: 0,
    open_issues: 0,
    open_issues_count: 0,
    size: 1,
    stargazers_count: 0,
    subscribers_count: 0,
    watchers: 0,
    watchers_count: 0,
    has_discussions: false,
    has_downloads: true,
    has_issues: true,
    has_pages: false,
    has_projects: true,
    has_wiki: true,
  }
}

/** The role of the token's user, whatever the token itself may do; an installation has none. */
function permissionsJson(call: AnyCall): object {
  const { isPersonal } = call
  return { admin: isPersonal, maintain: isPersonal, push: isPersonal, triage: isPersonal, pull: isPersonal }
}

/** Schema `simple-user`: a person, an organization or an App's bot. */
export function userJson(login: string, call: AnyCall): object {
  const id = stableId('user', login)
  const url = `${call.links.api}/users/${encodeURIComponent(login)}`
  return {
    login,
    id,
    node_id: nodeId('User', id),
    avatar_url: `${call.links.html}/${encodeURIComponent(login)}.png`,
    gravatar_id: '',
    url,
    html_url: `${call.links.html}/${encodeURIComponent(login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: userType(login, call),
    site_admin: false,
  }
}

function userType(login: string, call: AnyCall): string {
  if (login.endsWith('[bot]')) return 'Bot'
  return call.github.findOrganization(login) ? 'Organization' : 'User'
}
