import t from 'tap'
import { CertificateChainEngine, CertTrust } from '../../lib/index.js'
import type { SiteOptions } from '../../lib/index.js'
import { commonName } from '../support/der.js'
import { explainSite } from '../support/explain-site.js'
import { handMade, handMadeAuthority, validity } from '../support/hand-made.js'

// Times of Wednesday, 2026-07-15, about noon. The CAs live for a century.
const notBefore = '260715110000Z'
const notAfter = '260715130000Z'
const noon = new Date('2026-07-15T12:00:00Z')
const long = validity('500101000000Z', '20491231235959Z')

/** The bits of the leaf, of its issuer and of the root, whose validities are given. */
function bitsOf (validities: { leaf?: Buffer, issuer?: Buffer, root?: Buffer }, time: Date): string[][] {
  const { leaf = long, issuer = long, root = long } = validities
  const anchor = handMadeAuthority({ subject: commonName('Root'), validity: root })
  const intermediate = handMadeAuthority({ subject: commonName('Issuer'), validity: issuer }, anchor)
  const engine = new CertificateChainEngine({ trustAnchors: anchor.der, intermediates: intermediate.der })
  const { elements } = engine.getCertificateChain(handMade(intermediate, { validity: leaf }).der, { time })
  return elements.map(({ errorStatus }) => CertTrust.namesOf(errorStatus))
}

const invalid = ['IS_NOT_TIME_VALID']

t.test('S34: expired or not yet valid shows on each certificate of which it is true', async (t) => {
  const expired = validity('250101000000Z', '260715115959Z')
  const future = validity('260715120001Z', '270101000000Z')
  for (const spoilt of [expired, future]) {
    t.same(bitsOf({ leaf: spoilt }, noon), [invalid, [], []])
    t.same(bitsOf({ issuer: spoilt }, noon), [[], invalid, []])
    t.same(bitsOf({ root: spoilt }, noon), [[], [], invalid])
    t.same(bitsOf({ leaf: expired, root: spoilt }, noon), [invalid, [], invalid])
    t.same(bitsOf({ leaf: spoilt, issuer: future, root: expired }, noon), [invalid, invalid, invalid])
  }
  t.same(bitsOf({}, noon), [[], [], []])
})

t.test('S34: the first and the last second are valid, those beside are not', async (t) => {
  for (const [time, bits] of [
    ['2026-07-15T10:59:59.999Z', invalid], ['2026-07-15T11:00:00.000Z', []],
    ['2026-07-15T13:00:00.000Z', []], ['2026-07-15T13:00:00.001Z', invalid]
  ] as const) {
    const [leaf] = bitsOf({ leaf: validity(notBefore, notAfter) }, new Date(time))
    t.same(leaf, bits, time)
  }
})

t.test('S34: the time zone of the server, summer time included, does not matter', async (t) => {
  const zone = process.env['TZ']
  t.teardown(() => {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  })
  const offsets = new Set<number>()
  for (const TZ of ['UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata']) {
    process.env['TZ'] = TZ
    offsets.add(noon.getTimezoneOffset())
    for (const [leaf, bits] of [
      [validity(notBefore, notAfter), []],
      [validity('260715120001Z', notAfter), invalid],
      [validity(notBefore, '260715115959Z'), invalid],
      [validity('260715120000Z', '260715120000Z'), []]
    ] as const) t.same(bitsOf({ leaf }, noon)[0], bits, TZ)
  }
  t.equal(offsets.size, 6, 'the zones were really different')
})

// RFC 5280 §4.1.2.5: through 2049 a UTCTime, from 2050 on a GeneralizedTime; years from 50 on are 19xx.
t.test('S34: the year 2050 and the century are read as RFC 5280 says', async (t) => {
  for (const [leaf, time, bits] of [
    [validity('491231000000Z', '20500101000000Z'), '2049-12-31T12:00:00Z', []],
    [validity('491231000000Z', '20500101000000Z'), '2050-01-01T00:00:00Z', []],
    [validity('491231000000Z', '20500101000000Z'), '2050-01-01T00:00:01Z', invalid],
    [validity('491231000000Z', '500101000000Z'), '2049-12-31T12:00:00Z', invalid], // until 1950
    [validity('500101000000Z', '500102000000Z'), '1950-01-01T12:00:00Z', []],
    [validity('500101000000Z', '500102000000Z'), '2050-01-01T12:00:00Z', invalid],
    [validity('700101000000Z', '99991231235959Z'), '9999-12-31T23:59:59Z', []] // RFC 5280 §4.1.2.5: no end is known
  ] as const) {
    const [bitsOfLeaf] = bitsOf({ leaf, issuer: validity('500101000000Z', '99991231235959Z') }, new Date(time))
    t.same(bitsOfLeaf, bits, time)
  }
})

const root = handMadeAuthority({ subject: commonName('Root'), validity: long })
const site: SiteOptions = {
  virtualRoots: { '/secure': { permissions: ['READ', 'REQUIRE_CERT'] } }, trustAnchors: root.der, clock: () => noon
}

t.test('S34: a time that is written in another way is none, and admits nobody', async (t) => {
  const explain = explainSite(site)
  const answer = (from: string, to: string) =>
    explain({ path: '/secure', certificate: handMade(root, { validity: validity(from, to) }).der }).subStatus
  t.equal(answer(notBefore, notAfter), null)
  for (const wrong of [
    '2607151300Z', '260715130000', '260715130000+0000', '260715150000+0200', '261315130000Z', '260732130000Z',
    '260230130000Z', '260715240000Z', '260715136000Z', '260715130060Z', '26071513000aZ', '260715130000z', '',
    '20260715130000', '20260715130000.5Z', '20260715130000+0000', '202607151300Z', '20260715130000,5Z', '-2607151300Z'
  ]) {
    t.equal(answer(notBefore, wrong), '403.16', `notAfter ${wrong}`)
    t.equal(answer(wrong, notAfter), '403.16', `notBefore ${wrong}`)
  }
  t.equal(answer(notAfter, notBefore), '403.17', 'an end before the beginning')
})

// No skew is allowed for: RFC 5280 knows none. An operator who needs it gives a clock that has it.
t.test('S34: clocks that differ are not forgiven', async (t) => {
  const certificate = handMade(root, { validity: validity('260715120001Z', notAfter) }).der
  t.equal(explainSite(site)({ path: '/secure', certificate }).subStatus, '403.17')
  const late = new Date(noon.getTime() + 1_000)
  t.equal(explainSite({ ...site, clock: () => late })({ path: '/secure', certificate }).subStatus, null)
})
