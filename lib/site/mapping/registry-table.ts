import { significantStart } from '../serial-number.js'
import { OctetsMap } from './octets-map.js'

/** The issuers of one commonName. */
interface Issuer {
  /** From 0 on. */
  readonly number: number
  /** The position of the entry that takes all of their certificates; Infinity if there is none. */
  position: number
}

/** The entries of `users` that ask for no more than the registry knows: issuerCN, serial number, or both. */
export class RegistryTable {
  readonly #issuers = new Map<string, Issuer>()
  /** By serial number alone; the number of such a key is 0. */
  readonly #bySerialNumber = new OctetsMap()
  /** By the number of the issuer and the serial number. */
  readonly #byBoth = new OctetsMap()

  /** To find nothing in it takes longer than to ask: names have to be decoded. */
  get isEmpty (): boolean {
    return this.#issuers.size === 0 && this.#bySerialNumber.isEmpty
  }

  /**
   * The position of the first entry that takes a certificate; Infinity if there is none.
   *
   * @param serialNumber not negative, most significant octet first; null: none that could be configured
   */
  find (issuerCN: string | null, serialNumber: Uint8Array | null): number {
    const issuer = issuerCN === null ? undefined : this.#issuers.get(issuerCN)
    const position = issuer?.position ?? Infinity
    if (serialNumber === null) return position
    const start = significantStart(serialNumber)
    return Math.min(
      position,
      this.#bySerialNumber.get(0, serialNumber, start) ?? Infinity,
      (issuer && this.#byBoth.get(issuer.number, serialNumber, start)) ?? Infinity
    )
  }

  /**
   * Adds an entry behind all others. One of the values is given.
   *
   * @returns the position of an earlier entry that takes all of its certificates; Infinity if there is none
   */
  add (position: number, issuerCN: string | null, serialNumber: Uint8Array | null): number {
    if (serialNumber === null) return this.#addIssuer(position, issuerCN!)
    const start = significantStart(serialNumber)
    if (issuerCN === null) return this.#bySerialNumber.add(0, serialNumber, start, position) ?? Infinity
    const issuer = this.#issuerOf(issuerCN)
    const earlier = Math.min(issuer.position, this.#bySerialNumber.get(0, serialNumber, start) ?? Infinity)
    if (earlier !== Infinity) return earlier
    return this.#byBoth.add(issuer.number, serialNumber, start, position) ?? Infinity
  }

  #addIssuer (position: number, commonName: string): number {
    const issuer = this.#issuerOf(commonName)
    const earlier = issuer.position
    if (earlier === Infinity) issuer.position = position
    return earlier
  }

  #issuerOf (commonName: string): Issuer {
    let issuer = this.#issuers.get(commonName)
    if (issuer === undefined) {
      issuer = { number: this.#issuers.size, position: Infinity }
      this.#issuers.set(commonName, issuer)
    }
    return issuer
  }
}
