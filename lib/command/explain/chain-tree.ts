import type { CertificateChain } from '../../trust/chain.js'
import { CertTrust, CertTrustInfo } from '../../trust/status.js'
import { printDay } from '../output/date.js'
import type { Screen } from '../output/screen.js'
import { wordsOf } from './trust-words.js'

/** A certificate of a chain, as people and programs are told of it. */
export interface ChainCertificate {
  /** RFC 4514. */
  readonly subject: string | null
  /** Names of CertTrust bits. */
  readonly trust: readonly string[]
  /** What else is known of it, in words: of a log line nothing is. */
  readonly facts: readonly string[]
}

/** The certificates of a chain, the leaf first. */
export function chainCertificates ({ errorStatus, elements }: CertificateChain): ChainCertificate[] {
  const isAnchored = (errorStatus & (CertTrust.IS_UNTRUSTED_ROOT | CertTrust.IS_PARTIAL_CHAIN)) === 0
  return elements.map(({ certificate, errorStatus, infoStatus }, index) => {
    const { subject, serialNumber, notBefore, notAfter, publicKey, publicKeyBits } = certificate
    return {
      subject: subject.toString(),
      trust: CertTrust.namesOf(errorStatus),
      facts: [
        `serial ${serialNumber}`,
        `valid ${printDay(notBefore)} to ${printDay(notAfter)}`,
        publicKey === null ? 'a key that is not understood' : `${publicKey.asymmetricKeyType} ${publicKeyBits} bits`,
        ...(infoStatus & CertTrustInfo.IS_SELF_SIGNED) === 0 ? [] : ['self-signed'],
        ...isAnchored && index === elements.length - 1 ? ['trust anchor'] : []
      ]
    }
  })
}

/** Draws a chain as a tree, its root on top, with the bits of each certificate and what they mean. */
export function printChain (screen: Screen, certificates: readonly ChainCertificate[], trust: readonly string[]): void {
  const { bold, dim, red } = screen.colors
  certificates.toReversed().forEach(({ subject, trust, facts }, depth) => {
    const branch = depth === 0 ? '' : `${'   '.repeat(depth - 1)}└─ `
    const below = `${'   '.repeat(depth)}${depth === certificates.length - 1 ? '  ' : '│ '}`
    screen.paragraph(`  ${branch}`, bold(subject ?? 'a name that can\'t be read'))
    if (facts.length > 0) screen.paragraph(`  ${below}`, dim(facts.join(', ')))
    for (const { name, meaning } of wordsOf(trust)) {
      screen.paragraph(`  ${below}${red('✖')} `, `${red(name)}: ${meaning}`)
    }
  })
  const named = new Set(certificates.flatMap(({ trust }) => trust))
  for (const { name, meaning } of wordsOf(trust.filter((bit) => !named.has(bit)))) {
    screen.paragraph(`  ${red('✖')} `, `${red(name)}: the chain ${meaning}`)
  }
}
