import type { Donors } from './donors.js'
import { mutateBytes, mutateHeader } from './mutate-bytes.js'
import { mutateTree } from './mutate-tree.js'
import { Random } from './random.js'
import type { SeedCertificate, SeedChain } from './seeds.js'
import { elementOffsets, encodeTlv, parseTlv, type Tlv } from './tlv.js'

/** A chain with changed certificates. */
export interface Mutant {
  readonly seed: SeedChain
  readonly leaf: Buffer
  /** What the peer sends besides its leaf. */
  readonly additionalCertificates: readonly Buffer[]
}

/** Makes mutants: the same one from the same seed and number, each with a random number of changes. */
export class Mutants {
  readonly #generated: readonly SeedChain[]
  readonly #pkits: readonly SeedChain[]
  readonly #donors: Donors
  readonly #seed: number

  constructor (generated: readonly SeedChain[], pkits: readonly SeedChain[], donors: Donors, seed: number) {
    this.#generated = generated
    this.#pkits = pkits
    this.#donors = donors
    this.#seed = seed
  }

  make (number: number): Mutant {
    const random = new Random(this.#seed, number)
    const seed = random.pick(random.chance(70) ? this.#generated : this.#pkits)
    const [leaf, ...intermediates] = seed.certificates
    const hasIntermediates = intermediates.length > 0
    const changesIntermediate = hasIntermediates && random.chance(50)
    const changesLeaf = !changesIntermediate || random.chance(40)
    const additional = intermediates.map(({ der }) => der)
    if (changesIntermediate) {
      const index = random.below(intermediates.length)
      additional[index] = this.#change(random, intermediates[index]!)
    }
    if (random.chance(5)) additional.splice(random.below(additional.length + 1), 0, this.#stranger(random))
    return {
      seed,
      leaf: changesLeaf ? this.#change(random, leaf!) : leaf!.der,
      additionalCertificates: additional
    }
  }

  #stranger (random: Random): Buffer {
    return random.pick(random.pick([...this.#generated, ...this.#pkits]).certificates).der
  }

  #change (random: Random, certificate: SeedCertificate): Buffer {
    const isSignedAgain = certificate.sign !== null && random.chance(70)
    if (isSignedAgain) return this.#changeAndSign(random, certificate.der, certificate.sign)
    if (random.chance(50)) return this.#changeTree(random, certificate.der)
    let bytes = random.chance(40) ? mutateHeader(random, certificate.der, certificate.elementOffsets) : certificate.der
    while (bytes === certificate.der || random.chance(35)) bytes = mutateBytes(random, bytes)
    return bytes
  }

  #changeTree (random: Random, der: Buffer): Buffer {
    const root = parseTlv(der)!
    this.#mutateSome(random, root)
    return encodeTlv(root)
  }

  /** The signature then holds, and the checks behind it are reached. */
  #changeAndSign (random: Random, der: Buffer, sign: (tbsCertificate: Buffer) => Buffer): Buffer {
    const root = parseTlv(der)!
    const [tbsCertificate, signatureAlgorithm, signature] = root.children as [Tlv, Tlv, Tlv]
    let signed: Buffer
    if (random.chance(20)) {
      const before = encodeTlv(tbsCertificate)
      signed = random.chance(50) ? mutateHeader(random, before, elementOffsets(before)) : mutateBytes(random, before)
    } else {
      this.#mutateSome(random, tbsCertificate)
      signed = encodeTlv(tbsCertificate)
    }
    const algorithm = random.chance(50) ? signatureAlgorithm : tbsCertificate.children?.[2] ?? signatureAlgorithm
    const bits = { ...signature, children: null, content: Buffer.concat([Buffer.of(0), sign(signed)]) }
    const body = Buffer.concat([signed, encodeTlv(algorithm), encodeTlv(bits)])
    return encodeTlv({ ...root, children: null, content: body })
  }

  #mutateSome (random: Random, root: Tlv): void {
    do mutateTree(random, root, this.#donors)
    while (random.chance(35))
  }
}
