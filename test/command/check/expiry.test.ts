import t from 'tap'
import { expiryFindings } from '../../../lib/command/check/expiry.js'
import { Places } from '../../../lib/command/site-file/places.js'
import type { SiteOptions } from '../../../lib/site/options.js'
import { crl, time as crlTime } from '../../support/crl.js'
import { explicit, ocspResponse, single, time as ocspTime } from '../../support/ocsp.js'
import { createAuthority } from '../../support/pki.js'
import { temporaryFolder } from '../../support/temporary-folder.js'

const june = { notBefore: new Date('2026-06-01T00:00:00Z'), notAfter: new Date('2026-06-30T00:00:00Z') }
const root = await createAuthority({ commonName: 'Root', ...june })
const server = await root.issueServer(['localhost'], { commonName: 'Server' })
const places = new Places({ file: 'site.json' })

function messages (options: Partial<SiteOptions>, time: string): string[] {
  return expiryFindings({ virtualRoots: {}, ...options }, places, { time: new Date(time), days: 10 })
    .map(({ severity, message }) => `${severity}: ${message}`)
}

for (const [time, expected] of [
  ['2026-06-10T00:00:00Z', []],
  ['2026-06-25T12:00:00Z', ['warning: trustAnchors: CN=Root ends in 4 days, on 2026-06-30']],
  ['2026-07-01T00:00:00Z', ['error: trustAnchors: CN=Root ended on 2026-06-30: every certificate below it is refused']],
  ['2026-05-01T00:00:00Z', [
    'error: trustAnchors: CN=Root begins on 2026-06-01: until then every certificate below it is refused'
  ]]
] as const) {
  t.test(`a trust anchor of June, at ${time}`, async (t) => {
    t.same(messages({ trustAnchors: root.pem }, time), expected)
  })
}

t.test('CRLs end too, unless they say no time', async (t) => {
  const aged = crl()
  const ageless = crl({ nextUpdate: '' })
  const later = crl({ nextUpdate: crlTime('270701000000Z') })
  t.same(messages({ crls: [aged, ageless, later] }, '2026-06-25T12:00:00Z'), [
    'warning: crls: the CRL of CN=Issuer ends in 5 days, on 2026-07-01'
  ])
})

t.test('OCSP responses end too, and one that says no time is good at its own alone', async (t) => {
  const fresh = ocspResponse({ responses: [single(), single({ nextUpdate: explicit(0, ocspTime('20270701000000Z')) })] })
  const ageless = ocspResponse({ responses: [single({ nextUpdate: '' })] })
  t.same(messages({ ocspResponses: [fresh, ageless] }, '2026-06-25T12:00:00Z'), [
    'warning: ocspResponses: the response about 05 ends in 5 days, on 2026-07-01',
    'error: ocspResponses: the response about 05 ended on 2026-06-01: every certificate that it is asked about is refused'
  ])
})

t.test('the server\'s certificate ends too', async (t) => {
  const store = await temporaryFolder(t, { 'server.pem': server.pem + server.keyPem })
  t.same(messages({ store, certificateSubject: 'Server' }, '2026-06-25T12:00:00Z'), [
    "warning: certificateSubject: the server's certificate 'Server' ends in 4 days, on 2026-06-30"
  ])
  t.match(messages({ store, certificateSubject: 'Other', passphrase: 'x' }, '2026-06-10T00:00:00Z'), [
    /^error: certificateSubject: no certificate in .* has the subject CN 'Other'/
  ])
  t.same(messages({ certificateSubject: 'Server' }, '2026-06-25T12:00:00Z'), [])
})
