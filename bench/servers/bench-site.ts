import type { SiteOptions } from '../../lib/index.js'
import { createAuthority, type Identity } from '../../test/support/pki.js'

/** What a server process is told: all of it can be sent as JSON. */
export interface BenchSite {
  readonly site: SiteOptions
  /** Of the server, PEM. */
  readonly key: string
  readonly cert: string
}

/** A client of the site, PEM: its key, and its certificate with the intermediate. */
export interface BenchClient {
  readonly key: string
  readonly cert: string
}

/** The path that the clients ask for, below a virtual root that lets them in by name. */
export const PATH = '/Accounts/balance'

/** A site with one certificate root, and clients that it lets in, each with a certificate of its own. */
export async function createBenchSite (clientCount: number): Promise<{ site: BenchSite, clients: BenchClient[] }> {
  const root = await createAuthority({ commonName: 'Company Root' })
  const issuer = await root.issueAuthority({ commonName: 'CompanyIssuer' })
  const server = await root.issueServer()
  const { keys } = await issuer.issue({ commonName: 'Client' })
  const identities: Identity[] = []
  while (identities.length < clientCount) {
    const serialNumber = (0x40000000 + identities.length).toString(16)
    identities.push(await issuer.issue({ commonName: `Client ${identities.length}`, serialNumber, keys }))
  }
  return {
    site: {
      site: {
        virtualRoots: {
          '/Accounts': {
            permissions: ['READ', 'SSL', 'SSL128', 'REQUIRE_CERT', 'MAP_CERT'],
            authentication: 1,
            userList: '@Clients'
          }
        },
        users: Object.fromEntries(identities.map(({ certificate }, index) => [`Client ${index}`, {
          issuerCN: 'CompanyIssuer', serialNumber: certificate.serialNumber, groups: 'Clients'
        }])),
        trustAnchors: root.pem
      },
      key: server.keyPem,
      cert: server.chainPem
    },
    clients: identities.map(({ keyPem, chainPem }) => ({ key: keyPem, cert: chainPem }))
  }
}
