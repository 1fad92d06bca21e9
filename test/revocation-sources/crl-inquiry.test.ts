import t from 'tap'
import { crlInquiry } from '../../lib/revocation-sources/crl-inquiry.js'
import { Certificate } from '../../lib/trust/certificate/certificate.js'
import { signedCrl } from '../support/crl.js'
import { commonName } from '../support/der.js'
import { handMadeAuthority } from '../support/hand-made.js'

const authority = handMadeAuthority({ subject: commonName('Authority') })
const namesake = handMadeAuthority({ subject: commonName('Authority') })
const issuer = Certificate.decode(authority.der)
const crl = signedCrl(authority)
const inquiry = crlInquiry(new URL('http://crl.example.org/a'), 1000)

function pem (label: string, der: Buffer): string {
  return `-----BEGIN ${label}-----\n${der.toString('base64')}\n-----END ${label}-----\n`
}

t.test('a CRL is asked for by GET', async (t) => {
  t.match(inquiry, {
    key: 'crl http://crl.example.org/a', question: { mediaType: 'application/pkix-crl', body: null, maxSize: 1000 }
  })
})

t.test('it is read as DER and as PEM', async (t) => {
  for (const content of [crl, Buffer.from(pem('X509 CRL', crl))]) {
    const { form, document, thisUpdate, nextUpdate } = inquiry.read(content)
    t.equal(form, 'crl')
    t.same(Buffer.from(document.raw), crl)
    t.same([thisUpdate, nextUpdate], [Date.UTC(2026, 5, 1), Date.UTC(2026, 6, 1)])
  }
})

t.test('anything else is none', async (t) => {
  const text = pem('X509 CRL', crl)
  for (const content of [
    '', 'no CRL', '<html></html>', text + text, pem('CERTIFICATE', authority.der), text.slice(0, -30), authority.der,
    Buffer.concat([crl, Buffer.of(0)]), crl.subarray(0, -1), Buffer.of(0x30)
  ]) {
    t.throws(() => inquiry.read(Buffer.from(content)), { name: 'DerError' })
  }
})

t.test('it is signed by an issuer with its name and key', async (t) => {
  t.equal(inquiry.read(crl).isSignedBy(issuer), true)
  t.equal(inquiry.read(signedCrl(namesake)).isSignedBy(issuer), false)
  t.equal(inquiry.read(signedCrl(authority, { issuer: commonName('Other') })).isSignedBy(issuer), false)
})
