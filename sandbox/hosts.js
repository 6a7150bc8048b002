/**
 * Loaded before an action by `--import`, in place of a hosts file: the names in SANDBOX_HOSTS are the only ones that its
 * process can look up, so that nothing reaches the internet, and whatever goes around a proxy fails.
 */
import dns from 'node:dns'

/** @type {Readonly<Record<string, string>>} */
const hosts = JSON.parse(process.env['SANDBOX_HOSTS'] ?? '{}')

dns.lookup = (hostname, ...rest) => {
  const callback = rest.pop()
  const [options] = rest
  const address = hosts[hostname]
  if (address === undefined) {
    const error = new Error(`getaddrinfo ENOTFOUND ${hostname}`)
    process.nextTick(callback, Object.assign(error, { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname }))
  } else if (options?.all === true) {
    process.nextTick(callback, null, [{ address, family: 4 }])
  } else {
    process.nextTick(callback, null, address, 4)
  }
}
