import type { FastifyRequest } from 'fastify'
import type { RouteRules } from '../site/route-rules.js'
import type { Governing } from '../site/virtual-roots.js'

/** What governs a request: the URL that Fastify's router has matched, and the options of the route that it led to. */
export function governing (rules: RouteRules): (request: FastifyRequest) => Governing {
  return (request) => rules.govern(pathOf(request), request.routeOptions)
}

/**
 * Without the query, and with blanks escaped: @fastify/express leaves the whole URL decoded. A blank at the end has no
 * one reading: `new URL` drops it.
 */
function pathOf ({ raw: { url = '' } }: FastifyRequest): string {
  if (!url.startsWith('/')) return url
  const end = url.indexOf('?')
  const path = end === -1 ? url : url.slice(0, end)
  return path.endsWith(' ') || !path.includes(' ') ? path : path.replaceAll(' ', '%20')
}
