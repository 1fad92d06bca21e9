import t from 'tap'
import { readNameConstraints } from '../../../lib/trust/certificate/extensions/name-constraints.js'
import { DerCursor } from '../../../lib/trust/der/der-cursor.js'
import { NameConstraints } from '../../../lib/trust/names/name-constraints.js'
import { Name } from '../../../lib/trust/names/name.js'
import { SubjectNames } from '../../../lib/trust/names/subject-names.js'
import { Allowance } from '../../../lib/trust/path/allowance.js'
import { CertTrust } from '../../../lib/trust/status.js'
import { commonName, element, name, objectIdentifier, sequence, text, utf8 } from '../../support/der.js'
import { nameConstraints } from '../../support/name-constraints.js'

const INVALID = 'INVALID_NAME_CONSTRAINTS'
const NOT_SUPPORTED = 'HAS_NOT_SUPPORTED_NAME_CONSTRAINT'
const NOT_PERMITTED = 'HAS_NOT_PERMITTED_NAME_CONSTRAINT'
const EXCLUDED = 'HAS_EXCLUDED_NAME_CONSTRAINT'

const dns = (value: string): Buffer => text(0x82, value)
const email = (value: string): Buffer => text(0x81, value)
const uri = (value: string): Buffer => text(0x86, value)
const directory = (value: Buffer): Buffer => element(0xa4, value)
const registeredID = element(0x88, '2a03')
const otherName = (typeId: string, value: string): Buffer =>
  element(0xa0, objectIdentifier(typeId), element(0xa0, utf8(value)))

type Lists = Parameters<typeof nameConstraints>[0]

function read (lists: Lists): NameConstraints {
  return new NameConstraints(readNameConstraints(new DerCursor(nameConstraints(lists))))
}

/** The bits of a certificate with these alternative names, and this subject. */
function bitsOf (
  constraints: NameConstraints,
  alternatives: readonly Buffer[],
  { subject = name(), comparisons = new Allowance(1_000) }: { subject?: Buffer, comparisons?: Allowance } = {}
): string[] {
  const names = new SubjectNames(Name.decode(subject), alternatives.length > 0 ? sequence(...alternatives) : null)
  return CertTrust.namesOf(constraints.faults | constraints.judge(names, comparisons))
}

