import type { Server } from 'node:http'
import type { HttpVersion, RuledRoute } from '../access/start-up-report.js'
import type { Governing } from '../site/virtual-roots.js'
import type { GateRequest, Logger } from './gate-request.js'

/** What the gate needs of the app that it stands in front of. */
export interface GatedApp<Request extends GateRequest = GateRequest> {
  readonly server: Server
  /** What the server speaks. */
  readonly httpVersions: readonly HttpVersion[]
  readonly log: Logger
  /** The routes with options of their own; there may be more of them until the gate is opened. */
  readonly ruledRoutes: readonly RuledRoute[]
  /** How to create a server that can ask for certificates, as it is written; for errors. */
  readonly serverCreation: string
  /**
   * What governs a request, whose URL each router reads in its own way.
   *
   * @throws TypeError if the options of its route are wrong
   */
  readonly govern: (request: Request) => Governing
  /** Lets go of something when the app is closed. */
  readonly onClose: (release: () => unknown) => void
}
