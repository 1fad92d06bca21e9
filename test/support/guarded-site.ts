import type { SiteOptions } from '../../lib/index.js'
import { createAuthority, createSelfSigned } from './pki.js'
import type { Authority, Identity } from './pki.js'

/** What lies under a certificate root says so: this is in every one of its responses and files, and nowhere else. */
export const SECRET = 'the-books-of-Accounts'

/** A site with one certificate root, `/Accounts`, which lets Alice in. */
export interface GuardedSite {
  readonly site: SiteOptions
  readonly authority: Authority
  readonly alice: Identity
  /** Maps to nobody. */
  readonly stranger: Identity
  /** Not trusted, and names itself as Alice's issuer does. */
  readonly impostor: Identity
}

/** @param virtualRoots others beside `/Accounts`, or what to say of it instead */
export async function createGuardedSite (virtualRoots: SiteOptions['virtualRoots'] = {}): Promise<GuardedSite> {
  const authority = await createAuthority({ commonName: 'CompanyIssuer' })
  const [alice, stranger, impostor] = await Promise.all([
    authority.issue({ commonName: 'Alice', serialNumber: '0a' }),
    authority.issue({ commonName: 'Stranger', serialNumber: '0b' }),
    createSelfSigned({ commonName: 'CompanyIssuer', serialNumber: '0a' })
  ])
  const site: SiteOptions = {
    virtualRoots: {
      '/Accounts': { permissions: ['READ', 'EXECUTE', 'REQUIRE_CERT', 'MAP_CERT', 'SSL128'], authentication: 1, userList: 'Alice' },
      ...virtualRoots
    },
    users: { Alice: { issuerCN: 'CompanyIssuer', serialNumber: '0a' } },
    trustAnchors: authority.pem
  }
  return { site, authority, alice, stranger, impostor }
}
