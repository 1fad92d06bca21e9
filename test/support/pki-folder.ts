import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
import { CertTrust } from '../../lib/trust/status.js'
import { command, type CommandResult, type CommandWorld } from './command.js'
import type { Teardown } from './conversation.js'
import { temporaryFolder } from './temporary-folder.js'

export type Pki = (args: readonly string[], world?: CommandWorld) => Promise<CommandResult>

export const june = new Date('2026-06-01T12:00:00Z')

/** A folder with an authority, CompanyIssuer. */
export async function createPki (t: Teardown): Promise<{ pki: Pki, dir: string, read: (name: string) => string }> {
  const dir = join(await temporaryFolder(t), 'pki')
  const pki: Pki = ([verb, ...args], world = {}) => command(['pki', verb!, ...args, '--dir', dir], { time: june, ...world })
  await pki(['init', '--name', 'CompanyIssuer'])
  return { pki, dir, read: (name) => readFileSync(join(dir, name), 'latin1') }
}

interface Asked {
  crls?: string[]
  usage?: string
  time?: Date
}

/** CertTrust names of a chain of the folder. */
export function trustOf (read: (name: string) => string, leaf: string, options: Asked = {}): string[] {
  const { crls, usage = 'clientAuth', time = june } = options
  const trustAnchors = read('ca.pem')
  const engine = new CertificateChainEngine({ trustAnchors, ...(crls && { crls: crls.map(read) }) })
  const [first, ...others] = read(leaf).split(/(?=-----BEGIN)/)
  const asked = { additionalCertificates: others, usage, time }
  return CertTrust.namesOf(engine.getCertificateChain(first!, asked).errorStatus)
}
