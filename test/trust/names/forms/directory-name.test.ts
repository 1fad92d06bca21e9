import t from 'tap'
import { directoryNameForm } from '../../../../lib/trust/names/forms/directory-name.js'
import { Name } from '../../../../lib/trust/names/name.js'
import { attribute, bitString, element, name, sequence, set, text, utf8 } from '../../../support/der.js'
import { standingOf, type Standing } from '../../../support/subtrees.js'

const C = '2.5.4.6'
const O = '2.5.4.10'
const OU = '2.5.4.11'
const company = name([C, text(0x13, 'US')], [O, utf8('Company')])
const twoInOne = (...values: Buffer[]): Buffer =>
  sequence(set(attribute(C, text(0x13, 'US'))), set(...values.map((value) => attribute(O, value))))

const cases: Record<string, readonly [base: Buffer, name: Buffer, standing: Standing]> = {
  'a name is within itself': [company, company, 'within'],
  'a longer name is within its beginning': [
    company, name([C, text(0x13, 'US')], [O, utf8('Company')], [OU, utf8('Unit')]), 'within'
  ],
  'a shorter one is not': [company, name([C, text(0x13, 'US')]), 'outside'],
  'the order of the RDNs counts': [company, name([O, utf8('Company')], [C, text(0x13, 'US')]), 'outside'],
  'an end is no beginning': [name([O, utf8('Company')]), company, 'outside'],
  'the type counts': [company, name([C, text(0x13, 'US')], [OU, utf8('Company')]), 'outside'],
  'case, string type and inner blanks do not': [
    company, name([C, utf8('us')], [O, text(0x13, ' COMPANY ')], [OU, utf8('x')]), 'within'
  ],
  'two blanks are one': [name([O, utf8('My  Company')]), name([O, text(0x1e, '\0m\0y\0 \0C\0o\0m\0p\0a\0n\0y')]), 'within'],
  'an RDN counts with all its attributes': [company, twoInOne(utf8('A'), utf8('Company')), 'outside'],
  'everything is within the empty name': [name(), company, 'within'],
  'a value that is no text is compared as it is': [
    name(['2.5.4.45', bitString(0, '01')]), name(['2.5.4.45', bitString(0, '01')]), 'within'
  ],
  'one value does not begin another': [name([O, utf8('Comp')]), name([O, utf8('Company')]), 'outside'],
  'a NUL makes a name malformed': [company, name([C, text(0x13, 'US')], [O, utf8('Company\0')]), 'malformed name'],
  'so do octets beyond a type\'s characters': [company, name([O, element(0x13, 'fc')]), 'malformed name'],
  'and in a base': [name([O, element(0x13, 'fc')]), company, 'malformed base']
}

for (const [title, [base, subject, standing]] of Object.entries(cases)) {
  t.test(title, async (t) => {
    t.equal(standingOf(directoryNameForm, Name.decode(base), Name.decode(subject)), standing)
  })
}
