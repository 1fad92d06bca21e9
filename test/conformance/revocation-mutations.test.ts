/**
 * CRLs and OCSP responses with bytes changed at random: no exception, none takes longer than 100 ms, and nobody who was
 * refused before is trusted afterwards.
 *
 *     REVOCATION_MUTATIONS=1000000 REVOCATION_MUTATIONS_SEED=1 npx tsx test/conformance/revocation-mutations.test.ts
 */
import t from 'tap'
import type { ChainOptions } from '../../lib/trust/chain-options.js'
import type { CertificateChain } from '../../lib/trust/chain.js'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
import { OcspResponse } from '../../lib/trust/revocation/ocsp/ocsp-response.js'
import { CertTrust } from '../../lib/trust/status.js'
import {
  cRLDistributionPoints, cRLNumber, certificateIssuer, deltaCRLIndicator, directoryName, entry, fullName,
  issuingDistributionPoint, reasonCode, signedCrl, uri
} from '../support/crl.js'
import { commonName, extension, integer, objectIdentifier, octets, sequence } from '../support/der.js'
import { handMade } from '../support/hand-made.js'
import { mutated } from '../support/mutations.js'
import { numbersFrom } from '../support/numbers-from.js'
import {
  UNKNOWN, byKey, certificateId, revoked, signedOcsp, single, time as date
} from '../support/ocsp.js'
import { authority, leafWith, root, time } from '../support/revocation-chain.js'

const INPUTS = Number(process.env['REVOCATION_MUTATIONS'] ?? 20_000)
const SEED = Number(process.env['REVOCATION_MUTATIONS_SEED'] ?? 20_260_615)
const LIMIT = 100

// Milliseconds
t.setTimeout(60_000 + INPUTS)

const PLACE = fullName(uri('http://crl.test/'), directoryName(commonName('Place')))
const leaf = leafWith(cRLDistributionPoints([PLACE]))
const responder = handMade(authority, {
  subject: commonName('Responder'),
  serialNumber: integer('09'),
  extensionList: sequence(
    extension('2.5.29.37', sequence(objectIdentifier('1.3.6.1.5.5.7.3.9'))), extension('1.3.6.1.5.5.7.48.1.5', '0500')
  )
})

const nonce = extension('1.3.6.1.5.5.7.48.1.2', '0404deadbeef')
const about = (status: Buffer | undefined, hash: 'sha1' | 'sha256' = 'sha1'): Buffer =>
  single({ certificateId: certificateId(authority, '05', hash), ...(status && { status }), extensions: [nonce] })
const old = single({
  certificateId: certificateId(authority, '05'), thisUpdate: date('20260101000000Z'), nextUpdate: ''
})
const certificates = [responder.der]
const ocspResponses = [
  signedOcsp(authority, { responses: [about(revoked(1))] }),
  signedOcsp(authority, { responses: [about(UNKNOWN, 'sha256')], responderId: byKey(authority), extensions: [nonce] }),
  signedOcsp(authority, { responses: [old] }),
  signedOcsp(authority, { responses: [single({ certificateId: certificateId(authority, '06') })] }),
  signedOcsp(responder, { responses: [about(revoked())], certificates })
]
const goodResponses = [
  signedOcsp(authority, { responses: [about(undefined)], extensions: [nonce] }),
  signedOcsp(responder, { responses: [about(undefined, 'sha256')], certificates, responderId: byKey(responder) })
]

const entries = [entry('04', reasonCode(1)), entry('05'), entry('06', certificateIssuer(commonName('Authority')))]
const scope = issuingDistributionPoint(PLACE, octets('8401ff'))
const crls = [
  signedCrl(authority, { entries: [entry('05', reasonCode(4))] }),
  signedCrl(authority, { entries, extensions: [scope, cRLNumber(1)] }),
  signedCrl(authority, { entries, extensions: [cRLNumber(2), deltaCRLIndicator(1)] }),
  signedCrl(root, { entries })
]

const engine = new CertificateChainEngine({ trustAnchors: root.der, intermediates: authority.der })

function ask (options: ChainOptions): CertificateChain {
  return engine.getCertificateChain(leaf.der, { time, usage: null, revocation: 'endCertificate', ...options })
}

/** Milliseconds. Others use the machine too: what took long is timed again, and the shortest counts. */
function durationOf (run: () => void): number {
  let shortest = Infinity
  for (let attempt = 0; attempt < 3 && shortest > LIMIT; attempt++) {
    const start = performance.now()
    run()
    shortest = Math.min(shortest, performance.now() - start)
  }
  return shortest
}

/** Each input is printed as hexadecimal where it does what none may. */
function mutate (originals: readonly Buffer[], count: number, judge: (input: Buffer) => boolean): string[] {
  const below = numbersFrom(SEED)
  const faults: string[] = []
  for (let index = 0; index < count; index++) {
    const input = mutated(originals[index % originals.length]!, below)
    let isRight = true
    const duration = durationOf(() => { isRight = judge(input) })
    if (!isRight || duration > LIMIT) faults.push(`${Math.round(duration)} ms: ${input.toString('hex')}`)
  }
  return faults
}

t.test('what is changed is refused as it is, and what is good is good', async (t) => {
  for (const ocspResponses of goodResponses) t.equal(ask({ ocspResponses }).errorStatus, 0)
  t.same(ocspResponses.map((response) => CertTrust.namesOf(ask({ ocspResponses: response }).errorStatus)[0]), [
    'IS_REVOKED', 'REVOCATION_STATUS_UNKNOWN', 'REVOCATION_STATUS_UNKNOWN', 'REVOCATION_STATUS_UNKNOWN', 'IS_REVOKED'
  ])
  t.not(ask({ crls }).errorStatus, 0)
})

t.test(`OCSP responses, seed ${SEED}`, async (t) => {
  t.same(mutate(ocspResponses, INPUTS / 2, (input) => ask({ ocspResponses: input }).errorStatus !== 0), [])
})

t.test(`good OCSP responses stay good only if what was signed is there, seed ${SEED}`, async (t) => {
  const signed = goodResponses.map((der) => Buffer.from(OcspResponse.decode(der).tbsResponseData))
  const isUnchanged = (input: Buffer): boolean =>
    signed.some((data) => data.equals(OcspResponse.decode(input).tbsResponseData))
  t.same(mutate(goodResponses, INPUTS / 4, (input) =>
    ask({ ocspResponses: input }).errorStatus !== 0 || isUnchanged(input)), [])
})

t.test(`CRLs, seed ${SEED}`, async (t) => {
  t.same(mutate(crls, INPUTS / 4, (input) => {
    try {
      return ask({ crls: input }).errorStatus !== 0
    } catch (error) {
      // The answer to an operator: it names the option
      return error instanceof TypeError && error.message.startsWith('crls')
    }
  }), [])
})
