import { createHash } from 'node:crypto'
import t from 'tap'
import { OcspResponse } from '../../../../lib/trust/revocation/ocsp/ocsp-response.js'
import { unknownExtension } from '../../../support/crl.js'
import { TRUE, bitString, integer, objectIdentifier, octets, sequence } from '../../../support/der.js'
import { byKey, explicit, ocspResponse, single, time } from '../../../support/ocsp.js'
import type { OcspParts } from '../../../support/ocsp.js'
import { authority, leaf } from '../../../support/revocation-chain.js'

const JUNE = Date.UTC(2026, 5, 1)

t.test('a response is read', async (t) => {
  const der = ocspResponse({ responses: [single(), single()], certificates: [leaf.der], responderId: byKey(authority) })
  const response = OcspResponse.decode(der)
  t.match(response, { producedAt: JUNE, isUnderstood: true, responderId: { form: 'byKey' } })
  t.match(response.responses, [{ status: 'good' }, { status: 'good' }])
  t.equal(response.signatureAlgorithm.algorithm, '1.2.840.10045.4.3.2')
  t.same(response.certificates.map(({ raw }) => Buffer.from(raw)), [leaf.der])
  t.equal(response.certificates, response.certificates)
  t.equal(response.digest, createHash('sha256').update(der).digest('binary'))
  t.equal(response.digest, response.digest)
})

t.test('a response without answers and certificates is read', async (t) => {
  const response = OcspResponse.decode(ocspResponse())
  t.same([response.responses, response.certificates], [[], []])
})

t.test('the bytes that were given may change', async (t) => {
  const der = ocspResponse()
  const { raw } = OcspResponse.decode(der)
  der.fill(0)
  t.same(Buffer.from(raw), ocspResponse())
})

t.test('certificates that can not be decoded are left out', async (t) => {
  const { certificates } = OcspResponse.decode(ocspResponse({ certificates: [sequence(), leaf.der, '0500'] }))
  t.same(certificates.map(({ raw }) => Buffer.from(raw)), [leaf.der])
})

t.test('a critical extension that nobody knows is not understood', async (t) => {
  t.notOk(OcspResponse.decode(ocspResponse({ extensions: [unknownExtension(TRUE)] })).isUnderstood)
  t.ok(OcspResponse.decode(ocspResponse({ extensions: [unknownExtension()] })).isUnderstood)
})

t.test('the version may be there, if it is v1', async (t) => {
  t.ok(OcspResponse.decode(ocspResponse({ version: explicit(0, integer('00')) })))
})

t.test('a signature that is not made of whole octets is none', async (t) => {
  t.equal(OcspResponse.decode(ocspResponse({ signature: bitString(1, '02') })).signature.length, 0)
})

for (const [status, message] of [
  [1, /malformedRequest/], [2, /internalError/], [3, /tryLater/], [5, /sigRequired/], [6, /unauthorized/],
  [4, /no OCSPResponseStatus/]
] as const) {
  t.test(`a responder that answers ${status} gave no answer`, async (t) => {
    const refusal = sequence(octets('0a01', Buffer.of(status)))
    t.throws(() => OcspResponse.decode(refusal), { name: 'DerError', message })
  })
}

for (const [name, parts] of [
  ['a status of two octets', { status: octets('0a020000') }],
  ['a status without octets', { status: octets('0a00') }],
  ['another type of response', { responseType: objectIdentifier('1.2.3') }],
  ['another version', { version: explicit(0, integer('01')) }],
  ['producedAt with fractions', { producedAt: time('20260601000000.5Z') }],
  ['an answer that is none', { responses: [sequence()] }],
  ['no signature', { signature: '' }],
  ['no algorithm', { signatureAlgorithm: '' }]
] as Array<readonly [string, OcspParts]>) {
  t.test(`${name} is no response`, async (t) => {
    t.throws(() => OcspResponse.decode(ocspResponse(parts)), { name: 'DerError' })
  })
}

t.test('something behind a response is no part of it', async (t) => {
  t.throws(() => OcspResponse.decode(octets(ocspResponse(), '00')), { name: 'DerError' })
})
