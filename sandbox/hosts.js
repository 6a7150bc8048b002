/**
 * Loaded before an action by `--import`, in place of a hosts file: the names in SANDBOX_HOSTS are the only ones that its
 * process can look up, so that nothing reaches the internet, and whatever goes around a proxy fails. A name may lead to
 * an address (`127.0.0.1`), or to an address and port (`127.0.0.1:34567`), whatever port is asked for.
 */
import dns from 'node:dns'
import { Socket } from 'node:net'

/** @type {Readonly<Record<string, string>>} */
const hosts = JSON.parse(process.env['SANDBOX_HOSTS'] || '{}')

dns.lookup = (hostname, ...rest) => {
  const callback = rest.pop()
  const [options] = rest
  const address = hosts[hostname]?.split(':')[0]
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
  const port = hosts[options?.host]?.split(':')[1]
  if (port !== undefined) options.port = port
  return connect.apply(this, given)
}
