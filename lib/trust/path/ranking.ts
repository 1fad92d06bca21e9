import { CertTrust } from '../status.js'
import type { JudgedPath } from './judge.js'

/**
 * Which of two chains is reported. A row counts only where those above it are equal: no error first, then valid
 * signatures, complete, trusted root, time, constraints.
 */
const rows: readonly number[] = [
  ~0,
  CertTrust.IS_NOT_SIGNATURE_VALID,
  CertTrust.IS_PARTIAL_CHAIN | CertTrust.IS_CYCLIC,
  CertTrust.IS_UNTRUSTED_ROOT,
  CertTrust.IS_NOT_TIME_VALID | CertTrust.IS_NOT_TIME_NESTED
]
const constraints = ~rows.slice(1).reduce((bits, row) => bits | row, 0)

/** `a` is the better one; of equals, the shorter. */
export function isBetter (a: JudgedPath, b: JudgedPath): boolean {
  for (const row of [...rows, constraints]) {
    const difference = Number((a.errorStatus & row) !== 0) - Number((b.errorStatus & row) !== 0)
    if (difference !== 0) return difference < 0
  }
  return a.elements.length < b.elements.length
}
