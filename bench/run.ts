/** `npm run bench`: every figure beside its peers, measured in one run. */
import { cpus } from 'node:os'
import { benchCrl } from './crl.js'
import { benchVerdict } from './verdict.js'

console.log(`Node ${process.version}, OpenSSL ${process.versions.openssl}, ${cpus()[0]?.model.trim()}\n`)
for (const keyAlgorithm of ['P-256', 'RSA-2048', 'Ed25519'] as const) {
  console.log(`A client certificate below a root and an intermediate, ${keyAlgorithm}`)
  console.table(Object.fromEntries((await benchVerdict(keyAlgorithm)).map(({ name, microseconds, ratio }) => [
    name, { µs: Number(microseconds.toFixed(1)), ratio: Number(ratio.toFixed(2)) }
  ])))
}

console.log('A CRL of a million entries')
console.table(Object.fromEntries(['with reason codes', 'without'].map((name, index) => {
  const cost = benchCrl(1_000_000, index === 0)
  return [name, {
    'DER, MB': Number((cost.derBytes / 1e6).toFixed(1)),
    'load, s': Number(cost.loadSeconds.toFixed(2)),
    'memory / DER': Number(cost.memoryRatio.toFixed(2)),
    'listed, µs': Number(cost.lookupMicroseconds.toFixed(2)),
    'absent, µs': Number(cost.absentMicroseconds.toFixed(2)),
    'openssl crl, s': Number(cost.opensslSeconds.toFixed(2)),
    'its memory / DER': Number(cost.opensslMemoryRatio.toFixed(1))
  }]
})))
