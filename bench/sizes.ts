import { randomBytes } from 'node:crypto'
import type { AttributeRule } from '../lib/index.js'
import type * as UserListModule from '../lib/site/user-list.js'
import type * as UsersModule from '../lib/site/users.js'
import type * as VirtualRootsModule from '../lib/site/virtual-roots.js'
import type * as CertificateModule from '../lib/trust/certificate/certificate.js'
import { name, utf8 } from '../test/support/der.js'
import { shownCertificate } from '../test/support/shown-certificate.js'
import { built } from './built.js'
import { cpuMicroseconds } from '../test/support/cpu-time.js'
import { below, median, row, type Row } from './row.js'

type Certificate = CertificateModule.Certificate

const { Certificate: { decode } } = await built<typeof CertificateModule>('trust/certificate/certificate.js')
const { UserList } = await built<typeof UserListModule>('site/user-list.js')
const { Users } = await built<typeof UsersModule>('site/users.js')
const { VirtualRoots } = await built<typeof VirtualRootsModule>('site/virtual-roots.js')

const ROUNDS = 9
const LOOKUPS = 100_000
/** Different questions of a round, out of all that could be asked. */
const QUESTIONS = 10_000
/** What the large one is compared with. */
const FEW = 100

/** What it takes to find something in a large site; the first peer is a small one. */
export async function benchSizes (): Promise<Row[]> {
  return [
    compareSizes('a virtual root of 10 000', timed(virtualRootLookup(10_000)), timed(virtualRootLookup(FEW))),
    compareSizes('a user of 1 000 000', timed(userLookup(1_000_000)), timed(userLookup(FEW))),
    compareSizes('a user in a UserList of 10 000', timed(userListLookup(10_000)), timed(userListLookup(FEW))),
    compareSizes('a rule of 10 000 on a CN for a new certificate', firstRuleLookup(10_000), firstRuleLookup(FEW)),
    compareSizes('that rule for the same certificate again', timed(ruleLookup(10_000)), timed(ruleLookup(FEW))),
    ...Object.entries(wildcards).map(([pattern, rule]) => tryWildcards(`CN: '${pattern}'`, rule)),
    loading(1_000_000)
  ]
}

/** Asks the question of that index; it throws if the answer is wrong. */
type Lookup = (index: number) => void

/** Gives the microseconds that one lookup takes. */
type Measure = () => number

function compareSizes (what: string, large: Measure, small: Measure): Row {
  const pairs = Array.from({ length: ROUNDS + 1 }, () => [large(), small()] as const).slice(1)
  const ours = median(pairs.map(([microseconds]) => microseconds))
  const peer = median(pairs.map(([, microseconds]) => microseconds))
  return row(`finding ${what}`, 'µs', ours, [{ name: `of ${FEW}`, value: peer }], below(1, ours, 'µs'))
}

function timed (lookup: Lookup): Measure {
  return () => {
    const before = cpuMicroseconds()
    for (let index = 0; index < LOOKUPS; index++) lookup(index % QUESTIONS)
    return (cpuMicroseconds() - before) / LOOKUPS
  }
}

function virtualRootLookup (count: number): Lookup {
  const paths = Array.from({ length: count }, (_, index) => `/Tenant${index}/Accounts`)
  const roots = new VirtualRoots(Object.fromEntries(paths.map((path) => [path, {}])))
  // As they come from a parser: no two requests share a string.
  const urls = questions(paths).map((path) => Buffer.from(`${path}/2026/balance?page=1`))
  const expected = questions(paths)
  return (index) => {
    const root = roots.govern(urls[index]!.toString('latin1'))
    if (typeof root !== 'object' || root?.path !== expected[index]) throw new Error(`found ${String(root)}`)
  }
}

const issuer = { commonName: 'CompanyIssuer' }

function userLookup (count: number): Lookup {
  const entries = userEntries(count)
  const users = new Users(entries, 'big')
  // Beside each other: what is measured is not how far apart the questions lie.
  const serialNumbers = Buffer.concat(questions(entries).map(([, { serialNumber }]) => serialNumber))
  return (index) => {
    const serialNumber = serialNumbers.subarray(index * 16, index * 16 + 16)
    const certificate = { issuer, serialNumberBytes: serialNumber } as unknown as Certificate
    if (users.match(certificate) === null) throw new Error(`user ${index} was not found`)
  }
}

