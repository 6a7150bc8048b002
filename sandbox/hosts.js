/**
 * Loaded before an action by `--import`, in place of a hosts file: the names in SANDBOX_HOSTS are the only ones that its
 * process can look up, so that nothing reaches the internet, and whatever goes around a proxy fails. `name: address`
 * leaves the port as it is; `name:port: address:port` leads to another one, as nobody may listen on 465 here.
 */
import dns from 'node:dns'
import net from 'node:net'

/** @type {readonly (readonly [string, string])[]} */
const entries = Object.entries(JSON.parse(process.env['SANDBOX_HOSTS'] ?? '{}'))
const hosts = Object.fromEntries(entries.map(([name, at]) => [name.split(':')[0], at.split(':')[0]]))
const ports = Object.fromEntries(entries.map(([name, at]) => [name, at.split(':')[1]]))

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

const { connect } = net.Socket.prototype
net.Socket.prototype.connect = function (...args) {
  // Node hands its own calls over as one array.
  const [options] = Array.isArray(args[0]) ? args[0] : args
  const port = ports[`${options?.host}:${options?.port}`]
  if (port !== undefined) options.port = Number(port)
  return connect.apply(this, args)
}
