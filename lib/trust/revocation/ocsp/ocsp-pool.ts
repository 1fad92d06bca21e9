import { bytesAsKey } from '../../bytes-as-key.js'
import type { Certificate } from '../../certificate/certificate.js'
import type { SigningKey } from '../../signature/signing-key.js'
import { identifies } from './certificate-id.js'
import type { OcspResponse } from './ocsp-response.js'
import type { SingleResponse } from './single-response.js'

/** What a response says of one certificate. */
export interface OcspStatement {
  readonly response: OcspResponse
  readonly single: SingleResponse
}

/** OCSP responses by the serial numbers that they speak of. What is not understood is not among them. */
export class OcspPool {
  readonly #bySerialNumber = new Map<string, OcspStatement[]>()

  constructor (responses: Iterable<OcspResponse>) {
    for (const response of responses) {
      if (!response.isUnderstood) continue
      for (const single of response.responses) {
        if (single.isUnderstood) this.#add({ response, single })
      }
    }
  }

  /** `issuerKey`: the key that signed the certificate. */
  about (certificate: Certificate, issuerKey: SigningKey): readonly OcspStatement[] {
    const statements = this.#bySerialNumber.get(bytesAsKey(certificate.serialNumberBytes)) ?? []
    return statements.filter(({ single }) => identifies(single.certificateId, certificate, issuerKey))
  }

  #add (statement: OcspStatement): void {
    const key = bytesAsKey(statement.single.certificateId.serialNumber)
    const statements = this.#bySerialNumber.get(key)
    if (statements === undefined) this.#bySerialNumber.set(key, [statement])
    else statements.push(statement)
  }
}
