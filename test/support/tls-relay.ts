import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { once } from 'node:events'
import type { Teardown } from './conversation.js'

/** One direction of a connection, record by record (RFC 5246 §6.2.1). */
class RecordFlow {
  readonly #target: Socket
  #bytes = Buffer.alloc(0)
  #allowed = Infinity

  constructor (source: Socket, target: Socket) {
    this.#target = target
    source.on('data', (bytes: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, bytes])
      this.#pass()
    })
    source.on('close', () => target.destroy())
    source.on('error', () => target.destroy())
  }

  /** Lets this many more records pass. */
  allow (records: number): void {
    this.#allowed = records
    this.#pass()
  }

  #pass (): void {
    while (this.#allowed > 0 && this.#bytes.length >= 5) {
      const end = 5 + this.#bytes.readUInt16BE(3)
      if (this.#bytes.length < end) return
      this.#target.write(this.#bytes.subarray(0, end))
      this.#bytes = this.#bytes.subarray(end)
      this.#allowed--
    }
  }
}

export interface TlsRelay {
  readonly port: number
  /** Holds back what the server sends, but for so many records. */
  holdServer (records?: number): void
  /** Holds back what the client sends, but for so many records. */
  holdClient (records?: number): void
  /** Lets everything pass again. */
  release (): void
}

/** Stands between the clients and a server, and can keep the records of TLS from passing. */
export async function startTlsRelay (t: Teardown, serverPort: number): Promise<TlsRelay> {
  const flows = { client: new Set<RecordFlow>(), server: new Set<RecordFlow>() }
  const sockets = new Set<Socket>()
  const relay = createServer((client) => {
    const server = connect(serverPort, '127.0.0.1')
    for (const socket of [client, server]) sockets.add(socket.setNoDelay(true))
    flows.client.add(new RecordFlow(client, server))
    flows.server.add(new RecordFlow(server, client))
  }).listen(0, '127.0.0.1')
  await once(relay, 'listening')
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    relay.close()
  })
  const allow = (side: Set<RecordFlow>, records: number): void => { for (const flow of side) flow.allow(records) }
  return {
    port: (relay.address() as AddressInfo).port,
    holdServer (records = 0) { allow(flows.server, records) },
    holdClient (records = 0) { allow(flows.client, records) },
    release () {
      allow(flows.server, Infinity)
      allow(flows.client, Infinity)
    }
  }
}
