/**
 * A program: prints a key and a certificate for the names that it is given, as JSON. A process of its own makes them,
 * since tests run in a context in which the arithmetic of selfsigned takes ten times as long. Plain JavaScript, so
 * that starting it does not start a compiler too.
 */
import { generateKeyPairSync } from 'node:crypto'
import { generate } from 'selfsigned'

const names = process.argv.slice(2)

// Node.js makes keys much faster than selfsigned does.
const keyPair = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const { private: key, cert } = generate([{ name: 'commonName', value: 'The sandbox' }], {
  algorithm: 'sha256',
  keyPair,
  extensions: [
    { name: 'basicConstraints', cA: true },
    {
      name: 'subjectAltName',
      altNames: [...names.map((value) => ({ type: 2, value })), { type: 7, ip: '127.0.0.1' }],
    },
  ],
})
process.stdout.write(JSON.stringify({ key, cert }))
