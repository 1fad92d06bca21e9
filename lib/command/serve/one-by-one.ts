/**
 * Does a piece of work one time after the other: whoever asks while it is being done gets it done once more after that.
 */
export class OneByOne {
  readonly #work: () => Promise<void>
  #running: Promise<void> | null = null
  #isWanted = false

  /** @param work must not reject */
  constructor (work: () => Promise<void>) {
    this.#work = work
  }

  readonly request = (): void => {
    this.#isWanted = true
    this.#running ??= this.#run()
  }

  /** Fulfilled when nothing is being done. */
  async idle (): Promise<void> {
    await this.#running
  }

  async #run (): Promise<void> {
    while (this.#isWanted) {
      this.#isWanted = false
      await this.#work()
    }
    this.#running = null
  }
}
