import { randomBytes } from 'node:crypto'
import { createCertificate } from '../../pki/certificate.js'
import { Certificate } from '../../trust/certificate/certificate.js'
import { serialNumberKey, serialNumberKeyOf } from '../../site/serial-number.js'
import { attempt } from '../attempt.js'
import { CommandError, ExitStatus, type Context } from '../context.js'
import { fileCertificates, passphraseOf } from '../explain/presented.js'
import { daysAfter, printDay } from '../output/date.js'
import { Screen } from '../output/screen.js'
import { authorityOf, issuerOf, PkiFolder, ROOT } from './folder.js'
import type { IssueOptions } from './options.js'
import { writePkcs12 } from './pkcs12-file.js'
import { jsonEntry, registryEntry, userEntryOf } from './user-entry.js'
import './webcrypto.js'

/** Files are called so: no path, no option, nothing hidden. X.520's ub-common-name is 64. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._@+-]{0,63}$/u

/** Issues a certificate, with a new key, and says how a site maps it. */
export async function issue (context: Context, name: string, options: IssueOptions): Promise<number> {
  if (!NAME.test(name) || name === ROOT) {
    throw new CommandError(`'${name}': a name is up to 64 letters, digits, blanks and . _ @ + -, and not '${ROOT}'`)
  }
  const folder = new PkiFolder(options.dir)
  const issuer = await authorityOf(folder, options.issuer)
  const time = context.clock()
  const { notAfter } = issuer.certificate
  if (notAfter <= time.getTime()) {
    throw new CommandError(`the issuer's certificate has ended, on ${new Date(notAfter).toISOString()}`)
  }
  const serialNumber = options.serial === undefined ? undefined : await freeSerialNumber(folder, options)
  const profile = options.authority ? 'authority' : options.server !== undefined ? 'server' : 'client'
  const given = await passphraseOf(options)
  const madeUp = options.p12 && given === '' ? randomBytes(12).toString('base64url') : null
  const { pem, keyPem } = await createCertificate({
    commonName: name,
    profile,
    keyType: options.key,
    time,
    notAfter: daysAfter(time, options.days),
    hosts: options.server ?? [],
    ...(serialNumber !== undefined && { serialNumber }),
    ...(options.crlUrl !== undefined && { crlUrl: options.crlUrl })
  }, { certificate: issuer.certificate.raw, keyPem: issuer.keyPem })
  const chain = pem + (options.issuer === ROOT ? '' : await folder.readText(`${options.issuer}.pem`))
  const certificates = fileCertificates(name, Buffer.from(chain))
  await folder.add([
    [`${name}.key`, keyPem],
    [`${name}.pem`, chain],
    ...options.p12 ? [[`${name}.p12`, writePkcs12(keyPem, certificates, madeUp ?? given)] as const] : []
  ])
  const certificate = Certificate.decode(certificates[0]!)
  report(new Screen(context), folder, { name, certificate, passphrase: madeUp, profile }, options)
  return ExitStatus.GOOD
}

interface Issue {
  readonly name: string
  readonly certificate: Certificate
  /** Of the PKCS#12 file, if it was made up here. */
  readonly passphrase: string | null
  readonly profile: string
}

function report (screen: Screen, folder: PkiFolder, issued: Issue, { json, p12 }: IssueOptions): void {
  const { name, certificate, passphrase, profile } = issued
  const files = ['pem', 'key', ...p12 ? ['p12'] : []].map((kind) => folder.file(`${name}.${kind}`))
  const user = userEntryOf(name, certificate)
  if (json) {
    screen.json({ files, profile, notAfter: new Date(certificate.notAfter).toISOString(), passphrase, user })
    return
  }
  screen.line(`${files.join(', ')}: valid until ${printDay(certificate.notAfter)}`)
  if (passphrase !== null) screen.line(`The passphrase of ${files.at(-1)} is: ${passphrase}`)
  if (profile !== 'client') return
  screen.heading('In the users of a JSON site:')
  screen.line(jsonEntry(user))
  screen.heading('In a registry file:')
  screen.line(registryEntry(user))
}

/** The wanted serial number, unless the issuer has used it (RFC 5280 §4.1.2.2). */
async function freeSerialNumber (folder: PkiFolder, { serial, issuer }: IssueOptions): Promise<string> {
  const wanted = attempt(() => serialNumberKey(serial, 'big', '--serial'))
  if ('complaint' in wanted) throw new CommandError(wanted.complaint)
  const hexadecimal = Buffer.from(wanted.value, 'latin1').toString('hex')
  if (hexadecimal === '' || hexadecimal.length > 38) {
    throw new CommandError(`--serial: '${serial}' is not a number of 1 to 19 bytes`)
  }
  const entries = await folder.entries()
  const twin = entries.find(({ certificate }) => {
    return serialNumberKeyOf(certificate.serialNumberBytes) === wanted.value &&
      issuerOf(entries, certificate)?.name === issuer
  })
  if (twin !== undefined) throw new CommandError(`--serial: ${issuer} has given '${serial}' to ${twin.name}`)
  return hexadecimal
}
