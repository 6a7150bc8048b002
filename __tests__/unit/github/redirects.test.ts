/** A redirection leads no token elsewhere: requests over the network, by Octokit. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from '@jest/globals'
import { octokitRequest } from '../../../src/github/api/transport.ts'

const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})

/** A server on one of the addresses of this machine that answers so. */
async function serve(host: string, answer: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return `http://${host}:${(server.address() as AddressInfo).port}`
}

test.each([301, 302, 307, 308])('%i to another origin takes no token there', async (status) => {
  const seen: { readonly authorization: string | undefined; readonly method: string | undefined }[] = []
  const elsewhere = await serve('127.0.0.2', ({ headers, method }, response) => {
    seen.push({ authorization: headers.authorization, method })
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  const api = await serve('127.0.0.1', ({ url }, response) => {
    response.writeHead(status, { location: `${elsewhere}${url}` }).end()
  })
  const request = octokitRequest('ghp_secret', api)
  const settled = await Promise.allSettled([
    request('GET /repos/o/r', {}),
    request('PUT /repos/o/r/actions/secrets/X', { encrypted_value: 'sealed', key_id: '1' }),
    request('DELETE /repos/o/r/actions/secrets/X', {}),
  ])
  expect(seen.map(({ authorization }) => authorization)).toEqual(seen.map(() => undefined))
  expect(settled).toHaveLength(3)
  expect(seen.length).toBeGreaterThan(0)
})
