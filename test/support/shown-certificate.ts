import { Certificate } from '../../lib/trust/certificate/certificate.js'
import { certificate, extension, sequence, type CertificateParts } from './der.js'

/** A certificate that nobody has signed, with these parts and alternative names: what mapping reads of it. */
export function shownCertificate (parts: CertificateParts, ...alternativeNames: Buffer[]): Certificate {
  const extensionList = sequence(extension('2.5.29.17', sequence(...alternativeNames)))
  return Certificate.decode(certificate({ ...alternativeNames.length > 0 && { extensionList }, ...parts }))
}
