/** One destination is written: what is asked, in which order, when GitHub answers otherwise than at best. */
import { describe, expect, test } from '@jest/globals'
import type { Destination, Place } from '../../../src/destination.ts'
import { GitHubClient, TokenConnection } from '../../../src/github/api/client.ts'
import { isAmbiguous, isClearRefusal, Refusal } from '../../../src/github/api/refusals.ts'
import type { GitHubRequest } from '../../../src/github/api/request.ts'
import { GitHubTime } from '../../../src/github/api/time.ts'
import { GitHubDestination } from '../../../src/github/destinations/destination.ts'
import { RecoverySecret } from '../../../src/github/destinations/recovery-secret.ts'
import { GitHubPlace, patience } from '../../../src/github/places/place.ts'
import type { HeldKey } from '../../../src/rotation/ports.ts'
import { Superseded } from '../../../src/rotation/problem.ts'
import { type Duration, minute, second } from '../../../src/rotation/time.ts'

const start = Date.UTC(2026, 10, 22, 19)
const lost = 'lost'

interface Reply {
  readonly status?: number
  readonly data?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly message?: string
}

type Answers = (request: { readonly route: string; readonly body: Readonly<Record<string, unknown>> }) => Reply | 'lost'

/** A GitHub that answers so, in a time of its own, and notes what it was asked. */
function github(answers: Answers) {
  let elapsed = 0
  const asked: string[] = []
  const clock = {
    now: () => start + elapsed,
    elapsed: () => elapsed,
    sleep: async (duration: Duration) => {
      elapsed += duration
    },
    cancelled: false,
    unlessCancelled: <Answer>(work: Promise<Answer>) => work,
  }
  const send: GitHubRequest = async (route, body) => {
    const name = body['secret_name'] ?? body['name'] ?? ''
    asked.push([route.replace(/^(\w+) \/(?:repos|orgs)\/(?:\{\w+\}\/)+/, '$1 '), name].join(' ').trim())
    const reply = answers({ route, body })
    if (reply === lost) throw Object.assign(new Error('other side closed'), { status: 500 })
    const { status = 200, data = {}, headers = {}, message = 'refused' } = reply
    const response = { status, data, headers: { date: new Date(start + elapsed).toUTCString(), ...headers } }
    if (status >= 300) throw Object.assign(new Error(message), { status, response })
    return response
  }
  return {
    client: new GitHubClient(new TokenConnection(send, 'github-token', clock, new GitHubTime(clock))),
    asked,
    clock,
  }
}

const held: HeldKey = {
  id: 'AKIANEW',
  seal: async (publicKey, format) => `${JSON.stringify(format)} for ${publicKey}`,
  credentials: () => ({ accessKeyId: 'AKIANEW', secretAccessKey: 'secret' }),
}

const secrets = [
  { name: 'ID', format: 'access-key-id' },
  { name: 'KEY', format: 'secret-access-key' },
] as const
const repository: Place = { kind: 'repository', owner: 'octo', repo: 'app', store: 'actions' }
const organization: Place = { kind: 'organization', owner: 'octo', store: 'actions' }
const destination = (place: Place, more: Partial<Destination> = {}): Destination => ({
  place,
  secrets,
  variables: [],
  audience: undefined,
  ...more,
})

const publicKey = { key: 'public', key_id: '1' }
const updated_at = new Date(start).toISOString()
const isKey = (route: string) => route.endsWith('/secrets/public-key')
const isList = (route: string) => /^GET .*\/secrets$/.test(route)
const isPut = (route: string) => route.startsWith('PUT ')

/** Nobody else has the user. */
const alone = async () => undefined

