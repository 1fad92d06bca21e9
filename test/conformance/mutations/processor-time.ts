import { cpuMicroseconds } from '../../support/cpu-time.js'

/** Milliseconds of the processor; the least of three runs, for other work of the process counts too. */
export function processorTime (run: () => () => void): number {
  return Math.min(...[1, 2, 3].map(() => {
    const measured = run()
    const before = cpuMicroseconds()
    measured()
    return (cpuMicroseconds() - before) / 1_000
  }))
}
