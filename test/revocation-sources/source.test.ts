import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import type { KeptAnswer } from '../../lib/revocation-sources/cache-folder.js'
import { crlInquiry } from '../../lib/revocation-sources/crl-inquiry.js'
import type { Downloaded, Validators } from '../../lib/revocation-sources/download.js'
import type { Pace } from '../../lib/revocation-sources/schedule.js'
import { Source } from '../../lib/revocation-sources/source.js'
import { Certificate } from '../../lib/trust/certificate/certificate.js'
import { signedCrl, time as date } from '../support/crl.js'
import { commonName } from '../support/der.js'
import { handMadeAuthority } from '../support/hand-made.js'

const authority = handMadeAuthority({ subject: commonName('Authority') })
const successor = handMadeAuthority({ subject: commonName('Authority') })
const [issuer, secondIssuer] = [authority, successor].map(({ der }) => Certificate.decode(der))

const crl = signedCrl(authority)
const newer = signedCrl(authority, { thisUpdate: date('260602000000Z') })
const older = signedCrl(authority, { thisUpdate: date('260501000000Z') })
const stale = signedCrl(authority, { nextUpdate: date('260602000000Z') })
const ofSuccessor = signedCrl(successor)

const NOT_SIGNED = 'the answer is not signed by the issuer of the certificate'
/** Not within a test. */
const never = 3_600_000
const quiet: Pace = { refreshInterval: never, leastInterval: never, firstRetry: never, longestRetry: never }

/** What a server gives, one after the other; the last one again and again. */
type Script = ReadonlyArray<Buffer | Downloaded | Error>

function sourceOf (t: { teardown: (end: () => void) => unknown }, script: Script, options: {
  pace?: Partial<Pace>, kept?: KeptAnswer | Error, now?: () => number
} = {}) {
  const log: string[] = []
  const asked: Validators[] = []
  /** The answers that there were each time it was asked. */
  const known: Buffer[][] = []
  const kept: KeptAnswer[] = []
  const source = new Source(crlInquiry(new URL('http://a/'), 1000), issuer!, {
    pace: { ...quiet, ...options.pace },
    now: options.now ?? (() => Date.UTC(2026, 5, 15)),
    async download (_inquiry, validators) {
      const answer = script[Math.min(asked.length, script.length - 1)]!
      asked.push(validators)
      known.push(ders())
      if (answer instanceof Error) throw answer
      return Buffer.isBuffer(answer) ? { content: answer, etag: null, lastModified: null } : answer
    },
    async recall () {
      if (options.kept instanceof Error) throw options.kept
      return options.kept ?? null
    },
    keep: (_inquiry, answer) => kept.push(answer),
    failed: (_inquiry, error) => log.push((error as Error).message),
    succeeded: () => log.push('good'),
    unused (source) {
      log.push('unused')
      source.close()
    }
  })
  t.teardown(() => source.close())
  const until = async (entries: number): Promise<void> => { while (log.length < entries) await setTimeout(1) }
  const ders = (): Buffer[] => source.answers.map(({ document }) => Buffer.from(document.raw))
  return { source, log, asked, known, kept, until, ders }
}

t.test('a source is asked when it is needed, once', async (t) => {
  const { source, log, ders, kept } = sourceOf(t, [crl])
  t.equal(source.size, 0)
  await source.first
  t.equal(source.first, null)
  t.same(ders(), [crl])
  t.equal(source.size, crl.length)
  t.same(Buffer.from(source.proved!.document.raw), crl)
  t.same(log, ['good'])
  t.same(kept.map(({ content }) => content), [crl])
})

t.test('it is asked anew while it is used, and then whether anything has changed', async (t) => {
  const first = { content: crl, etag: '"1"', lastModified: 'Mon' }
  const known = { etag: '"1"', lastModified: 'Mon' }
  const pace = { refreshInterval: 200, leastInterval: 1 }
  const { source, until, asked, ders, kept } = sourceOf(t, [first, 'unchanged', newer], { pace })
  const using = setInterval(() => source.use(issuer!), 1)
  await until(3)
  clearInterval(using)
  t.same(asked.slice(0, 3), [{ etag: null, lastModified: null }, known, known])
  t.same(ders(), [newer])
  t.equal(kept.length >= 2, true)
})

t.test('an answer that has ended when it is needed is asked for anew, once, and waited for', async (t) => {
  let now = Date.UTC(2026, 5, 15)
  const august = signedCrl(authority, { thisUpdate: date('260701000000Z'), nextUpdate: date('260801000000Z') })
  const { source, asked, ders } = sourceOf(t, [crl, august, new Error('dead')], { now: () => now })
  await source.first
  source.use(issuer!)
  t.equal(source.first, null, 'while it is fresh it need not be asked for')
  now = Date.UTC(2026, 6, 15)
  source.use(issuer!)
  source.use(issuer!)
  await source.first
  t.same([asked.length, ders()], [2, [august]])
  now = Date.UTC(2026, 8, 1)
  source.use(issuer!)
  await source.first
  source.use(issuer!)
  t.equal(source.first, null, 'after a failure it has its own pace')
  t.equal(asked.length, 3)
})