describe('the run makes sure that it holds the user', () => {
  test('directly before the first write of a destination, on connections that are open', async () => {
    const { client, asked } = github(({ route }) => (isKey(route) ? { data: publicKey } : { status: 204 }))
    const one = new GitHubDestination(destination(repository), client)
    const write = () => one.write(held, new Set(), { until: minute, holds: async () => void asked.push('holds') })
    expect(await write()).toMatchObject({ error: undefined })
    expect(asked).toEqual([
      'GET actions/secrets/public-key',
      'GET /rate_limit',
      'GET /rate_limit',
      'GET /rate_limit',
      'holds',
      'PUT actions/secrets/{secret_name} ID',
      'PUT actions/secrets/{secret_name} KEY',
    ])
  })

  test('once more where making sure has taken so long that connections may be closed', async () => {
    const { client, asked, clock } = github(({ route }) => (isKey(route) ? { data: publicKey } : { status: 204 }))
    let looks = 0
    const holds = async () => {
      looks += 1
      asked.push('holds')
      if (looks === 1) await clock.sleep(5 * second)
    }
    await new GitHubDestination(destination(repository), client).write(held, new Set(), { until: minute, holds })
    const writing = asked.slice(asked.indexOf('holds'))
    expect(writing.slice(0, 4)).toEqual(['holds', 'GET /rate_limit', 'GET /rate_limit', 'GET /rate_limit'])
    expect(writing.slice(4)).toEqual(['holds', ...writing.filter((each) => each.startsWith('PUT'))])
  })

  const again: readonly (readonly [string, Reply | 'lost'])[] = [
    ['a limit', { status: 403, headers: { 'retry-after': '50' } }],
    ['a 502', { status: 502 }],
    ['a lost answer', lost],
    ['a public key that GitHub has exchanged', { status: 422, message: 'an improperly encrypted secret' }],
  ]
  test.each(again)('before a write is sent again after %s', async (_, first) => {
    let writes = 0
    const { client, asked } = github(({ route }) => {
      if (isKey(route)) return { data: publicKey }
      if (!isPut(route)) return {}
      writes += 1
      return writes === 1 ? first : { status: 204 }
    })
    const one = new GitHubDestination(destination(repository, { secrets: [{ name: 'KEY', format: 'json' }] }), client)
    await one.write(held, new Set(), { until: minute, holds: async () => void asked.push('holds') })
    expect(asked.slice(-2)).toEqual(['holds', 'PUT actions/secrets/{secret_name} KEY'])
    expect(asked.filter((each) => each === 'holds')).toHaveLength(2)
  })

  test.each(again)('and sends nothing again after %s when another run has taken over', async (_, first) => {
    let looks = 0
    const { client, asked } = github(({ route }) => (isKey(route) ? { data: publicKey } : isPut(route) ? first : {}))
    const holds = async () => {
      looks += 1
      if (looks > 1) throw new Superseded('octo/app/7')
    }
    const one = new GitHubDestination(destination(repository, { secrets: [{ name: 'KEY', format: 'json' }] }), client)
    await expect(one.write(held, new Set(), { until: minute, holds })).rejects.toThrow(Superseded)
    expect(asked.filter((each) => each.startsWith('PUT'))).toHaveLength(1)
  })

  test('before a variable is created, or written again', async () => {
    const { client, asked } = github(({ route }) => {
      if (route.startsWith('PATCH')) return { status: asked.length > 5 ? 204 : 404 }
      return route.startsWith('POST') ? { status: 409 } : {}
    })
    const variables = [{ name: 'KEY_ID', format: 'access-key-id' }] as const
    const one = new GitHubDestination(destination(repository, { secrets: [], variables }), client)
    await one.write(held, new Set(), { until: minute, holds: async () => void asked.push('holds') })
    expect(asked.slice(-3)).toEqual(['POST actions/variables KEY_ID', 'holds', 'PATCH actions/variables/{name} KEY_ID'])
  })
})

describe('a write that may have been performed', () => {
  test('is no clear refusal when no token can be had for the second attempt', async () => {
    let writes = 0
    const { client } = github(({ route }) => {
      if (isKey(route)) return { data: publicKey }
      if (!isPut(route)) return {}
      writes += 1
      if (writes === 1) return lost
      const failure = { status: 401, headers: {}, ambiguous: false }
      throw new Refusal('no token', 'none', Object.assign(new Error('suspended'), failure))
    })
    const one = new GitHubDestination(destination(repository, { secrets: [{ name: 'KEY', format: 'json' }] }), client)
    const { error } = await one.write(held, new Set(), { until: minute, holds: alone })
    expect(writes).toBe(2)
    expect(isAmbiguous(error)).toBe(true)
    expect(isClearRefusal(error)).toBe(false)
  })

  test.each([
    ['who holds the user cannot be read', async () => Promise.reject(new Error('IAM does not answer'))],
    ['GitHub refuses it the second time', alone],
  ])('is no clear refusal when %s', async (_, renewed) => {
    let writes = 0
    let looks = 0
    const { client } = github(({ route }) => {
      if (isKey(route)) return { data: publicKey }
      if (!isPut(route)) return {}
      writes += 1
      return writes === 1 ? lost : { status: 403 }
    })
    const holds = async () => {
      looks += 1
      if (looks > 1) await renewed()
    }
    const one = new GitHubDestination(destination(repository, { secrets: [{ name: 'KEY', format: 'json' }] }), client)
    const { error } = await one.write(held, new Set(), { until: minute, holds })
    expect(error).toBeDefined()
    expect(isClearRefusal(error)).toBe(false)
  })
})

