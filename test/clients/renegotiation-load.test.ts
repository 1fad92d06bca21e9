/**
 * 200 connections at once that are asked for their certificate in the middle of a request, while 50 slow clients hold
 * theirs open. LOAD_SECONDS=300 is the long run (with TAP_TIMEOUT=700 outside of tap).
 */
import { createHash } from 'node:crypto'
import { fork, type ChildProcess } from 'node:child_process'
import { once, setMaxListeners } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { createGuardedSite } from '../support/guarded-site.js'
import { numbersFrom } from '../support/numbers-from.js'
import { createAuthority, type Identity } from '../support/pki.js'
import { visitOnce, type Sighting, type Visitor } from '../support/renegotiating-visit.js'
import type { Holdings, LoadSite } from './load/server.js'
import { neverAnswer, trickle } from './load/slow-clients.js'

const seconds = Number(process.env['LOAD_SECONDS'] ?? 6)
const seed = Number(process.env['LOAD_SEED'] ?? 20261122)
const visitors = 200
const slowClients = 50
const path = '/Accounts/books'
const postReadSize = 49152

/** The status of a visitor whose body fits; one that is too large may be told so first (behaviour.md 5). */
const kinds = ['alice', 'stranger', 'impostor', 'nobody'] as const
const statuses: Readonly<Record<typeof kinds[number], number>> = {
  alice: 200, stranger: 403, impostor: 403, nobody: 403
}
const sizes = [0, 0, 10_000, postReadSize, postReadSize + 1, 200_000, 1_000_000]

const guarded = await createGuardedSite()
const server = await (await createAuthority({ commonName: 'Test Server CA' })).issueServer()
const site = { ...guarded.site, acquire: 'renegotiate' as const }

function visitorOf ({ keyPem, chainPem }: Identity): Visitor {
  return { key: keyPem, cert: chainPem }
}

const visitorsByKind: Readonly<Record<typeof kinds[number], Visitor>> = {
  alice: visitorOf(guarded.alice),
  stranger: visitorOf(guarded.stranger),
  impostor: visitorOf(guarded.impostor),
  nobody: {}
}

/** How long what has ended may take to be gone, in tenths of a second. */
const patience = 300

async function startServer (): Promise<{ child: ChildProcess, port: number, holdings: () => Promise<Holdings> }> {
  const child = fork(fileURLToPath(new URL('load/server.ts', import.meta.url)))
  child.send({ site, key: server.keyPem, cert: server.chainPem } satisfies LoadSite)
  const [port] = await once(child, 'message') as [number]
  return {
    child,
    port,
    async holdings () {
      for (let round = 0; ; round++) {
        child.send('holdings')
        const [seen] = await once(child, 'message') as [Holdings]
        if ((seen.sockets === 0 && seen.timers === 0) || round === patience) return seen
        await delay(100)
      }
    }
  }
}

/** What is wrong about a sighting; `null`: nothing. */
function fault (kind: typeof kinds[number], body: Buffer, expectContinue: boolean, seen: Sighting): string | null {
  const { status, body: text, error } = seen
  const isTooLarge = body.length > postReadSize && !expectContinue
  const what = `${kind}, ${body.length} bytes${expectContinue ? ' with 100-continue' : ''}: ${JSON.stringify(seen)}`
  // Whoever still sends when the connection ends may lose the answer; he has no wrong one.
  if (status === null) return isTooLarge && (error === null || error === 'ECONNRESET' || error === 'EPIPE') ? null : what
  if (status === 413) return isTooLarge ? null : what
  if (status !== statuses[kind]) return what
  return status === 200 && text !== `Alice ${createHash('sha256').update(body).digest('hex')}` ? what : null
}

t.test('no request gets a wrong answer, and nothing is left behind', { timeout: (seconds + 300) * 1000 }, async (t) => {
  const { child, port, holdings } = await startServer()
  t.teardown(() => { child.disconnect() })

  const number = numbersFrom(seed)
  const counts = new Map<string, number>()
  const faults: string[] = []
  const over = new AbortController()
  setMaxListeners(slowClients, over.signal)
  const isOn = (until: number): boolean => performance.now() < until && child.exitCode === null

  async function keepVisiting (until: number): Promise<void> {
    while (isOn(until)) {
      const kind = kinds[number(kinds.length)]!
      const size = sizes[number(sizes.length)]!
      const expectContinue = size > 0 && number(3) === 0
      const body = Buffer.alloc(size, `${number(1_000_000)} `)
      const seen = await visitOnce(port, visitorsByKind[kind], { path, body, expectContinue })
      const wrong = fault(kind, body, expectContinue, seen)
      if (wrong !== null) faults.push(wrong)
      const outcome = `${seen.status ?? `no answer, ${seen.error ?? 'closed'}`}`
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
    }
  }

  async function keepSlow (index: number, until: number): Promise<void> {
    const slow = index % 2 === 0 ? neverAnswer : trickle
    while (isOn(until)) await slow(port, visitorsByKind.alice, path, over.signal)
  }

  async function load (milliseconds: number): Promise<void> {
    const until = performance.now() + milliseconds
    const slow = Array.from({ length: slowClients }, (_, index) => keepSlow(index, until))
    await Promise.all(Array.from({ length: visitors }, () => keepVisiting(until)))
    over.abort()
    await Promise.all(slow)
  }

  // Whatever is made once is there before the memory is looked at.
  await Promise.all(Array.from({ length: visitors }, () => keepVisiting(performance.now() + 1000)))
  const before = await holdings()
  await load(seconds * 1000)
  const after = await holdings()

  t.comment(`seed ${seed}, ${seconds} s: ${JSON.stringify(Object.fromEntries(counts))}`)
  t.comment(`held before ${JSON.stringify(before)}, after ${JSON.stringify(after)}`)
  t.equal(child.exitCode, null, 'the server is alive')
  t.strictSame(faults.slice(0, 10), [], 'no wrong answer')
  t.ok((counts.get('200') ?? 0) > 0 && (counts.get('403') ?? 0) > 0 && (counts.get('413') ?? 0) > 0, 'all of them came')
  t.equal(after.sockets, before.sockets, 'no connection is left')
  t.equal(after.timers, before.timers, 'no timer is left')
  t.ok(after.bytes < before.bytes + 4_000_000, 'no memory is left')
})
