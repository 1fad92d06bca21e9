import type { webcrypto } from 'node:crypto'
import {
  AuthorityKeyIdentifierExtension, Extension, PemConverter, X509Certificate, X509CrlGenerator, X509CrlReason
} from '../../trust/x509.js'
import { signingAlgorithm, signingKey } from '../../pki/keys.js'
import { ExitStatus, type Context } from '../context.js'
import { daysAfter, printDay } from '../output/date.js'
import { Screen } from '../output/screen.js'
import { authorityOf, PkiFolder, type Entry, type Revocation } from './folder.js'
import type { CrlOptions } from './options.js'
import './webcrypto.js'

/** Writes the CRL of each authority, in the place of the one before. */
export async function crl (context: Context, { dir, days, json }: CrlOptions): Promise<number> {
  const folder = new PkiFolder(dir)
  const revocations = await folder.revocations()
  const authorities = (await folder.entries()).filter(({ certificate }) => certificate.basicConstraints?.cA === true)
  const thisUpdate = context.clock()
  const nextUpdate = daysAfter(thisUpdate, days)
  const written = []
  for (const authority of authorities) {
    const revoked = revocations.filter(({ issuer }) => issuer === authority.name)
    const text = await createCrl(folder, authority, revoked, { thisUpdate, nextUpdate })
    await folder.replace(`${authority.name}.crl`, text)
    const file = folder.file(`${authority.name}.crl`)
    written.push({ file, revoked: revoked.length, nextUpdate: nextUpdate.toISOString() })
  }
  const screen = new Screen(context)
  if (json) screen.json(written)
  else {
    for (const { file, revoked } of written) {
      screen.line(`${file}: ${revoked} revoked, the next one is due on ${printDay(nextUpdate)}`)
    }
  }
  return ExitStatus.GOOD
}

async function createCrl (
  folder: PkiFolder,
  { name, certificate }: Entry,
  revoked: readonly Revocation[],
  times: { thisUpdate: Date, nextUpdate: Date }
): Promise<string> {
  const issuer = new X509Certificate(certificate.raw)
  const { keyPem } = await authorityOf(folder, name)
  const crl = await X509CrlGenerator.create({
    issuer: issuer.subjectName,
    ...times,
    entries: revoked.map(({ serialNumber, at, reason }) => ({
      serialNumber,
      revocationDate: wholeSeconds(at),
      // Without any extension the library writes an empty list of them, which RFC 5280 §5.1.2.6 does not allow.
      invalidity: wholeSeconds(at),
      // RFC 5280 §5.3.1: unspecified is left out.
      ...(reason !== 'unspecified' && { reason: X509CrlReason[reason as keyof typeof X509CrlReason] })
    })),
    extensions: [
      await AuthorityKeyIdentifierExtension.create(await issuer.publicKey.export() as webcrypto.CryptoKey),
      cRLNumber(times.thisUpdate)
    ],
    signingAlgorithm,
    signingKey: await signingKey(keyPem)
  })
  // RFC 7468 §6: the library's own label is one that others do not read.
  return `${PemConverter.encode(crl.rawData, 'X509 CRL')}\n`
}

/** RFC 5280 §5.3.2, §4.1.2.5.2: a GeneralizedTime without fractions of a second, which the library would write. */
function wholeSeconds (moment: string): Date {
  return new Date(Math.floor(Date.parse(moment) / 1000) * 1000)
}

/** RFC 5280 §5.2.3: it grows from one CRL to the next, as the time does. */
function cRLNumber (thisUpdate: Date): Extension {
  const content = Buffer.alloc(6)
  content.writeUIntBE(thisUpdate.getTime(), 0, content.length)
  return new Extension('2.5.29.20', false, Buffer.concat([Buffer.of(2, content.length), content]))
}