describe('the audience of an organization secret', () => {
  const shown = (visibility: string | undefined) => ({ name: 'KEY', updated_at, created_at: updated_at, visibility })
  const key = destination(organization, { secrets: [{ name: 'KEY', format: 'json' }] })

  test('is asked for again before a write is sent again', async () => {
    const sent: unknown[] = []
    let readers = [1, 2]
    const { client } = github(({ route, body }) => {
      if (isKey(route)) return { data: publicKey }
      if (route.endsWith('/repositories')) {
        return {
          data: { total_count: readers.length, repositories: readers.map((id) => ({ id, full_name: `o/${id}` })) },
        }
      }
      if (!isPut(route)) return { data: shown('selected') }
      sent.push(body['selected_repository_ids'])
      readers = [1]
      return sent.length === 1 ? { status: 403, headers: { 'retry-after': '55' } } : { status: 204 }
    })
    const one = new GitHubDestination(key, client)
    expect(await one.write(held, new Set(), { until: 5 * minute, holds: alone })).toMatchObject({ error: undefined })
    expect(sent).toEqual([[1, 2], [1]])
    expect(await one.differentAudience()).toBeUndefined()
  })

  test('that is selected no more is sent again without a list', async () => {
    const sent: unknown[] = []
    const { client } = github(({ route, body }) => {
      if (isKey(route)) return { data: publicKey }
      if (route.endsWith('/repositories'))
        return { data: { total_count: 1, repositories: [{ id: 1, full_name: 'o/1' }] } }
      if (!isPut(route)) return { data: shown(sent.length === 0 ? 'selected' : 'private') }
      const { visibility, selected_repository_ids: ids } = body
      sent.push({ visibility, ids })
      return sent.length === 1 ? { status: 502 } : { status: 204 }
    })
    await new GitHubDestination(key, client).write(held, new Set(), { until: minute, holds: alone })
    expect(sent).toEqual([{ visibility: 'selected', ids: [1] }, { visibility: 'private' }])
  })

  test.each([undefined, 'public'])('that an answer calls %s is refused, not guessed', async (visibility) => {
    const { client, asked } = github(({ route }) => (isKey(route) ? { data: publicKey } : { data: shown(visibility) }))
    const one = new GitHubDestination({ ...key, audience: { visibility: 'all', repositories: [] } }, client)
    const { problems } = await one.check()
    expect(problems).toEqual([expect.stringContaining('GitHub does not say who may use KEY of the organization octo')])
    const { error } = await one.write(held, new Set(), { until: minute, holds: alone })
    expect(error).toMatchObject({ message: expect.stringContaining('does not say who may use KEY') })
    expect(asked.filter((each) => each.startsWith('PUT'))).toEqual([])
  })

  test('that is configured does not serve for a secret that was there when the run began', async () => {
    let looks = 0
    const { client, asked } = github(({ route }) => {
      if (isKey(route)) return { data: publicKey }
      if (isList(route)) return { data: { total_count: 0, secrets: [] } }
      looks += 1
      return looks <= 2 ? { data: shown('private') } : { status: 404 }
    })
    const one = new GitHubDestination({ ...key, audience: { visibility: 'all', repositories: [] } }, client)
    expect((await one.check()).problems).toEqual([])
    const { error } = await one.write(held, new Set(), { until: minute, holds: alone })
    expect(error).toMatchObject({ message: expect.stringContaining('is gone now') })
    expect(asked.filter((each) => each.startsWith('PUT'))).toEqual([])
  })

  test('that is configured serves for a secret that is not there, whether or not this run has checked it', async () => {
    const sent: unknown[] = []
    const { client } = github(({ route, body }) => {
      if (isKey(route)) return { data: publicKey }
      if (isList(route)) return { data: { total_count: 0, secrets: [] } }
      if (!isPut(route)) return { status: 404 }
      sent.push(body['visibility'])
      return { status: 201 }
    })
    const one = new GitHubDestination({ ...key, audience: { visibility: 'private', repositories: [] } }, client)
    expect(await one.write(held, new Set(), { until: minute, holds: alone })).toMatchObject({ error: undefined })
    expect(sent).toEqual(['private'])
  })
})

describe('a secret is absent', () => {
  test('only where the list says so too, and is whole', async () => {
    let lists = 0
    const { client, clock } = github(({ route }) => {
      if (!isList(route)) return { status: 404 }
      lists += 1
      return { data: { total_count: lists < 3 ? 1 : 0, secrets: [] } }
    })
    const { value } = await new GitHubPlace(organization, client, patience).secrets(['KEY'])
    expect(value).toEqual([{ name: 'KEY', updatedAt: undefined }])
    expect([lists, clock.elapsed()]).toEqual([3, 11 * second])
  })

  test('not where the list stays incomplete', async () => {
    const { client } = github(({ route }) =>
      isList(route) ? { data: { total_count: 2, secrets: [{ name: 'A', updated_at }] } } : { status: 404 },
    )
    for (const place of [repository, organization]) {
      await expect(new GitHubPlace(place, client).secrets(['KEY'])).rejects.toThrow(
        'GitHub does not list all secrets of',
      )
    }
    const all = new GitHubPlace(repository, client).secrets(['A'])
    expect((await all).value).toEqual([{ name: 'A', updatedAt: start }])
  })
})

