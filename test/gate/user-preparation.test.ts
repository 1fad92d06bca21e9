import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import type { Test } from 'tap'
import type { MapUser, SiteOptions } from '../../lib/index.js'
import { createGuardedSite } from '../support/guarded-site.js'
import { keepLog, type LogLine } from '../support/log.js'
import { startSite } from '../support/start-site.js'
import { visit } from '../support/visit.js'

const guarded = await createGuardedSite({
  '/greeting': { permissions: ['READ', 'NEGO_CERT', 'MAP_CERT'] },
  '/unmapped': { permissions: ['READ', 'REQUIRE_CERT'] },
  '/office': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 2 }
})
const { alice, stranger, impostor } = guarded

interface Asking {
  readonly answers: unknown[]
  readonly lines: LogLine[]
}

/** What the client gets at each path, on one connection; and what was logged. */
async function answersOf (
  t: Test, mapUser: unknown, paths: readonly string[] = ['/Accounts'], identity = alice, options: Partial<SiteOptions> = {}
): Promise<Asking> {
  const log = keepLog()
  const site = { ...guarded.site, mapUser: mapUser as MapUser, ...options }
  const { port } = await startSite(t, site, { fastify: { logger: log.logger } })
  const { responses } = await visit({ port, identity, tls: 'TLSv1.3' }, paths.map((path) => ({ path })))
  const lines = log.lines.filter(({ reqId }) => reqId !== undefined)
  return { answers: responses.map(({ json, status }) => json['subStatus'] ?? json['user'] ?? status), lines }
}

const never = new Promise<never>(() => {})
const thenable = (result: unknown): object => ({ then: (resolve: (value: unknown) => void) => resolve(result) })

t.test('S23: only true, or a promise of it, admits', async (t) => {
  for (const [what, mapUser, expected] of [
    ['true', () => true, 'Alice'],
    ['a promise of true', async () => true, 'Alice'],
    ['a promise of true, later', () => sleep(5, true), 'Alice'],
    ['a thenable of true', () => thenable(true), 'Alice'],
    ...[false, undefined, null, 0, 1, '', 'true', 'Alice', {}, [], [true], { name: 'Alice' }, { groups: [] }, Object(true), Symbol('true'),
      () => true, () => never, thenable(1), thenable(undefined), Number.NaN, new Date(0), new Map([['true', true]]), Promise.resolve(1)
    ].map((value): [string, () => unknown, string] => [typeof value, () => value, '403.12']),
    ['a promise that is rejected with true', () => Promise.reject(true), '403.12'], // eslint-disable-line prefer-promise-reject-errors
    ['a thenable that throws', () => ({ then () { throw new Error('thrown') } }), '403.12'],
    ['a getter that throws', () => ({ get then () { throw new Error('thrown') } }), '403.12']
  ] as ReadonlyArray<[string, () => unknown, string]>) {
    t.strictSame((await answersOf(t, mapUser)).answers, [expected], what)
  }
})

t.test('S23: whatever is thrown refuses, and is logged', async (t) => {
  for (const thrown of [undefined, null, true, 0, 'text', Symbol('s'), {}, Object.freeze(new Error('frozen')), Object.create(null)]) {
    for (const mapUser of [() => { throw thrown }, async () => { throw thrown }]) {
      const { answers, lines } = await answersOf(t, mapUser)
      t.strictSame(answers, ['403.12'])
      t.match(lines, [
        { level: 50, msg: /^mapUser failed, the request is refused/ },
        { level: 40, ceCertAuth: { subStatus: '403.12', step: 'mapUser', reason: 'mapUser failed', user: 'Alice' } }
      ])
    }
  }
})

