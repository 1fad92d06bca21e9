import { performance } from 'node:perf_hooks'
import type { Certificate } from '../trust/certificate/certificate.js'
import type { KeptAnswer } from './cache-folder.js'
import type { Downloaded, Validators } from './download.js'
import type { Answer, Inquiry } from './inquiry.js'
import { refreshDelay, retryDelay, type Pace } from './schedule.js'

/** What a source needs of the world. */
export interface SourceContext {
  readonly pace: Pace
  /** Milliseconds since 1970, as certificates are judged. */
  readonly now: () => number
  readonly download: (inquiry: Inquiry, validators: Validators) => Promise<Downloaded>
  /** What was kept before; `null` if nothing was. */
  readonly recall: (inquiry: Inquiry) => Promise<KeptAnswer | null>
  readonly keep: (inquiry: Inquiry, answer: KeptAnswer) => void
  /** Is told of each failure, and of each good answer. */
  readonly failed: (inquiry: Inquiry, error: unknown) => void
  readonly succeeded: (inquiry: Inquiry) => void
  /** Is told when nobody has used the source for long: then it is closed. */
  readonly unused: (source: Source) => void
}

/** Issuers that one CRL is asked for by: only an indirect one has several. */
const mostIssuers = 16

/**
 * One source: it is asked when it is needed for the first time, and then anew, before its answer ends, for as long as
 * it is in use. After a failure it is asked again soon, and then ever more seldom; what it has answered before stays.
 */
export class Source {
  readonly inquiry: Inquiry
  readonly #context: SourceContext
  readonly #issuers: Certificate[]
  /** Signed by the issuer, or a responder of its: only a newer one of that kind takes its place. */
  #proved: Answer | null = null
  /** Signed by nobody who is known here. The engine may know who may sign for the issuer. */
  #unproved: Answer | null = null
  #validators: Validators = { etag: null, lastModified: null }
  #first: Promise<void> | null
  #lastUse = performance.now()
  #failures = 0
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  /** @param issuer of the certificate that it is needed for */
  constructor (inquiry: Inquiry, issuer: Certificate, context: SourceContext) {
    this.inquiry = inquiry
    this.#context = context
    this.#issuers = [issuer]
    this.#first = this.#begin().finally(() => { this.#first = null })
  }

  get proved (): Answer | null {
    return this.#proved
  }

  get answers (): readonly Answer[] {
    return [this.#proved, this.#unproved].filter((answer) => answer !== null)
  }

  /** Bytes. */
  get size (): number {
    return this.answers.reduce((size, { document }) => size + document.raw.length, 0)
  }

  /**
   * Ends when the source has answered, or failed, for the first time, or for the first time since its answer ended;
   * `null` after that. It is never rejected.
   */
  get first (): Promise<void> | null {
    return this.#first
  }

  /**
   * It is needed, for a certificate of this issuer. Timers stand still while a machine sleeps: an answer that has ended
   * by now is asked for anew at once.
   */
  use (issuer: Certificate): void {
    this.#lastUse = performance.now()
    if (!this.#issuers.includes(issuer) && this.#issuers.length < mostIssuers) this.#issuers.push(issuer)
    const isIdle = this.#timer !== undefined && this.#failures === 0
    if (!isIdle || this.#proved === null || this.#isFresh(this.#proved)) return
    this.#stopTimer()
    this.#first = this.#ask().finally(() => { this.#first = null })
  }

  /** It is not asked again. */
  close (): void {
    this.#isClosed = true
    this.#stopTimer()
  }

  async #begin (): Promise<void> {
    try {
      const kept = await this.#context.recall(this.inquiry)
      if (kept !== null) this.#take(kept)
      if (this.#proved !== null && this.#isFresh(this.#proved)) return this.#askLater(this.#refreshDelay(this.#proved))
    } catch (error) {
      this.#context.failed(this.inquiry, error)
    }
    await this.#ask()
  }

  /** Is never rejected: it runs by itself. */
  async #ask (): Promise<void> {
    try {
      const delay = this.#refreshDelay(await this.#download())
      this.#failures = 0
      this.#context.succeeded(this.inquiry)
      this.#askLater(delay)
    } catch (error) {
      if (this.#isClosed) return
      this.#failures++
      this.#context.failed(this.inquiry, error)
      this.#askLater(retryDelay(this.#failures, this.#context.pace, Math.random()))
    }
  }

  /** Gives the answer that stands then, which is good. */
  async #download (): Promise<Answer> {
    const downloaded = await this.#context.download(this.inquiry, this.#validators)
    if (downloaded !== 'unchanged') this.#take(downloaded)
    if (this.#proved === null || this.#unproved !== null) {
      throw new Error('the answer is not signed by the issuer of the certificate')
    }
    if (!this.#isFresh(this.#proved)) throw new Error('the answer is out of date')
    if (downloaded !== 'unchanged') this.#context.keep(this.inquiry, downloaded)
    return this.#proved
  }

  #take ({ content, etag, lastModified }: KeptAnswer): void {
    const answer = this.inquiry.read(content)
    const isProved = this.#issuers.some((issuer) => answer.isSignedBy(issuer))
    if (isProved && this.#proved !== null && answer.thisUpdate < this.#proved.thisUpdate) {
      throw new Error('the answer is older than the one before')
    }
    this.#validators = { etag, lastModified }
    this.#unproved = isProved ? null : answer
    if (isProved) this.#proved = answer
  }

  #askLater (delay: number): void {
    if (!this.#isClosed) this.#timer = setTimeout(() => this.#due(), delay).unref()
  }

  #stopTimer (): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #due (): void {
    this.#timer = undefined
    if (performance.now() - this.#lastUse > this.#context.pace.refreshInterval) this.#context.unused(this)
    else this.#ask()
  }

  #isFresh ({ nextUpdate }: Answer): boolean {
    return this.#context.now() <= nextUpdate
  }

  #refreshDelay (answer: Answer): number {
    return refreshDelay(answer, this.#context.now(), this.#context.pace, Math.random())
  }
}
