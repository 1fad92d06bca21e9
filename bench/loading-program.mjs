/** A child process, without a compiler: says what CPU time it takes to load Fastify, and then the plugin. */
const fastify = await timed('fastify')
const plugin = await timed('../dist/esm/index.js')
process.send?.({ fastify, plugin })

/** Microseconds. */
async function timed (specifier) {
  const before = process.cpuUsage()
  await import(specifier)
  const { user, system } = process.cpuUsage(before)
  return user + system
}
