import type { ServerResponse } from 'node:http'
import type { Http2ServerResponse } from 'node:http2'

type Response = ServerResponse | Http2ServerResponse
type WriteHead = (statusCode: number, ...rest: unknown[]) => Response

/** What every response of a virtual root has in common, whoever writes it. */
export interface Seal {
  /** No response carries `WWW-Authenticate`: nothing but a certificate authenticates here. */
  readonly noChallenge: boolean
  /** DONT_CACHE: every response carries `Cache-Control: no-store`. */
  readonly noStore: boolean
  /** The status of a refusal: nothing makes a success of it, or adds trailers; `null` if the request was admitted. */
  readonly refusal: number | null
  /** The connection ends with this response. */
  readonly close: boolean
}

/**
 * Applies a seal where the head of the response is written: the one place that hooks which run after ours, handlers
 * that write to `reply.raw`, and Fastify itself all pass.
 */
export function sealResponse (response: Response, { noChallenge, noStore, refusal, close }: Seal): void {
  if (!noChallenge && !noStore && refusal === null && !close) return
  const added: Array<readonly [name: string, value: string]> = []
  if (noStore) added.push(['cache-control', 'no-store'])
  if (close) added.push(['connection', 'close'])
  const dropped = new Set([...noChallenge ? ['www-authenticate'] : [], ...added.map(([name]) => name)])
  const writeHead = response.writeHead.bind(response) as WriteHead
  const sealed: WriteHead = (given, ...rest) => {
    const statusCode = refusal !== null && given < 300 ? refusal : given
    for (const name of dropped) response.removeHeader(name)
    const headers = rest.at(-1)
    if (typeof headers === 'object' && headers !== null) {
      return writeHead(statusCode, ...rest.slice(0, -1), exchange(headers, dropped, added))
    }
    for (const [name, value] of added) response.setHeader(name, value)
    return writeHead(statusCode, ...rest)
  }
  response.writeHead = sealed as typeof response.writeHead
  // Whoever had prepared trailers prepared them for another response.
  if (refusal !== null) response.addTrailers = () => undefined
}

/** `writeHead` takes headers as an object, as a flat array of names and values, or as an array of pairs. */
function exchange (
  headers: object, dropped: ReadonlySet<string>, added: ReadonlyArray<readonly [string, string]>
): object {
  if (!Array.isArray(headers)) {
    const kept = Object.entries(headers).filter(([name]) => !dropped.has(name.toLowerCase()))
    return Object.fromEntries([...kept, ...added])
  }
  const flat: unknown[] = Array.isArray(headers[0]) ? headers.flat() : headers
  return [...flat.filter((_, index) => !dropped.has(String(flat[index - index % 2]).toLowerCase())), ...added.flat()]
}
