import type { Random } from './random.js'

type ByteMutation = (random: Random, bytes: Buffer) => Buffer

/** Changes bytes without regard to what they say. */
export function mutateBytes (random: Random, bytes: Buffer): Buffer {
  return random.pick(mutations)(random, bytes)
}

/** Changes the identifier octet or the length octets of one element, the elements around it not repaired. */
export function mutateHeader (random: Random, bytes: Buffer, elementOffsets: readonly number[]): Buffer {
  const offset = random.pick(elementOffsets)
  if (random.chance(30)) return overwrite(bytes, offset, random.bytes(1))
  const length = bytes[offset + 1] ?? 0
  return random.pick<() => Buffer>([
    () => overwrite(bytes, offset + 1, Buffer.of(length + 1)),
    () => overwrite(bytes, offset + 1, Buffer.of(length - 1)),
    () => overwrite(bytes, offset + 1, random.bytes(1)),
    () => splice(bytes, offset + 1, 1, random.pick(oddLengths)),
    () => splice(bytes, offset + 1, 1, Buffer.of(0x81, length))
  ])()
}

/** Indefinite, huge, not minimal, reserved. */
export const oddLengths = ['80', 'ff', '84ffffffff', '847fffffff', '88ffffffffffffffff', '8100', '820000', '830000ff', '00']
  .map((octets) => Buffer.from(octets, 'hex'))

const mutations: readonly ByteMutation[] = [
  flipBit,
  flipBit,
  (random, bytes) => overwrite(bytes, random.below(bytes.length + 1), random.bytes(1)),
  (random, bytes) => overwrite(bytes, random.below(bytes.length + 1), random.bytes(1 + random.below(8))),
  (random, bytes) => bytes.subarray(0, random.below(bytes.length + 1)),
  (random, bytes) => Buffer.concat([bytes, random.bytes(1 + random.below(16))]),
  (random, bytes) => splice(bytes, random.below(bytes.length + 1), 0, random.bytes(1 + random.below(4))),
  (random, bytes) => splice(bytes, random.below(bytes.length + 1), 1 + random.below(4), Buffer.alloc(0)),
  copyRange
]

function flipBit (random: Random, bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  const index = random.below(bytes.length + 1)
  if (index < copy.length) copy[index]! ^= 1 << random.below(8)
  return copy
}

function copyRange (random: Random, bytes: Buffer): Buffer {
  const start = random.below(bytes.length + 1)
  return overwrite(bytes, random.below(bytes.length + 1), bytes.subarray(start, start + random.below(64)))
}

function overwrite (bytes: Buffer, offset: number, replacement: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  replacement.copy(copy, Math.min(offset, copy.length))
  return copy
}

function splice (bytes: Buffer, offset: number, removed: number, inserted: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, offset), inserted, bytes.subarray(offset + removed)])
}
