import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
import { CertTrust } from '../../lib/trust/status.js'
import type { Teardown } from '../support/conversation.js'
import {
  attribute, bitString, commonName, element, extension, objectIdentifier, sequence, set, text, TRUE, utf8
} from '../support/der.js'
import { handMade, handMadeAuthority, type HandMade } from '../support/hand-made.js'
import { nameConstraints } from '../support/name-constraints.js'
import { numbersFrom } from '../support/numbers-from.js'
import { temporaryFolder } from '../support/temporary-folder.js'

const SEED = 20_260_601
const CHAINS = 1_000
const TIME = new Date('2026-06-01T12:00:00Z')

type Lists = Parameters<typeof nameConstraints>[0]

/** What is generated: the constraints of each authority, the highest first, and the names of the leaf. */
interface Given {
  readonly constraints: readonly Lists[]
  readonly subject: Buffer
  readonly alternatives: readonly Buffer[]
}

const next = numbersFrom(SEED)
const pick = <Item>(items: readonly Item[]): Item => items[next(items.length)]!
const some = <Item>(make: () => Item): Item[] => Array.from({ length: 1 + next(2) }, make)

const dns = (value: string): Buffer => text(0x82, value)
const email = (value: string): Buffer => text(0x81, value)
const uri = (value: string): Buffer => text(0x86, value)
const address = (value: string): Buffer => element(0x87, value)
const otherName = (typeId: string, value: string): Buffer =>
  element(0xa0, objectIdentifier(typeId), element(0xa0, utf8(value)))
const emailAddress = (value: string): Buffer =>
  sequence(...subjects[0]!, set(attribute('1.2.840.113549.1.9.1', text(0x16, value))))

const hosts = ['example.org', 'EXAMPLE.org', 'a.example.org', 'b.a.example.org', 'notexample.org', 'example.com', 'org']
const domains = ['example.org', '.example.org', 'a.example.org', '.A.example.org', 'org', 'example.com', '.com']
const mailboxes = ['alice', 'Alice', 'bob'].flatMap((user) => hosts.map((host) => `${user}@${host}`))

const authorityExtensionList = [
  extension('2.5.29.19', sequence(TRUE), TRUE), extension('2.5.29.15', bitString(1, '06'), TRUE)
]

const country = set(attribute('2.5.4.6', text(0x13, 'US')))
const subjects = [
  [country, set(attribute('2.5.4.10', utf8('My Company')))],
  [country, set(attribute('2.5.4.10', text(0x13, ' MY  company'))), set(attribute('2.5.4.11', utf8('Unit')))],
  [country, set(attribute('2.5.4.11', utf8('Unit')), attribute('2.5.4.10', utf8('My Company')))],
  [set(attribute('2.5.4.10', utf8('My Company')))],
  [country]
]
const anySubject = (): Buffer => sequence(...pick(subjects))

/** How to make a base and a name of each form. */
const forms: ReadonlyArray<readonly [base: () => Buffer, name: () => Buffer]> = [
  [() => dns(pick([...domains, ''])), () => dns(pick(hosts))],
  [() => email(pick([...domains, '@example.org', ...mailboxes])), () => email(pick(mailboxes))],
  [() => uri(pick(domains)), () => uri(pick(['https://', 'ldap://']) + pick(hosts) + pick(['/', ':443/', '/?a@b#c']))],
  [
    () => address(pick(['0a000000 ff000000', '0a010000 ffff0000', 'c0a80180 ffffff80', '00'.repeat(8), '00'.repeat(32)])),
    () => address(pick(['0a010203', '0a020304', 'c0a801ff', 'c0a8017f', '20010db8000000000000000000000001']))
  ],
  [() => element(0xa4, anySubject()), () => element(0xa4, anySubject())],
  [() => otherName('1.2.3', 'a'), () => otherName(pick(['1.2.3', '1.2.4']), 'a')]
]

function anyGiven (): Given {
  const [base, alternative] = pick(forms)
  const lists = (): Lists => pick([
    { permitted: some(base) }, { excluded: some(base) }, { permitted: some(base), excluded: some(base) }
  ])
  return { constraints: some(lists), subject: anySubject(), alternatives: some(alternative) }
}

/** The leaf of such a chain. */
function build (root: HandMade, { constraints, subject, alternatives }: Given, title: string): HandMade {
  const issuer = constraints.reduce((above, lists, depth) => handMadeAuthority({
    subject: sequence(...subjects[0]!, set(attribute('2.5.4.3', utf8(`${title}, authority ${depth}`)))),
    extensionList: sequence(...authorityExtensionList, extension('2.5.29.30', nameConstraints(lists), TRUE))
  }, above), root)
  if (alternatives.length === 0) return handMade(issuer, { subject })
  return handMade(issuer, { subject, extensionList: sequence(extension('2.5.29.17', sequence(...alternatives))) })
}

