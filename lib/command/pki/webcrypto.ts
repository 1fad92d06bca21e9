import type { webcrypto } from 'node:crypto'
import { createRequire } from 'node:module'
import { cryptoProvider } from '../../trust/x509.js'

// By `require`: the ESM build of @peculiar/webcrypto is not marked as such, and older Nodes take it for CommonJS.
const { Crypto } = createRequire(import.meta.url)('@peculiar/webcrypto') as { Crypto: new () => webcrypto.Crypto }

/** What the command makes keys and signatures with. */
cryptoProvider.set(new Crypto())
