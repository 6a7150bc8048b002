/**
 * Loaded before an action by `--import`, in place of a hosts file: the names in SANDBOX_HOSTS are the only ones that its
 * process can look up, so that nothing reaches the internet, and whatever goes around a proxy fails. A name may lead to
 * an address (`127.0.0.1`), or to an address and port (`127.0.0.1:34567`), whatever port is asked for; with a port of its
 * own (`name:465`), only that one leads there.
 */
import dns from 'node:dns'
import { Socket } from 'node:net'

/** @type {Readonly<Record<string, string>>} */
const hosts = JSON.parse(process.env['SANDBOX_HOSTS'] || '{}')
const addresses = Object.fromEntries(Object.entries(hosts).map(([name, at]) => [name.split(':')[0], at.split(':')[0]]))

dns.lookup = (hostname, ...rest) => {
  const callback = rest.pop()
  const [options] = rest
  const address = addresses[hostname]
  if (address === undefined) {
    const error = new Error(`getaddrinfo ENOTFOUND ${hostname}`)
    process.nextTick(callback, Object.assign(error, { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname }))
  } else if (options?.all === true) {
    process.nextTick(callback, null, [{ address, family: 4 }])
  } else {
    process.nextTick(callback, null, address, 4)
  }
}

// Ports below 1024 are not the sandbox's to listen on.
const { connect } = Socket.prototype
Socket.prototype.connect = function (...given) {
  // What net.connect has normalized already is one array.
  const [options] = Array.isArray(given[0]) ? given[0] : given
  const at = hosts[`${options?.host}:${options?.port}`] ?? hosts[options?.host]
  const port = at?.split(':')[1]
  if (port !== undefined) options.port = port
  return connect.apply(this, given)
}
