import type { numbersFrom } from './numbers-from.js'

type Numbers = ReturnType<typeof numbersFrom>
type Mutation = (bytes: Buffer, below: Numbers) => Buffer

const mutations: readonly Mutation[] = [
  function flipBit (bytes, below) {
    const copy = Buffer.from(bytes)
    copy[below(copy.length)]! ^= 1 << below(8)
    return copy
  },
  function overwrite (bytes, below) {
    const copy = Buffer.from(bytes)
    copy[below(copy.length)] = below(256)
    return copy
  },
  function remove (bytes, below) {
    const at = below(bytes.length)
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(8))])
  },
  function repeat (bytes, below) {
    const at = below(bytes.length)
    const end = at + 1 + below(32)
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)])
  },
  function insert (bytes, below) {
    const at = below(bytes.length)
    return Buffer.concat([bytes.subarray(0, at), Buffer.of(below(256)), bytes.subarray(at)])
  },
  function swap (bytes, below) {
    const copy = Buffer.from(bytes)
    const [from, to, length] = [below(copy.length), below(copy.length), 1 + below(16)]
    bytes.copy(copy, to, from, from + length)
    return copy
  },
  function cutShort (bytes, below) {
    return bytes.subarray(0, below(bytes.length))
  }
]

/** One to three changes. */
export function mutated (bytes: Buffer, below: Numbers): Buffer {
  let result = bytes
  for (let left = 1 + below(3); left > 0 && result.length > 0; left--) {
    result = mutations[below(mutations.length)]!(result, below)
  }
  return result
}
