import type { FastifyInstance, FastifyPluginCallback } from 'fastify'
import { CommandError } from '../../context.js'
import { loadModule } from '../../load-module.js'

/**
 * Serves what a Fastify plugin does: the default export of a module, or its export `plugin`. All of its routes lie
 * under the prefix, whatever it is wrapped in.
 *
 * @throws CommandError if the module can't be loaded, or exports no function
 */
export async function serveModule (app: FastifyInstance, prefix: string, module: string): Promise<void> {
  const exported = await loadModule(module)
  const plugin = exported['default'] ?? exported['plugin']
  if (typeof plugin !== 'function') {
    throw new CommandError(`${module}: it exports no Fastify plugin; export the function as default, or as 'plugin'`)
  }
  // fastify-plugin takes a plugin out of its own context, into this one.
  app.register(async (child) => { child.register(plugin as FastifyPluginCallback) }, { prefix })
}
