import { once } from 'node:events'
import { lookup } from 'node:dns'
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { TcpNetConnectOpts } from 'node:net'
import { publicLookup } from './address-guard.js'
import type { RevocationSourcesSettings } from './settings.js'
import { admitUrl } from './url-policy.js'

/** What a source is asked. */
export interface HttpQuestion {
  /** Of the answer. */
  readonly mediaType: string
  /** Makes it a POST; `null`: a GET. */
  readonly body: { readonly mediaType: string, readonly content: Uint8Array } | null
  /** Bytes of the answer. */
  readonly maxSize: number
}

/** What tells whether an answer has changed since (RFC 9110 §8.8). `null`: the server said nothing of the kind. */
export interface Validators {
  readonly etag: string | null
  readonly lastModified: string | null
}

/** An answer, or that the one before still stands. */
export type Downloaded = { readonly content: Buffer } & Validators | 'unchanged'

/** What may be asked, and for how long. */
export type DownloadSettings = Pick<RevocationSourcesSettings, 'allowsHost' | 'allowPrivateAddresses' | 'timeout'>

/** Certificates of CAs send to http, which sends to https, or to another host of the CA: no honest one sends on. */
const mostRedirects = 3
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/**
 * Asks for one answer. It is never decompressed: what would grow without limit is not what CAs send.
 *
 * @throws Error that says in words what went wrong; nothing of the answer is kept then
 */
export async function download (
  url: URL, question: HttpQuestion, validators: Validators, settings: DownloadSettings, closed: AbortSignal
): Promise<Downloaded> {
  closed.throwIfAborted()
  const ending = new AbortController()
  const end = (): void => ending.abort(closed.reason)
  const timer = setTimeout(
    () => ending.abort(new Error(`did not answer within ${settings.timeout} ms`)), settings.timeout
  ).unref()
  closed.addEventListener('abort', end)
  return follow(url, question, validators, settings, ending.signal)
    .catch((error: unknown) => { throw ending.signal.aborted ? ending.signal.reason : error })
    .finally(() => {
      clearTimeout(timer)
      closed.removeEventListener('abort', end)
      ending.abort()
    })
}

/** Redirects lead to URLs that might be asked themselves, and nowhere else. A POST is not redirected at all. */
async function follow (
  url: URL,
  question: HttpQuestion,
  validators: Validators,
  settings: DownloadSettings,
  signal: AbortSignal,
  redirectsLeft = mostRedirects
): Promise<Downloaded> {
  const response = await send(url, question, validators, settings, signal)
  const { statusCode, headers: { location } } = response
  if (!redirects.has(statusCode!) || question.body !== null) return read(response, question, validators)
  response.destroy()
  const target = location === undefined ? null : admitUrl(location, settings, url)
  if (target === null) throw new Error('redirects to where nothing may be fetched')
  if (redirectsLeft === 0) throw new Error(`redirects more than ${mostRedirects} times`)
  return follow(target, question, validators, settings, signal, redirectsLeft - 1)
}

/** On a connection of its own, which ends with the signal. */
async function send (
  url: URL, { mediaType, body }: HttpQuestion, validators: Validators, settings: DownloadSettings, signal: AbortSignal
): Promise<IncomingMessage> {
  const options: RequestOptions & Pick<TcpNetConnectOpts, 'autoSelectFamily'> = {
    agent: false,
    autoSelectFamily: true,
    lookup: settings.allowPrivateAddresses ? lookup : publicLookup(),
    method: body === null ? 'GET' : 'POST',
    headers: {
      accept: mediaType,
      'accept-encoding': 'identity',
      'user-agent': 'fastify-ce-cert-auth',
      ...body === null ? conditions(validators) : { 'content-type': body.mediaType }
    }
  }
  const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options)
  signal.addEventListener('abort', () => request.destroy())
  // Before there is an answer `once` throws it; later on whoever reads its body meets it.
  request.on('error', () => {})
  request.end(body?.content)
  const [response] = await once(request, 'response') as [IncomingMessage]
  return response
}

/** RFC 9110 §13.1 */
function conditions ({ etag, lastModified }: Validators): Record<string, string> {
  return {
    ...etag !== null && { 'if-none-match': etag },
    ...lastModified !== null && { 'if-modified-since': lastModified }
  }
}

async function read (
  response: IncomingMessage, { maxSize }: HttpQuestion, validators: Validators
): Promise<Downloaded> {
  const { statusCode, headers } = response
  const hadAnswer = validators.etag !== null || validators.lastModified !== null
  if (statusCode === 304 && hadAnswer) return 'unchanged'
  if (statusCode !== 200) throw new Error(`answers with the HTTP status ${statusCode}`)
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity') throw new Error(`answers with the content encoding ${encoding}`)
  const content = await readBody(response, maxSize)
  return { content, etag: headers.etag ?? null, lastModified: headers['last-modified'] ?? null }
}

async function readBody (response: IncomingMessage, maxSize: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxSize) throw new Error(`answers with more than ${maxSize} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size)
}