/** Which of the leaves OpenSSL trusts. */
async function trustedByOpenSSL (t: Teardown, root: HandMade, leaves: readonly HandMade[]): Promise<boolean[]> {
  const folder = await temporaryFolder(t, {
    'root.pem': root.pem, 'authorities.pem': leaves.map(({ intermediatesPem }) => intermediatesPem).join('')
  })
  await Promise.all(leaves.map(({ pem }, index) => writeFile(join(folder, `${index}.pem`), pem)))
  const seconds = TIME.getTime() / 1000
  const { stdout } = spawnSync('openssl', [
    'verify', '-attime', `${seconds}`, '-trusted', 'root.pem', '-untrusted', 'authorities.pem',
    ...leaves.map((_, index) => `${index}.pem`)
  ], { cwd: folder, encoding: 'utf8' })
  const trusted = new Set(stdout.split('\n'))
  return leaves.map((_, index) => trusted.has(`${index}.pem: OK`))
}

function bitsOf (root: HandMade, leaf: HandMade): string[] {
  const engine = new CertificateChainEngine({ trustAnchors: root.pem, intermediates: leaf.intermediatesPem })
  return CertTrust.namesOf(engine.getCertificateChain(leaf.der, { time: TIME }).errorStatus)
}

const root = handMadeAuthority({ subject: commonName('Root') })

t.test(`${CHAINS} chains have the same verdict as with OpenSSL (seed ${SEED})`, async (t) => {
  const given = Array.from({ length: CHAINS }, anyGiven)
  const leaves = given.map((each, index) => build(root, each, `Chain ${index}`))
  const theirs = await trustedByOpenSSL(t, root, leaves)
  const differing = leaves.flatMap((leaf, index) => {
    const bits = bitsOf(root, leaf)
    return (bits.length === 0) === theirs[index] ? [] : [{ index, bits, given: given[index] }]
  })
  t.strictSame(differing, [])
  const trusted = theirs.filter(Boolean).length
  t.ok(trusted > CHAINS / 10 && trusted < CHAINS * 9 / 10, `${trusted} of them are trusted`)
})

const NOT_PERMITTED = 'HAS_NOT_PERMITTED_NAME_CONSTRAINT'
const EXCLUDED = 'HAS_EXCLUDED_NAME_CONSTRAINT'
const leafSubject = sequence(...subjects[0]!)
const SMTP_UTF8_MAILBOX = '1.3.6.1.5.5.7.8.9'

type Departure = readonly [lists: Lists, names: readonly Buffer[], bits: readonly string[], subject?: Buffer]

/** Where the verdict is another one, each with its reason. */
const departures: Record<string, Departure> = {
  'a wildcard is excluded if one of the names that it stands for is (CVE-2025-61727)': [
    { excluded: [dns('secret.example.org')] }, [dns('*.example.org')], [EXCLUDED]
  ],
  'a URI with an IP address is refused (RFC 5280 §4.2.1.10)': [
    { excluded: [uri('example.org')] }, [uri('https://192.0.2.1/')], [NOT_PERMITTED]
  ],
  'what stands before the @ of a URI is not its host (RFC 3986 §3.2)': [
    { excluded: [uri('example.org')] }, [uri('https://user@example.org/')], [EXCLUDED]
  ],
  'a host ends before a query (RFC 3986 §3.2)': [
    { permitted: [uri('example.org')] }, [uri('https://example.org?a')], []
  ],
  'the empty base is about all URIs': [{ permitted: [uri('')] }, [uri('https://example.org/')], []],
  'the empty base is about all mailboxes': [{ excluded: [email('')] }, [email('alice@example.org')], [EXCLUDED]],
  'an emailAddress is left alone where there is an rfc822Name (RFC 5280 §4.2.1.10)': [
    { permitted: [email('example.org')] }, [email('alice@example.org')], [], emailAddress('alice@example.com')
  ],
  'a commonName is no dNSName': [
    { permitted: [dns('example.org')] }, [], [], commonName('host.example.com')
  ],
  'a UPN is judged': [
    { permitted: [otherName('1.3.6.1.4.1.311.20.2.3', 'example.org')] },
    [otherName('1.3.6.1.4.1.311.20.2.3', 'alice@example.org')], []
  ],
  'a minimum is not supported, whether there is such a name or not': [
    { permitted: [[dns('example.org'), element(0x80, '01')]] }, [], ['HAS_NOT_SUPPORTED_NAME_CONSTRAINT']
  ],
  'a base that is malformed is told, whether there is such a name or not': [
    { permitted: [address('0a000000 ff00ff00')] }, [], ['INVALID_NAME_CONSTRAINTS']
  ],
  'a SmtpUTF8Mailbox is a mailbox (RFC 9598 §6)': [
    { excluded: [email('.example.org')] }, [otherName(SMTP_UTF8_MAILBOX, 'jürgen@host.example.org')], [EXCLUDED]
  ]
}

t.test('departures from OpenSSL', async (t) => {
  const leaves = Object.entries(departures).map(([title, [lists, alternatives, , subject = leafSubject]]) =>
    build(root, { constraints: [lists], subject, alternatives }, title))
  const theirs = await trustedByOpenSSL(t, root, leaves)
  Object.entries(departures).forEach(([title, [, , bits]], index) => {
    t.strictSame(bitsOf(root, leaves[index]!), bits, title)
    t.equal(theirs[index], bits.length > 0, `${title}: OpenSSL says something else`)
  })
})
