import { collectGarbage } from './garbage.js'

/** The bytes that this process holds once its garbage is collected. */
export function heldBytes (): number {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
