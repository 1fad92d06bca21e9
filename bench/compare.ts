import { cpuMicroseconds } from '../test/support/cpu-time.js'
import { median } from './row.js'

/** What is measured: gives the microseconds of CPU that one run took, in this round. */
export interface Contestant {
  readonly name: string
  readonly measure: (round: number) => number | Promise<number>
}

/** Rounds that count, from 1 on. Round 0 warms up, and is run as often as compilers need. */
export const ROUNDS = 9
const WARM_UP = 10

/**
 * Runs the contestants in turns, so that whatever slows the machine down slows all of them down. Gives the median of
 * the rounds for each, in microseconds.
 */
export async function compare (contestants: readonly Contestant[]): Promise<number[]> {
  const times = contestants.map((): number[] => [])
  for (const { measure } of contestants) {
    for (let run = 0; run < WARM_UP; run++) await measure(0)
  }
  for (let round = 1; round <= ROUNDS; round++) {
    for (const [place, { measure }] of contestants.entries()) {
      times[place]!.push(await measure(round))
    }
  }
  return times.map(median)
}

/**
 * Microseconds of CPU for one of `count` runs, those of the garbage collector and the compiler included. Not of the
 * clock: what else the machine does must not count.
 */
export function timed (count: number, run: (index: number) => void): number {
  const start = cpuMicroseconds()
  for (let index = 0; index < count; index++) run(index)
  return (cpuMicroseconds() - start) / count
}
