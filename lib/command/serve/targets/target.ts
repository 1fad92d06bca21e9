import type { FastifyInstance } from 'fastify'
import { serveFolder } from './folder.js'
import { serveModule } from './module.js'
import { serveUpstream } from './upstream.js'

/** What a virtual root serves. Files and folders are absolute. */
export type Target =
  | { readonly kind: 'folder', readonly folder: string }
  | { readonly kind: 'upstream', readonly upstream: URL }
  | { readonly kind: 'module', readonly module: string }

/**
 * Lets an app serve a target under a virtual root.
 *
 * @param prefix of the root
 * @throws CommandError if a module can't be loaded, or is no plugin
 */
export async function serveTarget (app: FastifyInstance, prefix: string, target: Target): Promise<void> {
  switch (target.kind) {
    case 'folder': return serveFolder(app, prefix, target.folder)
    case 'upstream': return serveUpstream(app, prefix, target.upstream)
    case 'module': return serveModule(app, prefix, target.module)
  }
}

/** A target as its operator wrote it. */
export function printTarget (target: Target): string {
  switch (target.kind) {
    case 'folder': return target.folder
    case 'upstream': return target.upstream.href
    case 'module': return target.module
  }
}
