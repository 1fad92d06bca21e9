import { mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Teardown } from '../../support/conversation.js'
import { createAuthority } from '../../support/pki.js'
import type { Identity } from '../../support/pki.js'
import { temporaryFolder } from '../../support/temporary-folder.js'

const SEED = new URL('../../../examples/accounts/accounts.reg', import.meta.url)

/** Two folders beside the seed's /Accounts: one for everyone, one for every user. */
const FOLDERS = `
[HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\VROOTS\\/]
    @="\\\\windows\\\\www"
    "P"=dword:1
[HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\VROOTS\\/Reports]
    @="\\\\reports"
    "P"=dword:c1
    "A"=dword:1
`

/** A folder with the seed's registry file, what a device holds, and certificates. */
export interface ServedWorld {
  folder: string
  reg: string
  /** The registry file's text, so that it can be changed. */
  text: string
  /** What the command is told besides. */
  args: string[]
  people: { alice: Identity, bob: Identity, dave: Identity, carol: Identity, stranger: Identity }
  rootPem: string
  /** Puts another registry file in the place of the one that is there, in one step. */
  replace (text: string): Promise<void>
}

export async function createServedWorld (t: Teardown): Promise<ServedWorld> {
  const company = await createAuthority({ commonName: 'CompanyIssuer' })
  const accounting = await createAuthority({ commonName: 'AccountingIssuer' })
  const other = await createAuthority({ commonName: 'OtherIssuer' })
  const server = await company.issueServer(['localhost', '127.0.0.1'], { commonName: 'CE Server Certificate' })
  const folder = await temporaryFolder(t, { 'anchors.pem': company.pem + accounting.pem })
  const files = {
    'store/server.pem': server.chainPem + server.keyPem,
    'device/windows/www/index.html': '<h1>welcome</h1>',
    'device/windows/www/.hidden': 'hidden',
    'device/windows/www/below/page.txt': 'below',
    'device/reports/report.txt': 'the report'
  }
  for (const subfolder of ['store', 'device/windows/www/below', 'device/reports']) {
    await mkdir(join(folder, subfolder), { recursive: true })
  }
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  await symlink(join(folder, 'anchors.pem'), join(folder, 'device/windows/www/outside'))
  await symlink('below/page.txt', join(folder, 'device/windows/www/inside'))
  const reg = join(folder, 'accounts.reg')
  const text = await readFile(SEED, 'utf8') + FOLDERS
  const replace = async (text: string): Promise<void> => {
    await writeFile(`${reg}.new`, text)
    await rename(`${reg}.new`, reg)
  }
  await replace(text)
  return {
    folder,
    reg,
    text,
    args: [reg, '--anchors', join(folder, 'anchors.pem'), '--store', join(folder, 'store'), '--root', join(folder, 'device')],
    people: {
      alice: await company.issue({ commonName: 'Alice', serialNumber: '01020304000000000005' }),
      bob: await company.issue({ commonName: 'Bob', serialNumber: '01020304000000000006' }),
      dave: await company.issue({ commonName: 'Dave', serialNumber: '01020304000000000007' }),
      carol: await accounting.issue({ commonName: 'Carol' }),
      stranger: await other.issue({ commonName: 'Alice', serialNumber: '01020304000000000005' })
    },
    rootPem: company.pem,
    replace
  }
}
