import { KeyPurpose } from '../../trust/path/checks/usage.js'
import type { Certificate } from '../../trust/certificate/certificate.js'
import { ExitStatus, type Context } from '../context.js'
import { printDay } from '../output/date.js'
import { Screen } from '../output/screen.js'
import { issuerOf, PkiFolder, type Entry, type Revocation } from './folder.js'
import type { PkiOptions } from './options.js'

/** Lists the certificates of the folder. */
export async function list (context: Context, { dir, json }: PkiOptions): Promise<number> {
  const folder = new PkiFolder(dir)
  const entries = await folder.entries()
  const revocations = await folder.revocations()
  const time = context.clock().getTime()
  const rows = entries.map((entry) => rowOf(entry, entries, revocations, time))
  const screen = new Screen(context)
  if (json) screen.json(rows)
  else {
    screen.table(['name', 'kind', 'issuer', 'until', 'state', 'serial'], rows.map(Object.values))
  }
  return ExitStatus.GOOD
}

function rowOf (entry: Entry, entries: readonly Entry[], revocations: readonly Revocation[], time: number) {
  const { name, certificate } = entry
  const { serialNumber, notAfter } = certificate
  const issuer = issuerOf(entries, certificate)?.name ?? 'another'
  const isRevoked = revocations.some((other) => other.issuer === issuer && other.serialNumber === serialNumber)
  const state = isRevoked ? 'revoked' : notAfter < time ? 'ended' : 'good'
  return { name, kind: kindOf(certificate), issuer, until: printDay(notAfter), state, serialNumber }
}

function kindOf ({ basicConstraints, extKeyUsage }: Certificate): string {
  if (basicConstraints?.cA === true) return 'authority'
  return extKeyUsage?.includes(KeyPurpose.serverAuth) === true ? 'server' : 'client'
}
