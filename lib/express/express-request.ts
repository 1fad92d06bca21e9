import type { IncomingMessage } from 'node:http'
import { shownGetters, type ShownRequest } from '../gate/shown-request.js'

/** A request as Express shows it. */
export interface ExpressRequest extends IncomingMessage, ShownRequest {
  /** What the routers that it is in have cut off from `url`. */
  readonly baseUrl?: string
  readonly originalUrl?: string
}

const getters = shownGetters<ExpressRequest>((raw) => ({ raw, method: raw.method!, url: urlOf(raw) }))
const descriptors = Object.fromEntries(Object.entries(getters).map(([name, get]) => {
  return [name, { get, configurable: true }]
}))

/** Lets handlers see what is decided of a request. */
export function shown (request: IncomingMessage): ExpressRequest {
  return Object.defineProperties(request, descriptors) as ExpressRequest
}

/** The whole path that Express routes by, with its query. In absolute-form a router cuts behind the authority. */
export function urlOf ({ baseUrl = '', url }: ExpressRequest): string {
  return baseUrl === '' ? url! : url!.replace(/^(?:https?:\/\/[^/?#]*)?/i, (origin) => origin + baseUrl)
}