describe('the recovery secret', () => {
  const place = { owner: 'octo', repo: 'app', environment: undefined, name: 'RECOVERY' }
  const about = { user: 'AIDA', created: start }
  const listed = (at: number) => ({
    total_count: 1,
    secrets: [{ name: 'RECOVERY', updated_at: new Date(at).toISOString() }],
  })

  test.each([
    ['at once', start, 0],
    ['a moment later', start - minute, 2 * second],
    ['by a server whose clock is behind', start - 2 * second, 30 * second],
  ])('tells the date that GitHub gave to its write, shown %s', async (_, first, waited) => {
    let writes = 0
    let looks = 0
    const { client, clock } = github(({ route }) => {
      if (isKey(route)) return { data: publicKey }
      if (isPut(route)) {
        writes += 1
        return { status: 201 }
      }
      if (writes === 0) return { data: { total_count: 0, secrets: [] } }
      looks += 1
      return { data: listed(looks === 1 || first > start - minute ? first : start + second) }
    })
    const written = await new RecoverySecret(client, place, '123456789012').write(held, about, {
      holds: alone,
      replaces: undefined,
    })
    expect(written).toEqual({ writtenAt: first > start - minute ? first : start + second })
    expect([writes, clock.elapsed()]).toEqual([1, waited])
  })

  test('is a problem where GitHub does not show it', async () => {
    const { client } = github(({ route }) => (isKey(route) ? { data: publicKey } : { data: listed(start - minute) }))
    const request = { holds: alone, replaces: start - minute }
    const written = await new RecoverySecret(client, place, '123456789012').write(held, about, request)
    expect(written).toEqual({
      problem: expect.stringContaining('does not show the change after 30 seconds'),
      mayBeWritten: true,
    })
  })

  test.each([
    ['GitHub refuses it', [{ status: 403 }], false],
    ['GitHub refuses it for another public key', [{ status: 422 }, { status: 403 }], false],
    ['an answer is missing', [{ status: 502 }, { status: 502 }, { status: 502 }, { status: 403 }], true],
    ['an answer is missing before the public key changes', [{ status: 502 }, { status: 422 }, { status: 403 }], true],
  ])('may be written unless GitHub has clearly refused: %s', async (_, answers, mayBeWritten) => {
    const left = [...answers]
    const { client } = github(({ route }) => {
      if (isKey(route)) return { data: publicKey }
      return isPut(route) ? (left.shift() ?? { status: 403 }) : { data: { total_count: 0, secrets: [] } }
    })
    const request = { holds: alone, replaces: undefined }
    const written = await new RecoverySecret(client, place, '123456789012').write(held, about, request)
    expect(written).toEqual({ problem: expect.any(String), mayBeWritten })
  })

  describe('is deleted', () => {
    /** `hidden`: so many deletions GitHub answers as if nothing was there. */
    function hiding(hidden: number) {
      let deletions = 0
      const { client } = github(({ route }) => {
        if (!route.startsWith('DELETE')) {
          return { data: deletions > hidden ? { total_count: 0, secrets: [] } : listed(start) }
        }
        deletions += 1
        return { status: deletions > hidden ? 204 : 404 }
      })
      const secret = new RecoverySecret(client, place, '123456789012')
      return { secret, deletions: () => deletions }
    }

    test.each([0, 1, 2])('also where GitHub hides it %d times', async (hidden) => {
      const { secret, deletions } = hiding(hidden)
      expect(await secret.clear(start)).toBe(true)
      expect(deletions()).toBe(hidden + 1)
    })

    test('by a later run where GitHub goes on hiding it', async () => {
      await expect(hiding(9).secret.clear(start)).rejects.toThrow('lists the recovery secret RECOVERY')
    })

    test('not when somebody has written it since', async () => {
      const { secret, deletions } = hiding(0)
      expect([await secret.clear(start - minute), deletions()]).toEqual([false, 0])
    })
  })

  test('is not sent again when another run has taken over', async () => {
    let looks = 0
    const { client, asked } = github(({ route }) => {
      if (isKey(route)) return { data: publicKey }
      return isPut(route) ? { status: 502 } : { data: { total_count: 0, secrets: [] } }
    })
    const holds = async () => {
      looks += 1
      if (looks > 1) throw new Superseded(undefined)
    }
    const write = new RecoverySecret(client, place, '123456789012').write(held, about, { holds, replaces: undefined })
    await expect(write).rejects.toThrow(Superseded)
    expect(asked.filter((each) => each.startsWith('PUT'))).toHaveLength(1)
  })
})
