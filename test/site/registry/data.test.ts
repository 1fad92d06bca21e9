import t from 'tap'
import { registryData } from '../../../lib/site/registry/data.js'
import type { RegistryData, StringEncoding } from '../../../lib/site/registry/data.js'
import { Scanner } from '../../../lib/site/registry/scanner.js'

t.test('data is of the type that its line says', async (t) => {
  const lines: Array<[text: string, expected: RegistryData, encoding?: StringEncoding]> = [
    ['"a\\\\b\\"c;d"', { type: 'REG_SZ', value: 'a\\b"c;d' }],
    ['hex(1):41,00,f6,00,00,00', { type: 'REG_SZ', value: 'Aö' }],
    ['hex(1):41,42,00', { type: 'REG_SZ', value: 'AB' }, 'ascii'],
    ['hex(00000002):25,00', { type: 'REG_SZ', value: '%' }],
    ['hex(1):', { type: 'REG_SZ', value: '' }],
    ['hex:01,fF', { type: 'REG_BINARY', value: Uint8Array.of(1, 255) }],
    ['hex(3):01', { type: 'REG_BINARY', value: Uint8Array.of(1) }],
    ['hex:', { type: 'REG_BINARY', value: new Uint8Array(0) }],
    ['dword:10', { type: 'REG_DWORD', value: 16 }],
    ['hex(4):01,02,00,80', { type: 'REG_DWORD', value: 0x80000201 }],
    ['010', { type: 'REG_DWORD', value: 10 }],
    ['multi_sz: "a" , "b\\\\"', { type: 'REG_MULTI_SZ', value: ['a', 'b\\'] }],
    ['multi_sz:"Work",\n"G",\n;LOC\n"1"', { type: 'REG_MULTI_SZ', value: ['Work', 'G', '1'] }],
    ['multi_sz:"a",\\\n  "b"', { type: 'REG_MULTI_SZ', value: ['a', 'b'] }],
    ['hex(7):41,00,00,00,42,00,00,00,00,00', { type: 'REG_MULTI_SZ', value: ['A', 'B'] }],
    ['hex(7):41,00,42,00,00', { type: 'REG_MULTI_SZ', value: ['A', 'B'] }, 'ascii'],
    ['mui_sz:"netmui.dll,#9001"', { type: 'REG_MUI_SZ', value: 'netmui.dll,#9001' }],
    ['hex(B):01', { type: 'hex(b)', value: Uint8Array.of(1) }],
    ['hex(0):', { type: 'hex(0)', value: new Uint8Array(0) }]
  ]
  for (const [text, expected, encoding = 'utf-16le'] of lines) {
    const scanner = new Scanner(text)
    t.strictSame(registryData(scanner, encoding), expected, text)
    t.ok(scanner.atEnd, 'to the end')
  }
})