t.test('it is closed when nobody uses it any more', async (t) => {
  const { log, until } = sourceOf(t, [crl], { pace: { refreshInterval: 5, leastInterval: 6 } })
  await until(2)
  await setTimeout(20)
  t.same(log, ['good', 'unused'])
})

t.test('after a failure it is asked again, and what it has answered before stays', async (t) => {
  const { log, until, known, ders } = sourceOf(t, [crl, new Error('dead'), new Error('dead'), newer], {
    pace: { leastInterval: 1, firstRetry: 1, longestRetry: 4 },
    now: () => Date.UTC(2026, 6, 1) - 2
  })
  await until(4)
  t.same(known.slice(0, 4), [[], [crl], [crl], [crl]])
  t.same(ders(), [newer])
  t.same(log.slice(0, 4), ['good', 'dead', 'dead', 'good'])
})

t.test('a first failure ends the waiting', async (t) => {
  const { source, log } = sourceOf(t, [new Error('dead')])
  await source.first
  t.same([source.first, log], [null, ['dead']])
  t.same(source.answers, [])
})

for (const [name, script, expected, messages] of [
  ['garbage', [Buffer.from('x')], [], ['neither a CRL in DER nor one in PEM at offset 0']],
  ['a CRL of somebody else', [ofSuccessor], [ofSuccessor], [NOT_SIGNED]],
  ['a CRL of somebody else once more', [{ content: ofSuccessor, etag: '"1"', lastModified: null }, 'unchanged'], [ofSuccessor],
    [NOT_SIGNED, NOT_SIGNED]],
  ['first that of somebody else, then the right one', [ofSuccessor, crl], [crl], [NOT_SIGNED, 'good']],
  ['first the right one, then that of somebody else', [crl, ofSuccessor], [crl, ofSuccessor], ['good', NOT_SIGNED]],
  ['first the right one, then garbage', [crl, Buffer.from('x')], [crl], ['good', 'neither a CRL in DER nor one in PEM at offset 0']],
  ['first the right one, then an older one', [crl, older], [crl], ['good', 'the answer is older than the one before']],
  ['one that is out of date', [stale], [stale], ['the answer is out of date']]
] as const) {
  t.test(`of a server that gives ${name}, the answers of the issuer are kept`, async (t) => {
    const { source, log, until, ders, kept } = sourceOf(t, script as Script, {
      pace: { leastInterval: 1, firstRetry: 1, longestRetry: 1 },
      ...!(script as Script).includes(stale) && { now: () => Date.UTC(2026, 6, 1) - 2 }
    })
    await until(messages.length)
    source.close()
    t.same(log.slice(0, messages.length), messages)
    t.same(ders(), expected)
    t.notOk(kept.some(({ content }) => content.equals(ofSuccessor) || content.equals(stale)))
  })
}

t.test('a CRL may be that of another issuer that it was asked for', async (t) => {
  const { source, until, ders } = sourceOf(t, [ofSuccessor], { pace: { firstRetry: 1, longestRetry: 1 } })
  source.use(secondIssuer!)
  source.use(secondIssuer!)
  await until(1)
  t.same(Buffer.from(source.proved!.document.raw), ofSuccessor)
  t.same(ders(), [ofSuccessor])
})

t.test('what was kept is taken, and while it is fresh nobody is asked', async (t) => {
  const { source, asked, ders } = sourceOf(t, [newer], { kept: { content: crl, etag: null, lastModified: null } })
  await source.first
  t.same(asked, [])
  t.same(ders(), [crl])
})

t.test('what was kept and is out of date is asked for anew', async (t) => {
  const { source, asked, ders } = sourceOf(t, [newer], { kept: { content: stale, etag: '"1"', lastModified: null } })
  await source.first
  t.same(asked, [{ etag: '"1"', lastModified: null }])
  t.same(ders(), [newer])
})

t.test('what was kept and can\'t be read is told, and asked for anew', async (t) => {
  for (const [kept, message] of [
    [{ content: Buffer.from('x'), etag: null, lastModified: null }, /^neither/], [new Error('EIO'), /^EIO$/]
  ] as const) {
    const { source, log, ders } = sourceOf(t, [crl], { kept })
    await source.first
    t.match(log, [message, 'good'])
    t.same(ders(), [crl])
  }
})

t.test('one that is closed while it is asked is not heard of again', async (t) => {
  for (const answer of [crl, new Error('closed')]) {
    const pace = { refreshInterval: 1, leastInterval: 1, firstRetry: 1 }
    const { source, log, asked } = sourceOf(t, [answer], { pace })
    source.close()
    await source.first
    await setTimeout(5)
    t.same(log, answer === crl ? ['good'] : [])
    t.equal(asked.length, 1)
  }
})
