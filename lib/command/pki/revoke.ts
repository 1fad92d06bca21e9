import { CommandError, ExitStatus, type Context } from '../context.js'
import { Screen } from '../output/screen.js'
import { issuerOf, PkiFolder } from './folder.js'
import type { RevokeOptions } from './options.js'

/** Notes that a certificate is revoked. The next CRL says so. */
export async function revoke (context: Context, name: string, { dir, reason, json }: RevokeOptions): Promise<number> {
  const folder = new PkiFolder(dir)
  const entries = await folder.entries()
  const entry = entries.find((other) => other.name === name)
  if (entry === undefined) {
    throw new CommandError(`${dir}: there is no certificate ${name} here; see: ce-cert-auth pki list`)
  }
  const issuer = issuerOf(entries, entry.certificate)
  if (issuer === undefined || issuer === entry) {
    throw new CommandError(`${name}: no authority here has issued it; take it out of trustAnchors instead`)
  }
  const { serialNumber } = entry.certificate
  const revocations = await folder.revocations()
  if (revocations.some((other) => other.issuer === issuer.name && other.serialNumber === serialNumber)) {
    throw new CommandError(`${name}: it is revoked already`)
  }
  const revocation = { issuer: issuer.name, serialNumber, at: context.clock().toISOString(), reason }
  await folder.replace('revoked.json', `${JSON.stringify([...revocations, revocation], null, 2)}\n`)
  const screen = new Screen(context)
  if (json) screen.json({ name, ...revocation })
  else screen.line(`${name} is revoked. Publish it with: ce-cert-auth pki crl --dir ${dir}`)
  return ExitStatus.GOOD
}
