import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SiteOptions } from '../../lib/index.js'
import { siteFromRegistry } from '../../lib/index.js'
import { openPki } from '../../examples/accounts/pki.js'
import type { Pki } from '../../examples/accounts/pki.js'
import { temporaryFolder } from '../support/clients.js'
import type { ClientIdentity } from '../support/clients.js'
import type { Teardown } from '../support/conversation.js'

/** The site of examples/accounts, with a PKI of its own. */
export interface Accounts {
  pki: Pki
  site: SiteOptions
}

export async function createAccounts (t: Teardown): Promise<Accounts> {
  const folder = join(await temporaryFolder(t), 'pki')
  const pki = await openPki(folder)
  const registry = await readFile(new URL('../../examples/accounts/accounts.reg', import.meta.url))
  const site = {
    ...siteFromRegistry(registry),
    store: join(folder, 'store'),
    trustAnchors: [pki['company-root.pem'], pki['accounting-issuer.pem']],
    intermediates: [pki['company-issuer.pem'], pki['branch-issuer.pem']]
  }
  return { pki, site }
}

/** What a person's file holds, for a client. */
export function identityOf (pem: string, leafAlone = false): ClientIdentity {
  const [leaf = '', ...intermediates] = blocks(pem, 'CERTIFICATE')
  const intermediatesPem = leafAlone ? '' : intermediates.join('')
  return { pem: leaf, intermediatesPem, chainPem: leaf + intermediatesPem, keyPem: blocks(pem, 'PRIVATE KEY').join('') }
}

function blocks (pem: string, label: string): string[] {
  return pem.match(new RegExp(`-----BEGIN ${label}-----.+?-----END ${label}-----\n`, 'gs')) ?? []
}
