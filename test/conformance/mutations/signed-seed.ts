import { sign, verify, type KeyObject } from 'node:crypto'
import type { Donors } from './donors.js'
import { mutateBytes } from './mutate-bytes.js'
import { mutateTree } from './mutate-tree.js'
import type { Random } from './random.js'
import { contentOf, encodeTlv, parseTlv, type Tlv } from './tlv.js'

/** A CRL or an OCSP response before it is changed, signed with ECDSA and SHA-256. */
export interface SignedSeed {
  readonly name: string
  readonly kind: 'crl' | 'ocsp'
  readonly der: Buffer
  readonly privateKey: KeyObject
  /** By it, and by what stands beside it, the certificate that it speaks of is good. */
  readonly isGood: boolean
  /** CRLs that are given too: the base of a delta. They revoke. */
  readonly beside: readonly Buffer[]
}

/** What was made of one. */
export interface ChangedSeed {
  readonly seed: SignedSeed
  readonly der: Buffer
  /** By whoever signed the original: then the signature holds, and the checks behind it are reached. */
  readonly isSignedAgain: boolean
}

/** In half of all cases it is signed again. */
export function change (random: Random, seed: SignedSeed, donors: Donors): ChangedSeed {
  if (random.chance(50)) return { seed, der: changeAndSign(random, seed, donors), isSignedAgain: true }
  return { seed, der: changeAnywhere(random, seed.der, donors), isSignedAgain: false }
}

/** What of it is signed, and with what; null: it can't be told. */
export function signedPartsOf (kind: SignedSeed['kind'], der: Buffer): { data: Buffer, signature: Buffer } | null {
  const root = parseTlv(der)
  const body = root === null ? null : bodyOf(kind, root)
  const [data, , signature] = body?.children ?? []
  if (data === undefined || signature === undefined) return null
  // Behind the count of unused bits
  return { data: encodeTlv(data), signature: contentOf(signature).subarray(1) }
}

/** OpenSSL's signature check. */
export function isSignedBy (kind: SignedSeed['kind'], der: Buffer, keys: readonly KeyObject[]): boolean {
  const parts = signedPartsOf(kind, der)
  return parts !== null && keys.some((key) => verify('sha256', parts.data, key, parts.signature))
}

function changeAnywhere (random: Random, der: Buffer, donors: Donors): Buffer {
  let bytes = der
  if (random.chance(50)) {
    do bytes = mutateBytes(random, bytes)
    while (bytes.length > 0 && random.chance(35))
    return bytes
  }
  const root = parseTlv(der)!
  mutateSome(random, root, donors)
  return encodeTlv(root)
}

function changeAndSign (random: Random, { kind, der, privateKey }: SignedSeed, donors: Donors): Buffer {
  const root = parseTlv(der)!
  const body = bodyOf(kind, root)!
  const [signed, ...others] = body.children as [Tlv, Tlv, Tlv]
  let data = encodeTlv(signed)
  if (random.chance(20)) data = mutateBytes(random, data)
  else {
    mutateSome(random, signed, donors)
    data = encodeTlv(signed)
  }
  const [algorithm, signature, ...certificates] = others
  signature.children = null
  signature.content = Buffer.concat([Buffer.of(0), sign('sha256', data, privateKey)])
  body.children = null
  body.content = Buffer.concat([data, ...[algorithm, signature, ...certificates].map(encodeTlv)])
  return encodeTlv(root)
}

/** The element that holds what is signed, the algorithm and the signature; null: it is not in its place. */
function bodyOf (kind: SignedSeed['kind'], root: Tlv): Tlv | null {
  if (kind === 'crl') return root
  // OCSPResponse: responseStatus, [0] { ResponseBytes { responseType, response OCTET STRING } }
  return root.children?.[1]?.children?.[0]?.children?.[1]?.children?.[0] ?? null
}

function mutateSome (random: Random, root: Tlv, donors: Donors): void {
  do mutateTree(random, root, donors)
  while (random.chance(35))
}
