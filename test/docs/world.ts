import { cp, mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Teardown } from '../support/conversation.js'
import { createAuthority } from '../support/pki.js'
import type { Identity } from '../support/pki.js'
import { temporaryFolder } from '../support/temporary-folder.js'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** What every page of the documentation finds when it is run. */
export interface World {
  folder: string
  /** The clients, by name. */
  people: Record<string, Identity>
}

/**
 * A folder with the packages of this repository in `node_modules`, this one among them as it is published: what `dist`
 * holds. It must have been built.
 */
export async function createWorld (t: Teardown): Promise<World> {
  await requireBuild()
  const folder = await temporaryFolder(t)
  await installPackages(join(folder, 'node_modules'))
  const issuer = await createAuthority({ commonName: 'CompanyIssuer' })
  const accountingIssuer = await createAuthority({ commonName: 'AccountingIssuer' })
  const server = await issuer.issueServer(['localhost', '127.0.0.1', '::1'], { commonName: 'CE Server Certificate' })
  const people = {
    alice: await issuer.issue({ commonName: 'Alice', serialNumber: '01020304000000000005' }),
    bob: await issuer.issue({ commonName: 'Bob', serialNumber: '01020304000000000006' }),
    carol: await accountingIssuer.issue({ commonName: 'Carol' }),
    dave: await issuer.issue({ commonName: 'Dave', serialNumber: '01020304000000000007' }),
    mallory: await issuer.issue({ commonName: 'Mallory', serialNumber: '01020304000000000099' })
  }
  const files: Record<string, string> = {
    'company-issuer.crt': issuer.pem,
    'accounting-issuer.crt': accountingIssuer.pem,
    'server.crt': server.pem,
    'server.key': server.keyPem,
    'store/server.pem': server.pem + server.keyPem,
    'public/statement.txt': 'the statement\n'
  }
  for (const [name, { pem, keyPem }] of Object.entries(people)) {
    files[`${name}.crt`] = pem
    files[`${name}.key`] = keyPem
  }
  await writeFiles(join(folder, 'pki'), files)
  return { folder, people }
}

/** A folder for a page to run in, with the certificates and the registry file of the example. */
export async function pageFolder ({ folder: world }: World, name: string): Promise<string> {
  const folder = join(world, name)
  await cp(join(world, 'pki'), folder, { recursive: true })
  await cp(join(ROOT, 'examples/accounts/accounts.reg'), join(folder, 'accounts.reg'))
  return folder
}

async function writeFiles (folder: string, files: Record<string, string>): Promise<void> {
  for (const subfolder of ['', 'store', 'public']) await mkdir(join(folder, subfolder), { recursive: true })
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content, { mode: 0o600 })
}

async function installPackages (folder: string): Promise<void> {
  await mkdir(folder)
  for (const name of await readdir(join(ROOT, 'node_modules'))) {
    await symlink(join(ROOT, 'node_modules', name), join(folder, name))
  }
  await symlink(ROOT, join(folder, 'fastify-ce-cert-auth'))
}

/** The examples run against what is published, and that must be what lib says. */
async function requireBuild (): Promise<void> {
  const built = Math.min(...await timesOf('dist/esm'))
  if (built < Math.max(...await timesOf('lib'))) throw new Error('dist is older than lib: npm run build')
}

/** When the files below a folder were written. */
async function timesOf (path: string): Promise<number[]> {
  const folder = join(ROOT, path)
  const files = await readdir(folder, { recursive: true })
  const found = await Promise.all(files.map(file => stat(join(folder, file))))
  return found.filter(file => file.isFile()).map(({ mtimeMs }) => mtimeMs)
}
