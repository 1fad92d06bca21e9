import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { cpuMicroseconds } from '../../test/support/cpu-time.js'

/** Verifies one leaf, and throws if it is refused. */
export type Verify = (leaf: Buffer) => Promise<void>

/** A verifier's program: see verifier.ts. `prepare` is given the root and the intermediates. */
export async function serve (prepare: (root: Buffer, intermediates: readonly Buffer[]) => Verify): Promise<void> {
  const [file, issuerCount] = process.argv.slice(2)
  const ders = readDers(readFileSync(file!))
  const leaves = ders.slice(Number(issuerCount))
  const verify = prepare(ders[0]!, ders.slice(1, Number(issuerCount)))
  for await (const line of createInterface(process.stdin)) {
    const [first, count] = line.split(' ').map(Number) as [number, number]
    const start = cpuMicroseconds()
    for (const leaf of leaves.slice(first, first + count)) await verify(leaf)
    console.log((cpuMicroseconds() - start) * 1000)
  }
}

/** Each behind its length, of four octets. */
function readDers (bytes: Buffer): Buffer[] {
  const ders: Buffer[] = []
  for (let position = 0; position < bytes.length;) {
    const start = position + 4
    position = start + bytes.readUInt32BE(position)
    ders.push(bytes.subarray(start, position))
  }
  return ders
}
