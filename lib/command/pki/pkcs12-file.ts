import { createPrivateKey, randomBytes, type KeyObject } from 'node:crypto'
import forge from 'node-forge'

const { asn1, md, pkcs12, pki, hmac } = forge
const { Class, Type } = asn1

type Asn1 = forge.asn1.Asn1

/** NIST SP 800-132 and today's OpenSSL ask for thousands. */
const ITERATIONS = 10_000

/**
 * A PKCS#12 file (RFC 7292) of a key and its certificates, the leaf first: the key encrypted as Node does it (PBES2,
 * AES-256), the certificates in the clear, all of it under a MAC of the passphrase. node-forge writes RSA keys alone.
 */
export function writePkcs12 (keyPem: string, certificates: readonly Uint8Array[], passphrase: string): Buffer {
  const localKeyId = attributes([[pki.oids['localKeyId']!, octets(Buffer.of(1))]])
  const encrypted = encryptedKey(createPrivateKey(keyPem), passphrase)
  const key = bag('pkcs8ShroudedKeyBag', asn1.fromDer(binary(encrypted)), localKeyId)
  const certificateBags = certificates.map((der, index) => {
    const value = sequence(oid('x509Certificate'), explicit(0, octets(der)))
    return bag('certBag', value, ...index === 0 ? [localKeyId] : [])
  })
  const safe = sequence(data(sequence(key)), data(sequence(...certificateBags)))
  const content = asn1.toDer(safe).getBytes()
  const salt = randomBytes(16)
  const saltBuffer = forge.util.createBuffer(binary(salt))
  // RFC 7292 appendix B.3: 3 makes a key for a MAC.
  const macKey = pkcs12.generateKey(passphrase, saltBuffer, 3, ITERATIONS, 32, md.sha256.create())
  const mac = hmac.create()
  mac.start('sha256', macKey)
  mac.update(content)
  const digest = Buffer.from(mac.getMac().getBytes(), 'latin1')
  const sha256 = sequence(oid('sha256'), asn1.create(Class.UNIVERSAL, Type.NULL, false, ''))
  const macData = sequence(sequence(sha256, octets(digest)), octets(salt), integer(ITERATIONS))
  const pfx = sequence(integer(3), sequence(oid('data'), explicit(0, octets(Buffer.from(content, 'latin1')))), macData)
  return Buffer.from(asn1.toDer(pfx).getBytes(), 'latin1')
}

function encryptedKey (key: KeyObject, passphrase: string): Buffer {
  return key.export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase })
}

function bag (kind: string, value: Asn1, ...bagAttributes: Asn1[]): Asn1 {
  return sequence(oid(kind), explicit(0, value), ...bagAttributes)
}

function attributes (list: ReadonlyArray<readonly [type: string, value: Asn1]>): Asn1 {
  return asn1.create(Class.UNIVERSAL, Type.SET, true, list.map(([type, value]) => {
    return sequence(objectIdentifier(type), asn1.create(Class.UNIVERSAL, Type.SET, true, [value]))
  }))
}

/** RFC 2315 §8, ContentInfo */
function data (value: Asn1): Asn1 {
  return sequence(oid('data'), explicit(0, octets(Buffer.from(asn1.toDer(value).getBytes(), 'latin1'))))
}

function sequence (...values: Asn1[]): Asn1 {
  return asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, values)
}

function explicit (tag: number, value: Asn1): Asn1 {
  return asn1.create(Class.CONTEXT_SPECIFIC, tag, true, [value])
}

function octets (bytes: Uint8Array): Asn1 {
  return asn1.create(Class.UNIVERSAL, Type.OCTETSTRING, false, binary(bytes))
}

function integer (value: number): Asn1 {
  return asn1.create(Class.UNIVERSAL, Type.INTEGER, false, asn1.integerToDer(value).getBytes())
}

function oid (name: string): Asn1 {
  return objectIdentifier(pki.oids[name]!)
}

function objectIdentifier (dotted: string): Asn1 {
  return asn1.create(Class.UNIVERSAL, Type.OID, false, asn1.oidToDer(dotted).getBytes())
}

/** As node-forge has bytes: a character for each. */
function binary (bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}
