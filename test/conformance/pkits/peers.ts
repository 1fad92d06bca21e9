/** What other programs say about rows of PKITS. */
import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pemOf } from '../../support/hand-made.js'
import { certificateFile, crlFile, pkitsFolder, readCertificate, type Row } from './rows.js'

const run = promisify(execFile)

/** By the row's id: why it is refused; `''`: it is accepted. */
export type Verdicts = ReadonlyMap<string, string>

/**
 * `openssl verify`, each row with the certificates, CRLs and inputs that it has. The anchor is given as a store: paths
 * of CRL signers do not end in those that are given as `-trusted`.
 */
export async function askOpenssl (rows: readonly Row[]): Promise<Verdicts> {
  const folder = mkdtempSync(join(tmpdir(), 'pkits-'))
  try {
    const verdicts = new Map<string, string>()
    for (const row of rows) {
      const anchors = join(folder, 'anchors.pem')
      writeFileSync(anchors, pemOf(readCertificate(row.chain[0]!)))
      verdicts.set(row.id, await opensslVerdict(row, anchors))
    }
    return verdicts
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function opensslVerdict ({ chain, crls, inputs, validationTime }: Row, anchors: string): Promise<string> {
  const { initialPolicySet, explicitPolicy, policyMappingInhibit, anyPolicyInhibit } = inputs
  const options = [
    'verify', '-no-CApath', '-no-CAstore', '-CAfile', anchors, '-purpose', 'any',
    '-attime', `${Date.parse(validationTime) / 1_000}`,
    ...chain.slice(1, -1).flatMap((file) => ['-untrusted', certificateFile(file)]),
    ...crls.flatMap((file) => ['-CRLfile', crlFile(file)]),
    '-crl_check_all', '-extended_crl', '-use_deltas', '-policy_check',
    ...initialPolicySet.flatMap((policy) => ['-policy', policy]),
    ...explicitPolicy ? ['-explicit_policy'] : [],
    ...policyMappingInhibit ? ['-inhibit_map'] : [],
    ...anyPolicyInhibit ? ['-inhibit_any'] : []
  ]
  try {
    await run('openssl', [...options, certificateFile(chain.at(-1)!)])
    return ''
  } catch (error) {
    const { code, stderr } = error as { code: unknown, stderr: string }
    if (code !== 2) throw error
    return stderr
  }
}

export const opensslVersion = (): string => execFileSync('openssl', ['version'], { encoding: 'utf8' }).split(' ')[1]!

/** x509.Certificate.Verify of Go; null: there is no Go here. SHA-1, with which PKITS signs, is allowed. */
export function askGo (): { readonly version: string, readonly verdicts: Verdicts } | null {
  try {
    const version = execFileSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' }).trim().replace('go', '')
    const env = { ...process.env, GODEBUG: 'x509sha1=1', GO111MODULE: 'off' }
    const said = execFileSync('go', ['run', 'verify.go'], { cwd: pkitsFolder, encoding: 'utf8', env })
    return { version, verdicts: new Map(Object.entries(JSON.parse(said) as Record<string, string>)) }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
