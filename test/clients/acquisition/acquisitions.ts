import type { SiteOptions } from '../../../lib/index.js'
import type { ClientRequest } from '../../support/clients.js'
import { numbersFrom } from '../../support/numbers-from.js'
import type { StartSiteOptions } from '../../support/start-site.js'

/** A way in which a server comes by certificates, and what clients do there. */
export interface Acquisition {
  heading: string
  /** What the site says of it; the clients' requests are for `localhost`. */
  site: Partial<SiteOptions>
  /** The server that it needs; default: one with `httpsOptions(site)`. */
  server?: Pick<StartSiteOptions, 'byHostName' | 'https'>
  columns: readonly Column[]
}

/** Requests on one connection. */
export interface Column {
  heading: string
  requests: readonly ClientRequest[]
  site?: Partial<SiteOptions>
  /** The client is far away: what the server says of the request reaches it when it has sent `FAR` bytes more. */
  far?: true
}

export const FAR = 256 * 1024

/** A browser finds this machine under the name (RFC 6761 §6.3). */
export const OTHER_HOST = 'certificates.localhost'

/** Of the site, where all of a large body is to be kept. */
const LARGE_POST_READ_SIZE = 8 * 1024 * 1024

const BODIES = { '10 KB': bodyOf(10 * 1024), '5 MB': bodyOf(5 * 1024 * 1024) }

const get: ClientRequest = { path: '/Accounts/balance' }

function post (size: keyof typeof BODIES, expectation: Pick<ClientRequest, 'expectContinue'> = {}): ClientRequest {
  const headers = { 'content-type': 'application/octet-stream' }
  return { path: '/Accounts/upload', method: 'POST', headers, body: BODIES[size], ...expectation }
}

/** The same bytes each time, and of every value. */
function bodyOf (size: number): Buffer {
  const next = numbersFrom(size)
  return Buffer.from(Array.from({ length: size }, () => next(256)))
}

const single: readonly Column[] = [
  { heading: 'GET', requests: [get] },
  { heading: 'POST 10 KB', requests: [post('10 KB')] }
]
const large: Column = { heading: 'POST 5 MB', requests: [post('5 MB')] }
const others: readonly Column[] = [
  { heading: 'POST 5 MB, 100-continue', requests: [post('5 MB', { expectContinue: true })] },
  { heading: 'GET, then GET', requests: [get, get] },
  { heading: 'GET, then POST 5 MB', requests: [get, post('5 MB')] }
]

export const inTheMiddle: Acquisition = {
  heading: 'In the middle of the request',
  site: { acquire: 'renegotiate' },
  // Without it clients of TLS 1.3 would not even get an answer.
  server: { https: { maxVersion: 'TLSv1.3' } },
  columns: [
    ...single,
    { ...large, far: true },
    { ...large, heading: 'POST 5 MB, PostReadSize 8 MB', site: { postReadSize: LARGE_POST_READ_SIZE } },
    ...others
  ]
}

export const acquisitions: readonly Acquisition[] = [
  { heading: 'In the handshake', site: {}, columns: [...single, large, ...others] },
  inTheMiddle,
  {
    heading: 'By host name',
    site: { certificateHost: 'localhost' },
    server: { byHostName: true },
    columns: [...single, large, ...others]
  },
  {
    heading: 'By host name, on another host',
    site: { certificateHost: OTHER_HOST },
    server: { byHostName: true },
    columns: single
  },
  {
    heading: 'By host name and in the middle of the request, on another host',
    site: { acquire: 'renegotiate', certificateHost: OTHER_HOST },
    server: { byHostName: true },
    columns: single
  }
]
