/** Who is told that something has failed, and that it works again. */
export interface SourceObserver {
  /** `what`: a URL, or the path of the folder. */
  readonly failed: (what: string, error: unknown) => void
  readonly recovered: (what: string) => void
}

/** Those that are remembered to have failed; who is forgotten is reported once more. */
const mostRemembered = 1_000

/** Tells of a failure when it begins and when it ends, however often it is met between. */
export class Failures {
  readonly #observer: SourceObserver
  readonly #failing = new Set<string>()

  constructor (observer: SourceObserver) {
    this.#observer = observer
  }

  begin (what: string, error: unknown): void {
    if (this.#failing.has(what)) return
    for (const first of this.#failing) {
      if (this.#failing.size < mostRemembered) break
      this.#failing.delete(first)
    }
    this.#failing.add(what)
    this.#observer.failed(what, error)
  }

  end (what: string): void {
    if (this.#failing.delete(what)) this.#observer.recovered(what)
  }
}
