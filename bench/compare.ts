/** What is measured: it does its work once for each index, synchronously or not. */
export interface Contestant {
  readonly name: string
  /** Makes it ready for a round; the time for that does not count. */
  readonly prepare?: () => void
  readonly run: (index: number) => unknown
}

export interface Result {
  readonly name: string
  /** The median of the rounds, microseconds for one run. */
  readonly microseconds: number
  /** To the first contestant. */
  readonly ratio: number
}

const ROUNDS = 9

/** Runs the contestants in turns, so that whatever slows the machine down slows all of them down. */
export async function compare (contestants: readonly Contestant[], count: number): Promise<Result[]> {
  const times = contestants.map((): number[] => [])
  // The first round warms up, and is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [place, { prepare, run }] of contestants.entries()) {
      prepare?.()
      const start = process.hrtime.bigint()
      for (let index = 0; index < count; index++) {
        const result = run(index)
        if (result instanceof Promise) await result
      }
      if (round > 0) times[place]!.push(Number(process.hrtime.bigint() - start) / count / 1000)
    }
  }
  const medians = times.map(median)
  return contestants.map(({ name }, place) => {
    const microseconds = medians[place]!
    return { name, microseconds, ratio: microseconds / medians[0]! }
  })
}

function median (values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!
}
