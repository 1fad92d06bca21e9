/**
 * The certificates of the scenario. They are made at the first start, kept in a folder, and made again when a file is
 * missing or the month that they are valid for is nearly over.
 */
import { X509Certificate } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createAuthority, createSelfSigned } from '../../test/support/pki.js'
import type { Identity } from '../../test/support/pki.js'

const FILES = [
  'company-root.pem', 'company-issuer.pem', 'branch-issuer.pem', 'accounting-issuer.pem', 'store/server.pem',
  'alice.pem', 'bob.pem', 'carol.pem', 'mallory.pem', 'dave.pem', 'erin.pem',
  'alice-expired.pem', 'self-signed.pem', 'stranger.pem'
] as const

/** The name of a PEM file: a certificate, for its owner followed by the intermediates and the private key. */
export type PkiFile = typeof FILES[number]

/** The texts of the files. */
export type Pki = Record<PkiFile, string>

const DAY = 24 * 60 * 60 * 1000

/** Reads the certificates from the folder, or makes them there. */
export async function openPki (folder: string): Promise<Pki> {
  const kept = await readPki(folder)
  if (kept !== null && isValidTomorrow(kept['company-root.pem'])) return kept
  const made = await createPki()
  await writePki(folder, made)
  return made
}

function isValidTomorrow (pem: string): boolean {
  return Date.parse(new X509Certificate(pem).validTo) > Date.now() + DAY
}

async function createPki (): Promise<Pki> {
  const companyRoot = await createAuthority({ commonName: 'Company Root' })
  const companyIssuer = await companyRoot.issueAuthority({ commonName: 'CompanyIssuer' })
  const branchIssuer = await companyIssuer.issueAuthority({ commonName: 'BranchIssuer' })
  const accountingIssuer = await createAuthority({ commonName: 'AccountingIssuer' })
  const strangersIssuer = await createAuthority({ commonName: 'CompanyIssuer' })
  const lastYear = { notBefore: new Date('2024-01-01T00:00:00Z'), notAfter: new Date('2024-12-31T23:59:59Z') }
  const hosts = ['localhost', '127.0.0.1', '::1']
  const alicesSerialNumber = '01020304000000000005'

  return {
    'company-root.pem': companyRoot.pem,
    'company-issuer.pem': companyIssuer.pem,
    'branch-issuer.pem': branchIssuer.pem,
    'accounting-issuer.pem': accountingIssuer.pem,
    'store/server.pem': owned(await companyRoot.issueServer(hosts, { commonName: 'CE Server Certificate' })),
    'alice.pem': owned(await companyIssuer.issue({ commonName: 'Alice', serialNumber: alicesSerialNumber })),
    'bob.pem': owned(await companyIssuer.issue({ commonName: 'Bob', serialNumber: '01020304000000000006' })),
    'carol.pem': owned(await accountingIssuer.issue({ commonName: 'Carol' })),
    'mallory.pem': owned(await companyIssuer.issue({ commonName: 'Mallory', serialNumber: '01020304000000000099' })),
    'dave.pem': owned(await companyIssuer.issue({ commonName: 'Dave', serialNumber: '01020304000000000007' })),
    'erin.pem': owned(await branchIssuer.issue({ commonName: 'Erin', serialNumber: alicesSerialNumber })),
    'alice-expired.pem': owned(await companyIssuer.issue({
      commonName: 'Alice', serialNumber: alicesSerialNumber, ...lastYear
    })),
    'self-signed.pem': owned(await createSelfSigned({ commonName: 'AccountingIssuer' })),
    'stranger.pem': owned(await strangersIssuer.issue({ commonName: 'Alice', serialNumber: alicesSerialNumber }))
  }
}

function owned ({ chainPem, keyPem }: Identity): string {
  return chainPem + keyPem
}

async function readPki (folder: string): Promise<Pki | null> {
  const files: Array<[PkiFile, string]> = []
  for (const file of FILES) {
    try {
      files.push([file, await readFile(join(folder, file), 'utf8')])
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }
  return Object.fromEntries(files) as Pki
}

/** Only the owner of the folder can read the keys. */
async function writePki (folder: string, pki: Pki): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  for (const file of FILES) {
    await mkdir(dirname(join(folder, file)), { recursive: true, mode: 0o700 })
    await writeFile(join(folder, file), pki[file], { mode: 0o600 })
  }
}
