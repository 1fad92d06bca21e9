// Contract, to be implemented (see the brief): class Name
export interface NameAttribute {
  /** OID of the attribute type, dotted. */
  readonly type: string
  /** The value as text; `null` if its ASN.1 type is no string type, or its bytes are not valid in that type. */
  readonly value: string | null
  /** ASN.1 tag number of the value, e.g. 12 for UTF8String. */
  readonly tag: number
}
export interface Name {
  /** DER of the whole Name (RDNSequence). */
  readonly der: Uint8Array
  /** Two names are the same name (RFC 5280 §7.1) if and only if their keys are equal. */
  readonly key: string
  readonly isEmpty: boolean
  /** The RDNs in encoded order, each with its attributes. */
  readonly rdns: ReadonlyArray<readonly NameAttribute[]>
  /** The most specific (last) commonName as text; `null` if there is none or it is no valid string. */
  readonly commonName: string | null
  /** RFC 4514 string (last RDN first), for people and logs; never used to decide. */
  toString (): string
}
