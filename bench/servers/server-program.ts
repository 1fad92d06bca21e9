/** A child process: the server of one contestant, which tells on demand what it has used. */
import type { AddressInfo } from 'node:net'
import { cpuMicroseconds } from '../../test/support/cpu-time.js'
import { heldBytes } from '../../test/support/held-bytes.js'
import type { BenchSite } from './bench-site.js'
import { createContestant, type ContestantName } from './contestants.js'

export type Question = 'cpuMicroseconds' | 'heldBytes'

const answers: { readonly [Key in Question]: () => number } = { cpuMicroseconds, heldBytes }

process.once('message', async ({ name, site }: { name: ContestantName, site: BenchSite }) => {
  const server = await createContestant(name, site)
  server.listen(0, '127.0.0.1', () => {
    process.send?.((server.address() as AddressInfo).port)
    process.on('message', (question: Question) => process.send?.(answers[question]()))
  })
})
process.once('disconnect', () => process.exit())