const cases: Record<string, readonly [lists: Lists, names: readonly Buffer[], bits: readonly string[]]> = {
  'a name that is permitted': [{ permitted: [dns('example.org')] }, [dns('a.example.org')], []],
  'a name that is not': [{ permitted: [dns('example.org')] }, [dns('example.com')], [NOT_PERMITTED]],
  'one subtree of several suffices': [
    { permitted: [dns('example.com'), dns('example.org')] }, [dns('a.example.org')], []
  ],
  'all names must be permitted': [
    { permitted: [dns('example.org')] }, [dns('a.example.org'), dns('example.com')], [NOT_PERMITTED]
  ],
  'a name that is excluded': [{ excluded: [dns('example.org')] }, [dns('a.example.org')], [EXCLUDED]],
  'a name that is not excluded': [{ excluded: [dns('example.org')] }, [dns('example.com')], []],
  'excluded wins over permitted': [
    { permitted: [dns('example.org')], excluded: [dns('a.example.org')] }, [dns('a.example.org')], [EXCLUDED]
  ],
  'not permitted and excluded, both are told': [
    { permitted: [dns('example.org')], excluded: [dns('example.com')] }, [dns('example.com')],
    [NOT_PERMITTED, EXCLUDED]
  ],
  'names of another form are free': [{ permitted: [dns('example.org')] }, [email('alice@example.com')], []],
  'no names at all': [{ permitted: [dns('example.org')] }, [], []],
  'the empty base excludes all names of the form': [{ excluded: [dns('')] }, [dns('a')], [EXCLUDED]],
  'a name that is malformed is not permitted either': [
    { permitted: [dns('')] }, [dns('a b')], [INVALID, NOT_PERMITTED]
  ],
  'a name that is malformed where some are excluded': [{ excluded: [dns('example.org')] }, [dns('a b')], [INVALID]],
  'a name that is malformed where its form is free': [{ excluded: [email('example.org')] }, [dns('a b')], []],
  'a URI without a host is refused, whatever the list': [
    { excluded: [uri('example.org')] }, [uri('urn:a')], [NOT_PERMITTED]
  ],
  'a base that is malformed permits nothing': [
    { permitted: [dns('*.example.org')] }, [dns('a.example.org')], [INVALID, NOT_PERMITTED]
  ],
  'a base that is malformed is told even if nobody has such a name': [
    { permitted: [element(0x87, '0a000000 ff00ff00')] }, [dns('a.example.org')], [INVALID]
  ],
  'the other bases are judged all the same': [
    { excluded: [dns('*.example.org'), dns('example.com')] }, [dns('example.com')], [INVALID, EXCLUDED]
  ],
  'what Windows skips as nonsense is malformed': [
    { permitted: [email('///')] }, [email('///')], [INVALID, NOT_PERMITTED]
  ],
  'a minimum is not supported': [
    { permitted: [[dns('example.org'), element(0x80, '09')]] }, [dns('example.org')], [NOT_SUPPORTED]
  ],
  'a maximum is not supported': [
    { excluded: [[dns('example.org'), element(0x81, '00')]] }, [], [NOT_SUPPORTED]
  ],
  'their bases are judged all the same': [
    { permitted: [[dns('example.org'), element(0x80, '01')]] }, [dns('example.com')], [NOT_SUPPORTED, NOT_PERMITTED]
  ],
  'a form that nobody judges, and a name of it': [{ excluded: [registeredID] }, [registeredID], [NOT_SUPPORTED]],
  'a form that nobody judges, and no name of it': [{ excluded: [registeredID] }, [dns('a')], []],
  'an otherName of that type': [{ permitted: [otherName('1.2.3', 'a')] }, [otherName('1.2.3', 'a')], [NOT_SUPPORTED]],
  'an otherName of another type': [{ permitted: [otherName('1.2.3', 'a')] }, [otherName('1.2.4', 'a')], []],
  'a UPN': [
    { permitted: [otherName('1.3.6.1.4.1.311.20.2.3', '@example.org')] },
    [otherName('1.3.6.1.4.1.311.20.2.3', 'alice@example.com')],
    [NOT_PERMITTED]
  ],
  'a directoryName among the alternatives': [
    { excluded: [directory(commonName('a'))] }, [directory(commonName('a'))], [EXCLUDED]
  ]
}

for (const [title, [lists, alternatives, bits]] of Object.entries(cases)) {
  t.test(title, async (t) => {
    t.strictSame(bitsOf(read(lists), alternatives), bits)
  })
}

t.test('the subject is judged as a directoryName, unless it is empty', async (t) => {
  const constraints = read({ permitted: [directory(commonName('a'))] })
  t.strictSame(bitsOf(constraints, [], { subject: commonName('A') }), [])
  t.strictSame(bitsOf(constraints, [], { subject: commonName('b') }), [NOT_PERMITTED])
  t.strictSame(bitsOf(constraints, []), [])
})

t.test('names that can not be read are malformed, whatever is constrained', async (t) => {
  const names = new SubjectNames(Name.decode(commonName('a')), new Uint8Array(0))
  const bits = read({ permitted: [directory(commonName('a'))] }).judge(names, new Allowance(1_000))
  t.strictSame(CertTrust.namesOf(bits), [INVALID])
})

t.test('a name takes its keys from the allowance; what it does not suffice for is not permitted', async (t) => {
  const constraints = read({ excluded: [dns('example.org')] })
  // For the name, and for `example.org`, `.org`, `org` and the empty base
  for (const [allowance, bits] of [[5, [EXCLUDED]], [4, [NOT_PERMITTED]], [0, [NOT_PERMITTED]]] as const) {
    const comparisons = new Allowance(allowance)
    t.strictSame(bitsOf(constraints, [dns('example.org')], { comparisons }), bits)
    t.equal(comparisons.exceeded, allowance < 5)
  }
})

t.test('what a name costs does not depend on how many subtrees there are', async (t) => {
  const many = Array.from({ length: 2_000 }, (_, index) => dns(`host${index}.example.org`))
  const comparisons = new Allowance(10)
  t.strictSame(bitsOf(read({ permitted: many }), [dns('host1999.example.org')], { comparisons }), [])
  t.notOk(comparisons.exceeded)
})
