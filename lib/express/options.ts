import { Server as HttpServer } from 'node:http'
import { Server as HttpsServer } from 'node:https'
import type { Logger } from '../gate/gate-request.js'
import { options } from '../validation.js'

/** What stands around the site in an Express app. */
export interface CeCertAuthOptions {
  /** The server that the app is given to, of node:https or of `createServer`, before it listens. */
  readonly server: HttpServer | HttpsServer
  /** Where decisions and warnings are logged: pino, or anything with its methods. Default: nowhere. */
  readonly logger?: Logger | undefined
}

const known = ['server', 'logger'] as const
const methods = ['debug', 'info', 'warn', 'error'] as const satisfies ReadonlyArray<keyof Logger>

const ignore = (): void => {}
const silent: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore }

/** @throws TypeError naming the option that is wrong */
export function checkOptions (given: unknown): { server: HttpServer | HttpsServer, log: Logger } {
  const { server, logger = silent } = options(given, known, 'ceCertAuth')
  if (!(server instanceof HttpServer || server instanceof HttpsServer)) {
    throw new TypeError('server: is no server of node:https; Express runs on no other, give the one that has the app')
  }
  const missing = methods.find((name) => typeof (logger as Partial<Logger> | null)?.[name] !== 'function')
  if (missing !== undefined) {
    throw new TypeError(`logger: has no method ${missing}; give a logger such as pino`)
  }
  return { server, log: logger as Logger }
}
