import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** The bytes that this process holds once its garbage is collected. */
export function heldBytes (): number {
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc')
  // What the first one finds is given back by the second
  for (let round = 0; round < 2; round++) collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
