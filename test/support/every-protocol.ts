import t from 'tap'
import type { Test } from 'tap'
import type { HttpVersion, TlsVersion } from './conversation.js'

export interface Protocol {
  tls: TlsVersion
  http: HttpVersion
}

/** A test in TLS 1.2 and 1.3, each with HTTP/1.1 and HTTP/2. */
export function everyProtocol (name: string, run: (t: Test, protocol: Protocol) => Promise<void>): void {
  t.test(name, async (t) => {
    for (const tls of ['TLSv1.2', 'TLSv1.3'] as const) {
      for (const http of ['http/1.1', 'h2'] as const) {
        await t.test(`${http} over ${tls}`, (t) => run(t, { tls, http }))
      }
    }
  })
}
