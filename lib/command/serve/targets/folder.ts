import { realpath } from 'node:fs/promises'
import { sep } from 'node:path'
import createError from '@fastify/error'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const OutsideError = createError('CE_SERVE_OUTSIDE', 'Forbidden', 403)

/** What CE's web server and IIS look for, and what everyone else calls it. */
const defaultPages = ['index.html', 'index.htm', 'default.html', 'default.htm']

/**
 * Serves the files of a folder: no lists of files, no files whose names begin with a dot, and none that a link leads to
 * outside of the folder.
 */
export async function serveFolder (app: FastifyInstance, prefix: string, folder: string): Promise<void> {
  const root = await realpath(folder)
  app.register(fastifyStatic, {
    root,
    prefix,
    index: defaultPages,
    redirect: true,
    dotfiles: 'deny',
    decorateReply: false,
    async onFile (path) {
      if (!`${await realpath(path)}${sep}`.startsWith(root.endsWith(sep) ? root : root + sep)) throw new OutsideError()
    }
  })
}
