import { createPrivateKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type forge from 'node-forge'
import { Certificate } from '../../trust/certificate/certificate.js'
import { nodeForge } from './node-forge.cjs'

/**
 * Opens a PKCS#12 file (RFC 7292), also one in the algorithms that older Windows writes and that Node's OpenSSL has no
 * more (RC2).
 *
 * @throws Error saying what is wrong: the passphrase, or what node-forge or OpenSSL can't read
 */
export function readPkcs12 (
  bytes: Buffer, passphrase: string
): { certificates: Certificate[], keys: KeyObject[] } {
  if (!/^[ -~]*$/.test(passphrase)) {
    throw new Error('the passphrase has characters beyond ASCII, which programs encode in different ways')
  }
  const { asn1, pkcs12 } = nodeForge()
  const pfx = pkcs12.pkcs12FromAsn1(asn1.fromDer(bytes.toString('latin1')), passphrase)
  // node-forge refuses a file with bags that hold neither
  const [certificates, keys] = partition(pfx.safeContents.flatMap(({ safeBags }) => safeBags))
  return {
    certificates: certificates.map((bag) => Certificate.decode(certificateOf(bag))),
    keys: keys.map((bag) => createPrivateKey({ key: privateKeyOf(bag), format: 'der', type: 'pkcs8' }))
  }
}

function partition (bags: readonly forge.pkcs12.Bag[]): [certificates: forge.pkcs12.Bag[], keys: forge.pkcs12.Bag[]] {
  const isCertificate = ({ type }: forge.pkcs12.Bag): boolean => type === nodeForge().pki.oids['certBag']
  return [bags.filter(isCertificate), bags.filter((bag) => !isCertificate(bag))]
}

/** node-forge knows RSA alone, and leaves whatever has another key as ASN.1. */
function certificateOf (bag: forge.pkcs12.Bag): Uint8Array {
  const { pki } = nodeForge()
  return derOf(bag.cert ? pki.certificateToAsn1(bag.cert) : bag.asn1)
}

function privateKeyOf (bag: forge.pkcs12.Bag): Buffer {
  const { pki } = nodeForge()
  return derOf(bag.key ? pki.wrapRsaPrivateKey(pki.privateKeyToAsn1(bag.key)) : bag.asn1)
}

function derOf (value: forge.asn1.Asn1): Buffer {
  return Buffer.from(nodeForge().asn1.toDer(value).getBytes(), 'latin1')
}