t.test('an answer that does not come in time refuses, and the hook is told that nobody waits', async (t) => {
  let signal: AbortSignal | undefined
  const mapUser: MapUser = (certificate, user, context) => { ({ signal } = context); return never }
  const { answers, lines } = await answersOf(t, mapUser, undefined, alice, { mapUserTimeout: 10 })
  t.strictSame(answers, ['403.12'])
  t.equal(signal?.aborted, true)
  t.match(lines[0]?.['err'], { message: /no answer within 10 ms/ })
})

t.test('it is asked of each request that would be admitted with a user, and of no other', async (t) => {
  const asked: string[] = []
  const mapUser: MapUser = ({ subject }, { name }) => { asked.push(`${subject} ${name}`); return true }
  const paths = ['/Accounts', '/Accounts', '/greeting', '/unmapped', '/office', '/elsewhere', '/Accounts/../x']
  const { answers } = await answersOf(t, mapUser, paths)
  t.strictSame(answers, ['Alice', 'Alice', 'Alice', 200, '403.12', 200, '400'])
  t.strictSame(asked, Array(3).fill('CN=Alice Alice'))
  asked.length = 0
  t.strictSame((await answersOf(t, mapUser, ['/Accounts', '/greeting'], stranger)).answers, ['403.12', 200])
  t.strictSame((await answersOf(t, mapUser, ['/Accounts', '/greeting'], impostor)).answers, ['403.16', '403.16'])
  t.strictSame(asked, [])
})

t.test('it refuses where no user is needed too', async (t) => {
  t.strictSame((await answersOf(t, () => false, ['/greeting'])).answers, ['403.12'])
})

t.test('S6, S24: a change of mind takes effect at the next request of the connection', async (t) => {
  let asked = 0
  const { answers } = await answersOf(t, () => ++asked < 3, Array(4).fill('/Accounts'))
  t.strictSame(answers, ['Alice', 'Alice', '403.12', '403.12'])
})

for (const when of ['before it is asked', 'while it is asked']) {
  t.test(`what an earlier hook answers ${when} does not get out, whatever its answer will be`, async (t) => {
    let answer = (): void => undefined
    const mapUser: MapUser = async () => {
      answer()
      await sleep(5)
      return true
    }
    const { port } = await startSite(t, { ...guarded.site, mapUser }, {
      before: (app) => app.addHook('onRequest', (request, reply, done) => {
        answer = () => { reply.send('well') }
        if (when === 'before it is asked') answer()
        else done()
      })
    })
    for (const path of ['/Accounts', '/greeting']) {
      const { responses } = await visit({ port, identity: alice, tls: 'TLSv1.3' }, [{ path }])
      t.match(responses, [{ json: { subStatus: '403.12' } }], path)
    }
  })
}

t.test('what it is given can\'t be used to widen anything', async (t) => {
  const mapUser: MapUser = (certificate, user) => {
    new Uint8Array(certificate.rawData).fill(0)
    t.ok(Object.isFrozen(user))
    t.ok(Object.isFrozen(user.groups))
    return true
  }
  t.strictSame((await answersOf(t, mapUser, ['/Accounts', '/office', '/Accounts'])).answers, ['Alice', '403.12', 'Alice'])
})

t.test('explain does not ask it, and says so', async (t) => {
  const { app } = await startSite(t, { ...guarded.site, mapUser: () => { throw new Error('asked') } })
  const explain = (mapUser?: boolean): unknown => {
    const given = { path: '/Accounts', certificate: alice.pem, ...mapUser !== undefined && { mapUser } }
    return app.ceCertAuth.explain(given).steps.at(-1)
  }
  t.match(explain(), { step: 'mapUser', outcome: 'passed', reason: 'mapUser is not asked here, and may refuse' })
  t.match(explain(true), { outcome: 'passed', reason: 'mapUser is taken to answer true' })
  t.match(explain(false), { outcome: 'refused', reason: 'mapUser is taken to answer false' })
  t.throws(() => explain('no' as unknown as boolean), { name: 'TypeError', message: /^explain\.mapUser: 'no' is not true or false/ })
})
