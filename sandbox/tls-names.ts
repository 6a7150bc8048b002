/** Names of AWS on the loopback interface: a certificate for them that an action trusts, and the way to their ports. */
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { generate } from 'selfsigned'

export interface TlsNames {
  /** What a TLS server of these names needs, in PEM form. */
  readonly key: string
  readonly cert: string
  /** What an action's environment needs to trust them and to find them: from `host:port` to a port of the loopback interface. */
  environment(ports: Readonly<Record<string, number>>): Readonly<Record<string, string>>
  /** Removes the file that the environment names. */
  remove(): void
}

/** Names as certificates have them: `*` stands for one label. */
export function tlsNames(names: readonly string[]): TlsNames {
  const { private: key, cert } = certificateFor(names)
  const folder = mkdtempSync(join(tmpdir(), 'tls-names-'))
  const authority = join(folder, 'authority.pem')
  writeFileSync(authority, cert)
  return {
    key,
    cert,
    environment: (ports) => ({
      NODE_EXTRA_CA_CERTS: authority,
      NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'hosts.js'))}`,
      SANDBOX_HOSTS: JSON.stringify(
        Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, `127.0.0.1:${port}`])),
      ),
    }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** One is enough for a process, for each list of names. */
const certificates = new Map<string, { readonly private: string; readonly cert: string }>()

function certificateFor(names: readonly string[]) {
  const known = certificates.get(names.join())
  if (known !== undefined) return known
  const options = {
    // Node makes keys much faster than the library does.
    keyPair: generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    }),
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) },
    ],
  }
  const made = generate([{ name: 'commonName', value: 'The sandbox' }], options)
  certificates.set(names.join(), made)
  return made
}
