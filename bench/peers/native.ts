import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { VerdictPki } from '../verdict-pki.js'

const builds = {
  go: (output: string) => ['go', 'build', '-o', output, source('verify.go')],
  openssl: (output: string) => ['gcc', '-O2', '-o', output, source('verify.c'), '-lcrypto']
} as const

/** A verifier in another language: runs as long as the bench, and tells how long it took itself. */
export interface NativeVerifier {
  /** Microseconds of CPU for each of `count` leaves, from the one with this index on. */
  measure (first: number, count: number): Promise<number>
  stop (): void
}

/**
 * Builds it (Debian: golang-go; gcc libssl-dev) and starts it: its input is what to verify, its output
 * nanoseconds of CPU.
 */
export function startVerifier (name: keyof typeof builds, pki: VerdictPki): NativeVerifier {
  const folder = mkdtempSync(join(tmpdir(), 'bench-verify-'))
  const program = join(folder, name)
  const [command, ...options] = builds[name](program)
  execFileSync(command!, options, { env: { ...process.env, GO111MODULE: 'off' } })
  const issuers = [pki.root, ...pki.intermediates].map(({ der }) => der)
  const certificates = join(folder, 'certificates')
  writeFileSync(certificates, Buffer.concat([...issuers, ...pki.leaves].flatMap((der) => [lengthOf(der), der])))
  const child = spawn(program, [certificates, String(issuers.length)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  return {
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

function lengthOf (der: Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(der.length)
  return length
}

function source (name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}
