import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')

/** Collects the garbage of this process at once. */
export const collectGarbage = runInNewContext('gc') as () => void

/** The bytes that this process holds once its garbage is collected. */
export function heldBytes (): number {
  // What the first one finds is given back by those behind it
  for (let round = 0; round < 3; round++) collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
