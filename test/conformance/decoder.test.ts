/**
 * The second opinion: on every certificate of NIST PKITS our decoder and @peculiar/x509 read the same.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { Certificate } from '../../lib/trust/certificate/certificate.js'
import type { Name } from '../../lib/trust/names/name.js'
import { X509Certificate } from '../../lib/trust/x509.js'

const folder = join('test', 'conformance', 'pkits', 'certs')
const files = readdirSync(folder)

interface Reading {
  issuer: unknown
  subject: unknown
  serialNumber: string
  notBefore: string
  notAfter: string
  extensions: unknown
}

function hex (bytes: ArrayBuffer | Uint8Array): string {
  return Buffer.from(bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes).toString('hex')
}

/** The types that @peculiar/x509 knows by name, as far as PKITS has them. */
const theirTypeNames = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['1.2.840.113549.1.9.1', 'E'],
  ['2.5.4.42', 'G'],
  ['2.5.4.43', 'I'],
  ['2.5.4.4', 'SN'],
  ['2.5.4.12', 'T']
])

/** One object for each RDN, attribute type to values: the form in which @peculiar/x509 gives names undisturbed. */
function attributesByType (name: Name): Array<Record<string, Array<string | null>>> {
  return name.rdns.map((rdn) => {
    const attributes: Record<string, Array<string | null>> = {}
    for (const { type, value } of rdn) (attributes[theirTypeNames.get(type) ?? type] ??= []).push(value)
    return attributes
  })
}

function ourReading (der: Uint8Array): Reading {
  const { issuer, subject, serialNumberBytes, notBefore, notAfter, extensions } = Certificate.decode(der)
  return {
    issuer: attributesByType(issuer),
    subject: attributesByType(subject),
    serialNumber: hex(serialNumberBytes),
    notBefore: new Date(notBefore).toISOString(),
    notAfter: new Date(notAfter).toISOString(),
    extensions: extensions.map(({ oid, critical, value }) => [oid, critical, hex(value)])
  }
}

function theirReading (certificate: X509Certificate): Reading {
  return {
    issuer: certificate.issuerName.toJSON(),
    subject: certificate.subjectName.toJSON(),
    serialNumber: certificate.serialNumber,
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    extensions: [...certificate.extensions].map(({ type, critical, value }) => [type, critical, hex(value)])
  }
}

/**
 * Where the two disagree, what ours reads, and why.
 *
 * - ValidNegativeSerialNumberTest14EE: its serial number is 255, `00 ff`. @peculiar/x509 drops the sign octet, so that
 *   255 and -1 read the same; PKITS tests that they are told apart.
 */
const disagreements: ReadonlyMap<string, Partial<Reading>> = new Map([
  ['ValidNegativeSerialNumberTest14EE.crt', { serialNumber: '00ff' }]
])

t.test('all 405 certificates are there', async (t) => {
  t.equal(files.length, 405)
})

for (const file of files) {
  t.test(`${file} reads the same with @peculiar/x509`, async (t) => {
    const der = readFileSync(join(folder, file))
    const theirs = theirReading(new X509Certificate(der))
    const known = disagreements.get(file)
    t.strictSame(ourReading(der), { ...theirs, ...known })
    if (known !== undefined) t.notSame(theirs, { ...theirs, ...known }, 'still a disagreement')
  })
}
