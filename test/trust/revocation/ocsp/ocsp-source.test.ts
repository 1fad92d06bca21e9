import t from 'tap'
import {
  decodeOcspResponses, ocspSources, readOcspResponses
} from '../../../../lib/trust/revocation/ocsp/ocsp-source.js'
import { octets, sequence } from '../../../support/der.js'
import { ocspResponse } from '../../../support/ocsp.js'

const response = ocspResponse()
const tryLater = sequence(octets('0a0103'))

t.test('one response or a list of them can be given', async (t) => {
  for (const [source, count] of [[response, 1], [[response, response], 2], [[], 0]] as const) {
    t.equal(readOcspResponses(source, 'ocspResponses').length, count)
    t.equal(ocspSources(source, 'ocspResponses').length, count)
  }
})

for (const [name, source, message] of [
  ['text', 'MIIB', /^ocspResponses is neither bytes nor an array/],
  ['null', null, /^ocspResponses is neither/],
  ['text in a list', [response, 'MIIB'], /^ocspResponses\[1\] is no Uint8Array/]
] as const) {
  t.test(`${name} is a TypeError`, async (t) => {
    t.throws(() => readOcspResponses(source as never, 'ocspResponses'), { name: 'TypeError', message })
    t.throws(() => ocspSources(source as never, 'ocspResponses'), { name: 'TypeError', message })
  })
}

for (const [name, source, message] of [
  ['garbage', octets('3003020100'), /^ocspResponses is no OCSP response/],
  ['a byte too many in a list', [response, octets(response, '00')], /^ocspResponses\[1\] is no OCSP response/],
  ['a response without an answer', tryLater, /^ocspResponses is no OCSP response \(tryLater/]
] as const) {
  t.test(`${name} of an operator is a TypeError, of a peer no answer`, async (t) => {
    t.throws(() => readOcspResponses(source, 'ocspResponses'), { name: 'TypeError', message })
    const sources = ocspSources(source, 'ocspResponses')
    t.equal(decodeOcspResponses(sources).length, sources.length - 1)
  })
}
