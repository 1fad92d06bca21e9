/** Who waits, and how many are under way, of one host. */
interface Lane {
  running: number
  readonly waiting: Array<() => void>
}

/**
 * Lets few tasks run at a time, and fewer of one host: a host that answers slowly keeps none of the others waiting.
 * Those of a host run in the order in which they came.
 */
export class FetchQueue {
  readonly #mostPerHost: number
  readonly #most: number
  readonly #lanes = new Map<string, Lane>()
  #running = 0

  constructor (mostPerHost: number, most: number) {
    this.#mostPerHost = mostPerHost
    this.#most = most
  }

  async run<Result> (host: string, task: () => Promise<Result>): Promise<Result> {
    const lane = this.#lanes.get(host) ?? { running: 0, waiting: [] }
    this.#lanes.set(host, lane)
    await new Promise<void>((resolve) => {
      lane.waiting.push(resolve)
      this.#next()
    })
    try {
      return await task()
    } finally {
      this.#running--
      lane.running--
      if (lane.running === 0 && lane.waiting.length === 0) this.#lanes.delete(host)
      this.#next()
    }
  }

  #next (): void {
    for (const lane of this.#lanes.values()) {
      while (this.#running < this.#most && lane.running < this.#mostPerHost && lane.waiting.length > 0) {
        this.#running++
        lane.running++
        lane.waiting.shift()!()
      }
    }
  }
}
