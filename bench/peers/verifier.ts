import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { VerdictPki } from '../verdict-pki.js'

type Command = readonly [program: string, ...options: string[]]

/** How each is started; the folder is for what has to be built (Debian: golang-go; gcc libssl-dev). */
const commands = {
  Go: (folder: string) => build(folder, (output) => ['go', 'build', '-o', output, source('verify.go')]),
  OpenSSL: (folder: string) => build(folder, (output) => ['gcc', '-O2', '-o', output, source('verify.c'), '-lcrypto']),
  '@peculiar/x509': () => typescript('peculiar.ts'),
  pkijs: () => typescript('pkijs.ts')
} satisfies Record<string, (folder: string) => Command>

export type VerifierName = keyof typeof commands

/**
 * A verifier in a process of its own, so that nobody pays for another's garbage. Its input is which leaves to verify,
 * its output the nanoseconds of CPU that it took.
 */
export interface Verifier {
  readonly name: VerifierName
  /** Microseconds of CPU for each of `count` leaves, from the one with this index on. */
  measure (first: number, count: number): Promise<number>
  stop (): void
}

export function startVerifier (name: VerifierName, pki: VerdictPki): Verifier {
  const folder = mkdtempSync(join(tmpdir(), 'bench-verify-'))
  const issuers = [pki.root, ...pki.intermediates].map(({ der }) => der)
  const certificates = join(folder, 'certificates')
  writeFileSync(certificates, Buffer.concat([...issuers, ...pki.leaves].flatMap((der) => [lengthOf(der), der])))
  const [program, ...givenOptions] = commands[name](folder)
  const options = [...givenOptions, certificates, String(issuers.length)]
  const child = spawn(program, options, { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  return {
    name,
    async measure (first, count) {
      child.stdin.write(`${first} ${count}\n`)
      const { value, done } = await lines.next()
      if (done === true) throw new Error(`${name} has ended`)
      return Number(value) / count / 1000
    },
    stop () {
      child.kill()
      rmSync(folder, { recursive: true })
    }
  }
}

function build (folder: string, command: (output: string) => Command): Command {
  const output = join(folder, 'verify')
  const [compiler, ...options] = command(output)
  execFileSync(compiler, options, { env: { ...process.env, GO111MODULE: 'off' } })
  return [output]
}

function typescript (name: string): Command {
  return [process.execPath, '--import', 'tsx', source(name)]
}

function lengthOf (der: Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(der.length)
  return length
}

function source (name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}
