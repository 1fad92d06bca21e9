import type { FastifyInstance } from 'fastify'
import type { HttpVersion } from '../access/start-up-report.js'

/** What an app's server speaks: nothing but the options that it was made with says so. */
export function httpVersionsOf ({ initialConfig: { http2, https } }: FastifyInstance): readonly HttpVersion[] {
  const { allowHTTP1 = false } = (typeof https === 'object' ? https : {}) as { allowHTTP1?: boolean }
  return [
    ...http2 !== true || allowHTTP1 ? ['HTTP/1.1' as const] : [],
    ...http2 === true ? ['HTTP/2' as const] : []
  ]
}
