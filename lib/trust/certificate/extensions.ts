import { DerCursor } from '../der/der-cursor.js'
import { isWellFormedContent } from '../der/is-well-formed.js'
import { Tag } from '../der/tags.js'
import { CertTrust } from '../status.js'
import { extensionProfile, type ExtensionFields } from './extension-profile.js'

const { INVALID_EXTENSION, HAS_NOT_SUPPORTED_CRITICAL_EXT } = CertTrust

/**
 * Departure from RFC 5280 §4.1.2.9: SIZE (1..MAX). Decoded, each extension takes many times the bytes that a peer sends
 * for it; certificates in use have some ten.
 */
const mostExtensions = 64

const UNKNOWN_CRITICAL = INVALID_EXTENSION | HAS_NOT_SUPPORTED_CRITICAL_EXT

/** RFC 5280 §4.1.2.9 */
export interface Extension {
  /** extnID, dotted. */
  readonly oid: string
  readonly critical: boolean
  /** The contents of the OCTET STRING. */
  readonly value: Uint8Array
}

/** All extensions of a certificate, and what they say. */
export interface Extensions extends Readonly<ExtensionFields> {
  /** In encoded order, repeated ones included. */
  readonly list: readonly Extension[]
  /** The first of this kind. */
  first (oid: string): Extension | null
  /** CertTrust bits. */
  readonly errors: number
}

class ExtensionRecord implements Extensions {
  errors = 0
  basicConstraints: ExtensionFields['basicConstraints'] = null
  keyUsage: ExtensionFields['keyUsage'] = null
  extKeyUsage: ExtensionFields['extKeyUsage'] = null
  applicationPolicies: ExtensionFields['applicationPolicies'] = null
  certificatePolicies: ExtensionFields['certificatePolicies'] = null
  policyMappings: ExtensionFields['policyMappings'] = null
  policyConstraints: ExtensionFields['policyConstraints'] = null
  inhibitAnyPolicy: ExtensionFields['inhibitAnyPolicy'] = null
  authorityKeyIdentifier: ExtensionFields['authorityKeyIdentifier'] = null
  subjectKeyIdentifier: ExtensionFields['subjectKeyIdentifier'] = null
  subjectAltName: ExtensionFields['subjectAltName'] = null
  nameConstraints: ExtensionFields['nameConstraints'] = null
  cRLDistributionPoints: ExtensionFields['cRLDistributionPoints'] = null
  readonly #bytes: Uint8Array
  readonly #start: number
  readonly #end: number

  /** From `start` to `end` the bytes are the DER of the SEQUENCE OF Extension; there is none where they are equal. */
  constructor (bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes
    this.#start = start
    this.#end = end
  }

  /** Made when it is asked for: no verdict needs it. */
  get list (): readonly Extension[] {
    const list: Extension[] = []
    if (this.#start === this.#end) return list
    const cursor = new DerCursor(this.#bytes.subarray(this.#start, this.#end))
    cursor.enter(Tag.SEQUENCE)
    while (cursor.hasNext()) {
      walkExtension(cursor, (oid, critical) => { list.push({ oid, critical, value: cursor.content() }) })
    }
    return list
  }

  first (oid: string): Extension | null {
    return this.list.find((extension) => extension.oid === oid) ?? null
  }
}

/**
 * RFC 5280 §4.1.2.9: extensions [3] EXPLICIT SEQUENCE SIZE (1..MAX) OF Extension, in version 3 only. Throws a
 * DerError if that frame is broken. What is wrong inside an extension, an empty list and extensions in an older
 * version are faults that `errors` tells.
 */
export function readExtensions (cursor: DerCursor, tag: number, version: number): Extensions {
  if (!cursor.hasNext()) return new ExtensionRecord(cursor.bytes, cursor.position, cursor.position)
  const outer = cursor.enter(tag)
  const record = new ExtensionRecord(cursor.bytes, cursor.position, cursor.end)
  const list = cursor.enter(Tag.SEQUENCE)
  if (!cursor.hasNext() || version !== 3) record.errors |= INVALID_EXTENSION
  const read: string[] = []
  const visit: ExtensionVisitor = (oid, critical) => {
    record.errors |= judge(oid, critical, read.includes(oid), cursor, record)
    read.push(oid)
  }
  while (cursor.hasNext()) {
    walkExtension(cursor, visit)
    if (read.length > mostExtensions) cursor.fail('too many extensions')
  }
  cursor.leave(list)
  cursor.leave(outer)
  return record
}

/** Is called with the extension's OID and criticality; the cursor has read the OCTET STRING of its value last. */
export type ExtensionVisitor = (oid: string, critical: boolean, cursor: DerCursor) => void

/**
 * Extension ::= SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }
 *
 * Departure from X.690 §11.5: an encoded `critical FALSE` is read, for many CAs write it; it says what its absence
 * says.
 */
export function walkExtension (cursor: DerCursor, visit: ExtensionVisitor): void {
  const outer = cursor.enter(Tag.SEQUENCE)
  const oid = cursor.objectIdentifier()
  const critical = cursor.peek() === Tag.BOOLEAN && cursor.boolean()
  visit(oid, critical, cursor.expect(Tag.OCTET_STRING))
  cursor.leave(outer)
}

/** RFC 5280 §4.2: gives the CertTrust bits of one extension, and takes over what it says. */
function judge (
  oid: string, critical: boolean, isRepeated: boolean, cursor: DerCursor, record: ExtensionRecord
): number {
  const rule = extensionProfile.get(oid)
  if (rule === undefined) return (isRepeated ? INVALID_EXTENSION : 0) | (critical ? UNKNOWN_CRITICAL : 0)
  if (!isRepeated && isWellFormedContent(cursor, rule.read, record)) return 0
  rule.refuse(record)
  return rule.malformed
}
