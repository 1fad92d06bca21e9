/** `npm run bench`: every figure beside its peers, measured in one run. */
import { cpus } from 'node:os'
import { benchVerdict } from './verdict.js'

console.log(`Node ${process.version}, OpenSSL ${process.versions.openssl}, ${cpus()[0]?.model.trim()}\n`)
for (const keyAlgorithm of ['P-256', 'RSA-2048', 'Ed25519'] as const) {
  console.log(`A client certificate below a root and an intermediate, ${keyAlgorithm}`)
  console.table(Object.fromEntries((await benchVerdict(keyAlgorithm)).map(({ name, microseconds, ratio }) => [
    name, { µs: Number(microseconds.toFixed(1)), ratio: Number(ratio.toFixed(2)) }
  ])))
}
