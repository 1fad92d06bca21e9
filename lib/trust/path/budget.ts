/** What one chain may cost at most: the bound on what a peer's certificates can make the engine do. */
export interface ChainBudget {
  /** Certificates in a chain, leaf and root included. Default: 16. */
  readonly depth: number
  /**
   * Signatures that are verified for one chain, each weighed by what a check with its key costs (verificationCost):
   * an ordinary one counts 1. Those whose result is remembered count too. Default: 100.
   */
  readonly signatureChecks: number
  /** Issuers that are tried for one chain. Default: 300. */
  readonly candidates: number
  /** Comparisons of a name with a name constraint. Default: 250 000. */
  readonly nameConstraintComparisons: number
  /** Nodes of the policy graphs of a search, and policies and mappings that they are made of. Default: 50 000. */
  readonly policyNodes: number
  /** Bytes of one certificate or OCSP response that a peer sent. Default: 65 536. */
  readonly certificateSize: number
  /** Bits of a key that a signature is verified with. Default: 16 384. */
  readonly keySize: number
}

/**
 * Sources: 100 signatures and 250 000 comparisons are webpki's (rustls/webpki, verify_cert.rs, `Budget::default`);
 * 16 384 bits is OpenSSL's OPENSSL_RSA_MAX_MODULUS_BITS. OpenSSL's OPENSSL_POLICY_TREE_NODES_MAX is 1 000 nodes for one
 * path; here they are counted over all paths that are tried. 300 issuers keep 14 CAs that all certify each other, which
 * TLS has room for, under 50 ms.
 */
export const defaultBudget: ChainBudget = Object.freeze({
  depth: 16,
  signatureChecks: 100,
  candidates: 300,
  nameConstraintComparisons: 250_000,
  policyNodes: 50_000,
  certificateSize: 65_536,
  keySize: 16_384
})
