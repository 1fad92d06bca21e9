import t from 'tap'
import type { GeneralName } from '../../../lib/trust/names/general-name.js'
import { formedName, nameFormOf } from '../../../lib/trust/names/name-forms.js'
import { Name } from '../../../lib/trust/names/name.js'
import { commonName, octets, utf8 } from '../../support/der.js'

const upn = '1.3.6.1.4.1.311.20.2.3'
const directoryName = Name.decode(commonName('a'))

t.test('each name is given to its form', async (t) => {
  const cases: Array<readonly [name: GeneralName, form: string, key: string]> = [
    [{ form: 'directoryName', value: directoryName }, 'directoryName', directoryName.key],
    [{ form: 'dNSName', value: 'Example.org' }, 'dNSName', 'example.org'],
    [{ form: 'rfc822Name', value: 'alice@Example.org' }, 'rfc822Name', 'alice@example.org'],
    [{ form: 'uniformResourceIdentifier', value: 'http://Example.org/' }, 'uniformResourceIdentifier', 'example.org'],
    [{ form: 'iPAddress', value: octets('00000000') }, 'iPAddress', `4${'0'.repeat(32)}`],
    [{ form: 'otherName', typeId: upn, value: utf8('Alice@Example.org') }, upn, 'alice@example.org']
  ]
  for (const [name, form, key] of cases) {
    t.equal(nameFormOf(name), form)
    t.ok(formedName(name)!.asName()!.includes(key), form)
  }
})

t.test('a base is given to its form with its list', async (t) => {
  const base = formedName({ form: 'dNSName', value: 'host.example.org' })!
  t.strictSame(base.asBase('permitted'), ['host.example.org'])
  t.strictSame(base.asBase('excluded'), ['host.example.org', '*.example.org'])
})

t.test('forms that nobody judges have no keys, and each type of otherName is one of its own', async (t) => {
  for (const form of ['x400Address', 'ediPartyName', 'registeredID'] as const) {
    t.equal(nameFormOf({ form, value: octets('') }), form)
    t.equal(formedName({ form, value: octets('') }), null)
  }
  const other: GeneralName = { form: 'otherName', typeId: '1.2.3', value: utf8('alice@example.org') }
  t.equal(nameFormOf(other), '1.2.3')
  t.equal(formedName(other), null)
})
