import t from 'tap'
import { Name } from '../../../lib/trust/names/name.js'
import { attribute, commonName, element, integer, name, sequence, set, text, utf8 } from '../../support/der.js'

const print = (der: Buffer): string => Name.decode(der).toString()

t.test('a name is printed as RFC 4514 says, the last RDN first', async (t) => {
  t.equal(print(name(['2.5.4.6', text(0x13, 'US')], ['2.5.4.10', utf8('Über AG')], ['2.5.4.3', utf8('a')])), 'CN=a,O=Über AG,C=US')
  t.equal(print(sequence(set(attribute('2.5.4.3', utf8('a')), attribute('2.5.4.11', utf8('b'))))), 'CN=a+OU=b')
})

t.test('what has a meaning in the printed form is escaped', async (t) => {
  t.equal(print(commonName('a,b+c"d\\e<f>g;h=i')), 'CN=a\\,b\\+c\\"d\\\\e\\<f\\>g\\;h=i')
  t.equal(print(commonName('#a')), 'CN=\\#a')
  t.equal(print(commonName(' a # ')), 'CN=\\ a #\\ ')
  t.equal(print(commonName(' ')), 'CN=\\ ')
  t.equal(print(commonName('a\nb\u001b[31m\u202e')), 'CN=a\\0ab\\1b[31m\\e2\\80\\ae', 'no control reaches a terminal')
})

t.test('types without a name and values without a text are printed in hexadecimal', async (t) => {
  t.equal(print(name(['1.2.3', utf8('a')])), '1.2.3=#0c0161')
  t.equal(print(name(['2.5.4.3', element(0x16, 'c3')])), 'CN=#1601c3')
  t.equal(print(name(['2.5.4.3', sequence(integer('05'))])), 'CN=#3003020105')
})
