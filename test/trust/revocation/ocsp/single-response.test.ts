import t from 'tap'
import { DerCursor } from '../../../../lib/trust/der/der-cursor.js'
import { readSingleResponse } from '../../../../lib/trust/revocation/ocsp/single-response.js'
import { unknownExtension } from '../../../support/crl.js'
import { TRUE, octets, sequence, text } from '../../../support/der.js'
import { GOOD, UNKNOWN, explicit, revoked, single, time } from '../../../support/ocsp.js'
import type { SingleParts } from '../../../support/ocsp.js'

const JUNE = Date.UTC(2026, 5, 1)
const JULY = Date.UTC(2026, 6, 1)
const MAY_15 = Date.UTC(2026, 4, 15)

for (const [name, parts, expected] of [
  ['good', { status: GOOD }, { status: 'good', revocation: null, thisUpdate: JUNE, nextUpdate: JULY }],
  ['unknown', { status: UNKNOWN }, { status: 'unknown', revocation: null }],
  ['revoked', { status: revoked() }, { status: 'revoked', revocation: { time: MAY_15, reason: null } }],
  ['revoked with a reason', { status: revoked(1) },
    { status: 'revoked', revocation: { time: MAY_15, reason: 'keyCompromise' } }],
  ['no nextUpdate: it is as old as its thisUpdate', { nextUpdate: '' }, { thisUpdate: JUNE, nextUpdate: JUNE }],
  ['an extension', { extensions: [unknownExtension()] }, { isUnderstood: true }],
  ['a critical extension', { extensions: [unknownExtension(TRUE)] }, { isUnderstood: false }],
  ['a critical extension without nextUpdate', { nextUpdate: '', extensions: [unknownExtension(TRUE)] },
    { isUnderstood: false }]
] as const) {
  t.test(`${name} is read`, async (t) => {
    t.match(readSingleResponse(new DerCursor(single(parts))), expected)
  })
}

for (const [name, parts] of [
  ['good with content', { status: octets('800100') }],
  ['unknown with content', { status: octets('820100') }],
  ['another status', { status: octets('8300') }],
  ['no status', { status: '' }],
  ['good that is constructed', { status: octets('a000') }],
  ['revoked without a time', { status: octets('a100') }],
  ['revoked at a UTCTime', { status: octets(Buffer.of(0xa1, 15), text(0x17, '260515000000Z')) }],
  ['a reason that is none', { status: revoked(7) }],
  ['a status behind the reason', { status: octets(Buffer.of(0xa1, 19), time('20260515000000Z'), '8000') }],
  ['thisUpdate as UTCTime', { thisUpdate: text(0x17, '260601000000Z') }],
  ['thisUpdate with fractions', { thisUpdate: time('20260601000000.5Z') }],
  ['nextUpdate as UTCTime', { nextUpdate: explicit(0, text(0x17, '260701000000Z')) }],
  ['two times in nextUpdate', { nextUpdate: explicit(0, time('20260701000000Z'), time('20260701000000Z')) }],
  ['another CertID', { certificateId: sequence() }]
] as Array<readonly [string, SingleParts]>) {
  t.test(`${name} is malformed`, async (t) => {
    t.throws(() => readSingleResponse(new DerCursor(single(parts))), { name: 'DerError' })
  })
}
