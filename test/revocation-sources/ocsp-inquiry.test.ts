import t from 'tap'
import { ocspInquiry } from '../../lib/revocation-sources/ocsp-inquiry.js'
import { Certificate } from '../../lib/trust/certificate/certificate.js'
import { commonName, integer, sequence } from '../support/der.js'
import { handMade, handMadeAuthority } from '../support/hand-made.js'
import { certificateId, explicit, ocspResponse, signedOcsp, single, time, type SingleParts } from '../support/ocsp.js'

const authority = handMadeAuthority({ subject: commonName('Authority') })
const alice = handMade(authority, { subject: commonName('Alice'), serialNumber: integer('05') })
const responder = handMade(authority, { subject: commonName('Responder') })
const stranger = handMadeAuthority({ subject: commonName('Stranger') })
const issuer = Certificate.decode(authority.der)
const url = new URL('http://ocsp.example.org/')
const inquiry = ocspInquiry(url, Certificate.decode(alice.der), issuer)

const about = (serialNumber = '05', parts: SingleParts = {}): Buffer =>
  single({ certificateId: certificateId(authority, serialNumber), ...parts })

t.test('a responder is asked by POST, about the certificate alone, by SHA-1', async (t) => {
  t.match(inquiry.question, {
    mediaType: 'application/ocsp-response', body: { mediaType: 'application/ocsp-request' }, maxSize: 65536
  })
  t.same(Buffer.from(inquiry.question.body!.content), sequence(sequence(sequence(sequence(certificateId(authority, '05'))))))
})

t.test('each certificate is an inquiry of its own', async (t) => {
  const other = handMade(authority, { subject: commonName('Bob'), serialNumber: integer('06') })
  t.equal(ocspInquiry(url, Certificate.decode(alice.der), issuer).key, inquiry.key)
  t.not(ocspInquiry(url, Certificate.decode(other.der), issuer).key, inquiry.key)
})

t.test('the answer about the certificate counts, for the five minutes that clocks may differ too', async (t) => {
  const { form, thisUpdate, nextUpdate } = inquiry.read(signedOcsp(authority, {
    responses: [about('07', { thisUpdate: time('20260603000000Z') }), about()]
  }))
  t.equal(form, 'ocsp')
  t.same([thisUpdate, nextUpdate], [Date.UTC(2026, 5, 1), Date.UTC(2026, 6, 1, 0, 5)])
  const brief = inquiry.read(signedOcsp(authority, { responses: [about('05', { nextUpdate: '' })] }))
  t.equal(brief.nextUpdate, Date.UTC(2026, 5, 1, 0, 5))
})

t.test('anything else is no answer', async (t) => {
  t.throws(() => inquiry.read(signedOcsp(authority, { responses: [about('06')] })), /about another certificate/)
  t.throws(() => inquiry.read(signedOcsp(authority, { responses: [] })), /about another certificate/)
  t.throws(() => inquiry.read(Buffer.from('garbage')), { name: 'DerError' })
  t.throws(() => inquiry.read(sequence('0a0103')), { name: 'DerError', message: /tryLater/ })
})

t.test('it is signed by the issuer, or by one whom the issuer has signed', async (t) => {
  const responses = [about()]
  for (const [name, content, expected] of [
    ['the issuer', signedOcsp(authority, { responses }), true],
    ['a responder', signedOcsp(responder, { responses, certificates: [stranger.der, responder.der] }), true],
    ['a responder that does not show itself', signedOcsp(responder, { responses }), false],
    ['a stranger', signedOcsp(stranger, { responses, certificates: [stranger.der, responder.der] }), false],
    ['nobody', ocspResponse({ responses, responderId: explicit(1, commonName('Authority')) }), false]
  ] as const) {
    t.equal(inquiry.read(content).isSignedBy(issuer), expected, name)
  }
})
