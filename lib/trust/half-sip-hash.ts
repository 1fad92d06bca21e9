import { randomBytes } from 'node:crypto'

const secret = randomBytes(8)
const key0 = secret.readInt32LE(0)
const key1 = secret.readInt32LE(4)

/**
 * HalfSipHash-1-3 of octets under a secret of this process, started with `seed`: 32 bits. Whoever chooses serial
 * numbers can't know which ones collide.
 *
 * @see https://github.com/veorq/SipHash (halfsiphash.c), with the rounds that Linux uses for its hash tables
 */
export function halfSipHash (bytes: Uint8Array, start: number, end: number, seed: number): number {
  let v0 = key0 ^ seed
  let v1 = key1
  let v2 = 0x6c796765 ^ key0
  let v3 = 0x74656462 ^ key1
  let word = 0
  // A word for each four octets; the last one has the length in its highest octet. Then 0xff begins three more rounds
  const words = ((end - start) >> 2) + 1
  for (let round = 0; round < words + 3; round++) {
    if (round < words) {
      const at = start + (round << 2)
      word = round < words - 1
        ? bytes[at]! | bytes[at + 1]! << 8 | bytes[at + 2]! << 16 | bytes[at + 3]! << 24
        : lastWord(bytes, at, end, end - start)
      v3 ^= word
    } else if (round === words) {
      v2 ^= 0xff
    }
    v0 = (v0 + v1) | 0
    v1 = (v1 << 5 | v1 >>> 27) ^ v0
    v0 = v0 << 16 | v0 >>> 16
    v2 = (v2 + v3) | 0
    v3 = (v3 << 8 | v3 >>> 24) ^ v2
    v0 = (v0 + v3) | 0
    v3 = (v3 << 7 | v3 >>> 25) ^ v0
    v2 = (v2 + v1) | 0
    v1 = (v1 << 13 | v1 >>> 19) ^ v2
    v2 = v2 << 16 | v2 >>> 16
    if (round < words) v0 ^= word
  }
  return (v1 ^ v3) >>> 0
}

function lastWord (bytes: Uint8Array, start: number, end: number, length: number): number {
  let word = length << 24
  for (let index = start; index < end; index++) word |= bytes[index]! << ((index - start) << 3)
  return word
}
