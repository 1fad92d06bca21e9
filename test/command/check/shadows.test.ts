import t from 'tap'
import { shadowedUsers } from '../../../lib/command/check/shadows.js'
import type { UsersOptions } from '../../../lib/site/users.js'
import { createAuthority } from '../../support/pki.js'

const { pem } = await (await createAuthority({ commonName: 'Company' })).issue({ commonName: 'Al' })

for (const [name, users, shadows] of [
  ['nobody', { Al: { issuerCN: 'x', serialNumber: '01' }, Bo: { issuerCN: 'x' }, Cy: { subject: { CN: 'Cy' } } }, []],
  ['who asks for the same', { Al: { issuerCN: 'x' }, Bo: { issuerCN: 'x', serialNumber: '01' } }, ['Bo by Al']],
  ['who asks for the same in other words', { Al: { issuer: { CN: 'Comp*' } }, Bo: { issuerCN: 'Company' } }, ['Bo by Al']],
  ['whose wildcard is within another', { Al: { subject: { CN: 'F*' } }, Bo: { subject: { CN: 'Fin*', O: 'x' } } }, ['Bo by Al']],
  ['whose wildcard is wider', { Al: { subject: { CN: 'Fin*' } }, Bo: { subject: { CN: 'F*' } } }, []],
  ['whose certificate another takes', { Al: { issuerCN: 'Company' }, Bo: { certificate: pem } }, ['Bo by Al']],
  ['a denial that comes too late', { Al: { subject: { CN: '*' } }, No: { subject: { CN: 'Mal*' }, deny: true } }, ['No by Al']],
  ['numbers in an array', [['2', { issuerCN: 'x' }], ['1', { issuerCN: 'x' }]], ['1 by 2']]
] as ReadonlyArray<[name: string, users: UsersOptions, shadows: string[]]>) {
  t.test(`shadowed is ${name}`, async (t) => {
    t.same(shadowedUsers({ virtualRoots: {}, users }).map(({ name, by }) => `${name} by ${by}`), shadows)
  })
}

t.test('bytes are read in the order of the site', async (t) => {
  const users = { Al: { serialNumber: '0201' }, Bo: { serialNumber: Uint8Array.of(1, 2) } }
  t.same(shadowedUsers({ virtualRoots: {}, users, serialNumberByteOrder: 'little' }), [{ name: 'Bo', by: 'Al' }])
  t.same(shadowedUsers({ virtualRoots: {}, users }), [])
})
