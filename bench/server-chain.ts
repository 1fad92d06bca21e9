import { connectAll } from './connections.js'
import { median, row, type Row } from './row.js'
import { createBenchSite } from './servers/bench-site.js'
import { ServerProcess } from './servers/server-process.js'

const CONNECTIONS_A_ROUND = 160
const WARM_UP_ROUNDS = 4
const ROUNDS = 15

/**
 * What it costs to send a server's certificate alone that one of the trust anchors has issued: in each full handshake
 * OpenSSL looks for its issuer among the anchors, verifies it, and sends it along (`ssl_add_cert_chain`).
 */
export async function benchServerChain (): Promise<Row[]> {
  const { site, clients } = await createBenchSite(CONNECTIONS_A_ROUND)
  const certificates = [`${site.cert}\n${String(site.site.trustAnchors)}`, site.cert]
  const servers = await Promise.all(certificates.map((cert) => ServerProcess.start('node:https', { ...site, cert })))
  const measured = servers.map((): number[] => [])
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    for (const [place, server] of servers.entries()) {
      const { cpuMicroseconds } = await connectAll(server, clients, [], { version: 'TLSv1.3', resumed: false })
      if (round >= WARM_UP_ROUNDS) measured[place]!.push(cpuMicroseconds)
    }
  }
  for (const server of servers) server.stop()
  const [along, alone] = measured.map(median) as [number, number]
  return [
    row("the server's CPU time for a connection, its issuer sent along", 'µs', along, [{ name: 'alone', value: alone }])
  ]
}
