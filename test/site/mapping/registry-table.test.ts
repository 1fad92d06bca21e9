import t from 'tap'
import { RegistryTable } from '../../../lib/site/mapping/registry-table.js'

type Asked = readonly [issuerCN: string | null, serialNumber: string | null]

function octets (hexadecimal: string | null): Uint8Array | null {
  return hexadecimal === null ? null : Buffer.from(hexadecimal, 'hex')
}

function tableOf (...entries: Asked[]): { table: RegistryTable, earlier: number[] } {
  const table = new RegistryTable()
  const earlier = entries.map(([issuerCN, number], position) => table.add(position, issuerCN, octets(number)))
  return { table, earlier }
}

t.test('the first entry whose values all match is found', async (t) => {
  const ca5: Asked = ['CA', '05']
  for (const [entries, expected] of [
    [[['CA', null], ca5, [null, '05']], 0],
    [[ca5, ['CA', null], [null, '05']], 0],
    [[[null, '05'], ['CA', null]], 0],
    [[['CA', '06'], ['Other CA', '05'], [null, '05']], 2],
    [[['CA', '06'], ['Other CA', null], ['CA', '05']], 2],
    [[['CA', '06'], ['Other CA', '05']], Infinity],
    [[], Infinity]
  ] as ReadonlyArray<[Asked[], number]>) {
    t.equal(tableOf(...entries).table.find('CA', octets('05')), expected, JSON.stringify(entries))
  }
})

t.test('a certificate without a name, or without a number, has what it has', async (t) => {
  const { table } = tableOf(['CA', '05'], ['CA', null], [null, '05'])
  t.equal(table.find(null, octets('05')), 2)
  t.equal(table.find('CA', null), 1)
  t.equal(table.find('constructor', null), Infinity)
  t.equal(table.find(null, null), Infinity)
})

t.test('leading zeros do not count', async (t) => {
  const { table } = tableOf(['CA', '0005'], [null, '00'])
  t.equal(table.find('CA', octets('000005')), 0)
  t.equal(table.find('CA', octets('0500')), Infinity)
  t.equal(table.find(null, octets('0000')), 1)
})

t.test('an entry that an earlier one leaves nothing is found out', async (t) => {
  const { earlier } = tableOf(
    ['CA', null], ['CA', '05'], ['CA', null], [null, '06'], ['Other CA', '06'], ['Other CA', '07'], ['Other CA', '0007'],
    ['Other CA', null], [null, '07']
  )
  t.strictSame(earlier, [Infinity, 0, 0, Infinity, 3, Infinity, 5, Infinity, Infinity])
})
