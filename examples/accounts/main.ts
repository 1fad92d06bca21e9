/**
 * The scenario of Microsoft's page "SSL Client Authentication", on real connections.
 *
 *     npm start             shows who gets in, and stays up so that you can try it by hand
 *     npm start -- --once   ends, with exit status 0 if every answer was as expected
 *     PORT=8443 npm start   on a port of your choice
 */
import type { AddressInfo } from 'node:net'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { people } from './people.js'
import { openPki } from './pki.js'
import { tryDoor } from './requests.js'
import type { Outcome } from './requests.js'
import { createServer } from './server.js'
import { formatTable } from './table.js'

const { once } = parseArgs({ options: { once: { type: 'boolean', default: false } } }).values
const folder = fileURLToPath(new URL('pki', import.meta.url))

const pki = await openPki(folder)
const app = await createServer(folder, pki)
await app.listen({ host: '127.0.0.1', port: Number(process.env['PORT'] ?? 0) })
const { port } = app.server.address() as AddressInfo

console.log(`\nhttps://127.0.0.1:${port}/Accounts is open to Alice, Bob and Carol (accounts.reg):\n`)
const outcomes: Outcome[] = []
for (const person of people) outcomes.push(await tryDoor(app, pki, person))
console.log(formatTable(outcomes))

if (once) {
  process.exitCode = outcomes.every(({ asExpected }) => asExpected) ? 0 : 1
  await app.close()
} else {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => { app.close() })
  console.log(`
Try it by hand:

  cd ${relative(process.cwd(), folder) || '.'}
  curl --cacert company-root.pem --cert alice.pem https://127.0.0.1:${port}/Accounts/balance
  curl --cacert company-root.pem --cert dave.pem https://127.0.0.1:${port}/Accounts/balance
  curl --cacert company-root.pem --user Alice:secret https://127.0.0.1:${port}/Accounts/balance
  curl --cacert company-root.pem https://127.0.0.1:${port}/

Ctrl-C ends it.`)
}
