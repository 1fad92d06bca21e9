import { ServerResponse } from 'node:http'
import type { Http2ServerResponse } from 'node:http2'

type Response = ServerResponse | Http2ServerResponse
type WriteHead = (this: Response, statusCode: number, ...rest: unknown[]) => Response
type Header = readonly [name: string, value: string]

/** What every response of a virtual root has in common, whoever writes it. */
export interface Seal {
  /** No response carries `WWW-Authenticate`: nothing but a certificate authenticates here. */
  readonly noChallenge: boolean
  /** DONT_CACHE: every response carries `Cache-Control: no-store`. */
  readonly noStore: boolean
  /**
   * The status of a refusal: nothing makes a success of it, gives it another reason phrase than that of its status, or
   * adds trailers; `null` if the request was admitted.
   */
  readonly refusal: number | null
  /** The connection ends with this response. */
  readonly close: boolean
}

const kSealed = Symbol('fastify-ce-cert-auth.sealed')

/** What is kept on a response: its seal, and what wrote its head before. */
interface Sealing {
  seal: Seal
  readonly writeHead: WriteHead
}

type Sealed = Response & { [kSealed]?: Sealing }

const noStoreHeader: Header = ['cache-control', 'no-store']
const closeHeader: Header = ['connection', 'close']
const nothing: readonly never[] = []
const noSeal: Seal = { noChallenge: false, noStore: false, refusal: null, close: false }

/**
 * Applies a seal where the head of the response is written: the one place that hooks which run after ours, handlers
 * that write to `reply.raw`, and Fastify itself all pass. A second seal takes nothing away from the first.
 */
export function sealResponse (response: Response, seal: Seal): void {
  if (!seal.noChallenge && !seal.noStore && seal.refusal === null && !seal.close) return
  const sealing = (response as Sealed)[kSealed]
  if (sealing === undefined) makeSealable(response, seal)
  else sealing.seal = both(sealing.seal, seal)
  // Whoever had prepared trailers prepared them for another response.
  if (seal.refusal !== null) response.addTrailers = () => undefined
}

/**
 * Takes the place where seals are applied, once for a response. Whoever lays something over `writeHead` later lays it
 * over the seal too.
 */
export function makeSealable (response: Response, seal: Seal = noSeal): void {
  (response as Sealed)[kSealed] = { seal, writeHead: response.writeHead as WriteHead }
  response.writeHead = writeSealedHead as typeof response.writeHead
}

function both (first: Seal, second: Seal): Seal {
  return {
    noChallenge: first.noChallenge || second.noChallenge,
    noStore: first.noStore || second.noStore,
    refusal: second.refusal ?? first.refusal,
    close: first.close || second.close
  }
}

/** Its arguments are those of `writeHead`: the message between status and headers can be missing. */
function writeSealedHead (this: Required<Sealed>, given: number, message?: unknown, headers?: unknown): Response {
  const { seal: { noChallenge, noStore, refusal, close }, writeHead } = this[kSealed]
  const statusCode = refusal !== null && given < 300 ? refusal : given
  const added = noStore || close ? [...noStore ? [noStoreHeader] : [], ...close ? [closeHeader] : []] : nothing
  if (noChallenge) this.removeHeader('www-authenticate')
  for (const [name] of added) this.removeHeader(name)
  const named = typeof message === 'string' ? headers : headers ?? message
  const sealed = typeof named === 'object' && named !== null ? exchange(named, noChallenge, added) : undefined
  if (sealed === undefined) {
    for (const [name, value] of added) this.setHeader(name, value)
  }
  if (typeof message === 'string' && refusal === null) return writeHead.call(this, statusCode, message, sealed)
  // Whatever it was set to before; Node then takes that of the status. HTTP/2 has none (RFC 9113 §8.3.2).
  if (refusal !== null && this instanceof ServerResponse) this.statusMessage = ''
  return writeHead.call(this, statusCode, sealed)
}

/** `writeHead` takes headers as an object, as a flat array of names and values, or as an array of pairs. */
function exchange (headers: object, noChallenge: boolean, added: readonly Header[]): object {
  if (added.length === 0 && !Array.isArray(headers) && !holdsChallenge(headers)) return headers
  const isDropped = (name: string): boolean =>
    (noChallenge && isSame(name, 'www-authenticate')) || added.some(([known]) => isSame(name, known))
  if (Array.isArray(headers)) {
    const flat: unknown[] = Array.isArray(headers[0]) ? headers.flat() : headers
    return [...flat.filter((_, index) => !isDropped(String(flat[index - index % 2]))), ...added.flat()]
  }
  const kept = Object.entries(headers).filter(([name]) => !isDropped(name))
  return Object.fromEntries([...kept, ...added])
}

/** Most responses have none, and are not copied. */
function holdsChallenge (headers: object): boolean {
  for (const name in headers) if (isSame(name, 'www-authenticate')) return true
  return false
}

/** The lengths first: this is asked of every header of every response. */
function isSame (name: string, known: string): boolean {
  return name.length === known.length && name.toLowerCase() === known
}