/** The names of the clients: none matches a wildcard. */
const clientName = (index: number): string => `Client ${index} of the company`

const wildcards: Readonly<Record<string, (index: number) => AttributeRule>> = {
  'Nobody 123*': (index) => `Nobody ${index}*`,
  '*the firm 123': (index) => `*the firm ${index}`,
  '*of firm 123*': (index) => `*of firm ${index}*`,
  'NOBODY 123*, without case': (index) => ({ matchCriteria: `NOBODY ${index}*`, compareCaseSensitive: false })
}

function rulesOn (count: number, ruleOf: (index: number) => AttributeRule): InstanceType<typeof Users> {
  const entries = Array.from({ length: count }, (_, index) => [`User ${index}`, { subject: { CN: ruleOf(index) } }])
  return new Users(entries, 'big')
}

function clients (count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, index) => shownCertificate({
    subject: name(['2.5.4.6', utf8('CH')], ['2.5.4.10', utf8('Example')], ['2.5.4.11', utf8('Finance')],
      ['2.5.4.3', utf8(clientName(index))])
  }).raw)
}

/** Certificates that nobody has asked about. Their names are decoded: that is no part of it. */
function decoded (ders: readonly Uint8Array[]): Certificate[] {
  return ders.map((der) => {
    const certificate = decode(der)
    if (certificate.subject.rdns.length !== 4) throw new Error('a name of another form')
    return certificate
  })
}

/** Few at a time, as they come out of handshakes: what was decoded a moment ago is near. */
function firstRuleLookup (count: number): Measure {
  const users = rulesOn(count, clientName)
  const ders = questions(clients(count))
  return () => {
    let microseconds = 0
    for (let start = 0; start < QUESTIONS; start += FEW) {
      const certificates = decoded(ders.slice(start, start + FEW))
      const before = cpuMicroseconds()
      for (const certificate of certificates) find(users, certificate)
      microseconds += cpuMicroseconds() - before
    }
    return microseconds / QUESTIONS
  }
}

function ruleLookup (count: number): Lookup {
  const users = rulesOn(count, clientName)
  const certificates = questions(decoded(clients(count)))
  return (index) => find(users, certificates[index]!)
}

function find (users: InstanceType<typeof Users>, certificate: Certificate): void {
  if (users.match(certificate) === null) throw new Error('a user was not found')
}

/** Each of them has to be tried, so that all of them count. */
function tryWildcards (pattern: string, ruleOf: (index: number) => AttributeRule): Row {
  const count = 10_000
  const users = rulesOn(count, ruleOf)
  const ders = clients(FEW)
  const rounds = Array.from({ length: ROUNDS + 1 }, () => {
    const certificates = decoded(ders)
    const before = cpuMicroseconds()
    for (const certificate of certificates) {
      if (users.match(certificate) !== null) throw new Error('a wildcard matched')
    }
    return (cpuMicroseconds() - before) * 1000 / (count * ders.length)
  })
  const nanoseconds = median(rounds.slice(1))
  return row(`trying one rule of 10 000 like ${pattern}`, 'ns', nanoseconds, [], below(50, nanoseconds, 'ns'))
}

function userListLookup (count: number): Lookup {
  const names = Array.from({ length: count }, (_, index) => `User ${index}`)
  const list = UserList.parse(names.join('; '), 'userList')
  const asked = questions(names).map((name) => ({ name, groups: [] }))
  return (index) => {
    if (!list.judge(asked[index]!).allowed) throw new Error(`${asked[index]!.name} was not found`)
  }
}

function loading (count: number): Row {
  const entries = userEntries(count)
  const seconds = Array.from({ length: 3 }, () => {
    const before = cpuMicroseconds()
    if (new Users(entries, 'big').size !== count) throw new Error('users are missing')
    return (cpuMicroseconds() - before) / 1e6
  })
  const ours = median(seconds)
  return row('loading 1 000 000 users', 's', ours, [], below(3, ours, 's'))
}

function userEntries (count: number): Array<[string, { issuerCN: string, serialNumber: Uint8Array }]> {
  return Array.from({ length: count }, (_, index) => [`User ${index}`, {
    issuerCN: 'CompanyIssuer', serialNumber: randomBytes(16).fill(0x40, 0, 1)
  }])
}

/** Spread over all. */
function questions<Item> (items: readonly Item[]): Item[] {
  return Array.from({ length: QUESTIONS }, (_, index) => items[(index * 7_919) % items.length]!)
}
