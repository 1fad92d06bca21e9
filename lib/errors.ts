import createError from '@fastify/error'

/** The code of a refusal: each has a heading of its own in docs/reference/errors.md. */
export type ErrorCode = keyof typeof answers

/** What a refused client is told: the HTTP status, and IIS' sub-status that says why. */
export interface Answer {
  readonly statusCode: number
  readonly subStatus: string
  /** Says what happened, and nothing about the certificate or the site. */
  readonly message: string
}

/**
 * Every answer but the handler's own, once.
 *
 * @see https://learn.microsoft.com/troubleshoot/developer/webapps/iis/health-diagnostic-performance/http-status-code
 */
export const answers = Object.freeze({
  FST_CE_AMBIGUOUS_PATH: answer(400, '400', 'The path can be read in more than one way'),
  FST_CE_EXECUTE_DENIED: answer(403, '403.1', 'Execute access is denied'),
  FST_CE_READ_DENIED: answer(403, '403.2', 'Read access is denied'),
  FST_CE_WRITE_DENIED: answer(403, '403.3', 'Write access is denied'),
  FST_CE_SSL_REQUIRED: answer(403, '403.4', 'SSL is required'),
  FST_CE_SSL128_REQUIRED: answer(403, '403.5', 'SSL with a 128-bit cipher is required'),
  FST_CE_CERT_REQUIRED: answer(403, '403.7', 'A client certificate is required'),
  FST_CE_MAPPER_DENIED: answer(403, '403.12', 'The client certificate has no access'),
  FST_CE_CERT_REVOKED: answer(403, '403.13', 'The client certificate is revoked'),
  FST_CE_CERT_UNTRUSTED: answer(403, '403.16', 'The client certificate is untrusted or invalid'),
  FST_CE_CERT_TIME: answer(403, '403.17', 'The client certificate has expired or is not yet valid'),
  FST_CE_POST_READ_SIZE: answer(413, '413', 'The request body is too large to wait for a client certificate'),
  FST_CE_CERT_HOST: answer(307, '307', 'Client certificates are asked for on another host'),
  FST_CE_MISDIRECTED: answer(421, '421', 'The connection was made for another host')
} satisfies Record<string, Answer>)

function answer (statusCode: number, subStatus: string, message: string): Answer {
  return Object.freeze({ statusCode, subStatus, message })
}

/** An error of this plugin, as an app's error handler meets it. */
export interface CeCertAuthError extends Error {
  readonly code: ErrorCode
  readonly statusCode: number
  /** IIS' sub-status, e.g. `'403.7'`; the status itself where it has none. */
  readonly subStatus: string
}

/** Makes one kind of error: `new errorCodes.FST_CE_CERT_REQUIRED()`; also for `instanceof`. */
export interface CeCertAuthErrorConstructor {
  new (): CeCertAuthError
  (): CeCertAuthError
  readonly prototype: CeCertAuthError
}

/** One factory for each code, made with @fastify/error. */
export const errorCodes = Object.freeze(Object.fromEntries(
  Object.entries(answers).map(([code, { statusCode, subStatus, message }]) => {
    const factory = createError(code, message, statusCode)
    Object.defineProperty(factory.prototype, 'subStatus', { value: subStatus, enumerable: true })
    return [code, factory]
  })
)) as unknown as Readonly<Record<ErrorCode, CeCertAuthErrorConstructor>>
