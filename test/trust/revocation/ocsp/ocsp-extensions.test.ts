import t from 'tap'
import { DerCursor } from '../../../../lib/trust/der/der-cursor.js'
import { readOcspExtensions } from '../../../../lib/trust/revocation/ocsp/ocsp-extensions.js'
import { TRUE, extension, octets, sequence } from '../../../support/der.js'
import { unknownExtension } from '../../../support/crl.js'
import { explicit } from '../../../support/ocsp.js'

const nonce = (critical: string | Buffer = ''): Buffer => extension('1.3.6.1.5.5.7.48.1.2', '0401ff', critical)
const archiveCutoff = extension('1.3.6.1.5.5.7.48.1.6', '0500', TRUE)

for (const [name, extensions, expected] of [
  ['no extensions', '', true],
  ['a nonce', explicit(1, sequence(nonce())), true],
  ['a critical nonce', explicit(1, sequence(nonce(TRUE))), true],
  ['several that are ignored', explicit(1, sequence(nonce(), archiveCutoff)), true],
  ['one that nobody knows', explicit(1, sequence(unknownExtension())), true],
  ['a critical one that nobody knows', explicit(1, sequence(unknownExtension(TRUE))), false],
  ['a critical one before others', explicit(1, sequence(unknownExtension(TRUE), nonce())), false],
  ['one twice', explicit(1, sequence(nonce(), nonce())), false]
] as const) {
  t.test(`${name}: ${expected ? 'understood' : 'not understood'}`, async (t) => {
    const cursor = new DerCursor(octets(extensions))
    t.equal(readOcspExtensions(cursor, 0xa1), expected)
    cursor.finish()
  })
}

for (const [name, der] of [
  ['an empty list', explicit(1, sequence())],
  ['no list', explicit(1)],
  ['two lists', explicit(1, sequence(nonce()), sequence(nonce()))],
  ['a broken extension', explicit(1, sequence(sequence()))]
] as const) {
  t.test(`${name} is malformed`, async (t) => {
    t.throws(() => readOcspExtensions(new DerCursor(der), 0xa1), { name: 'DerError' })
  })
}
