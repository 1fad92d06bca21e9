import { objectIdentifier } from '../../support/der.js'
import type { Random } from './random.js'

const hex = (...contents: string[]): Buffer[] => contents.map((content) => Buffer.from(content, 'hex'))
const text = (...contents: string[]): Buffer[] => contents.map((content) => Buffer.from(content))

const times = text(
  '700101000000Z', '491231235959Z', '500101000000Z', '991231235959Z', '260228235960Z', '260230000000Z', '2601010000Z',
  '260101000000+0000', '260101000000-0100', '260101000000.5Z', '260101000000', '2601010000 0Z', '',
  '19500101000000Z', '20260101000000Z', '20500101000000Z', '99991231235959Z', '00000101000000Z', '20260101000000.0Z',
  '20260101000000,5Z', '20260101000000+0100', '202601010000Z', '2026010100Z', '20260101240000Z', '2026-01-01T00:00:00Z')

const texts = [
  ...text('', ' ', 'Alice', 'alice', ' Alice  Bob ', 'Alice\0.example.com', '*', 'a,CN=b', 'ßſK', '\u202eecilA', '😀'),
  ...text('alice@example.com', '.example.com', 'http://', 'x'.repeat(300), 'x'.repeat(5_000)),
  ...hex('c080', 'eda080', 'f4908080', 'ff', '0041', '00', 'd83dde00', '0001f600', '00110000')
]

const objectIdentifiers = [
  ...[
    '0.0', '2.999', '2.5.4.3', '2.5.4.6', '1.2.840.113549.1.9.1', '0.9.2342.19200300.100.1.25', // attribute types
    '2.5.29.9', '2.5.29.14', '2.5.29.15', '2.5.29.17', '2.5.29.18', '2.5.29.19', '2.5.29.30', '2.5.29.31', '2.5.29.32',
    '2.5.29.33', '2.5.29.35', '2.5.29.36', '2.5.29.37', '2.5.29.46', '2.5.29.54', '1.3.6.1.5.5.7.1.1',
    '1.3.6.1.5.5.7.1.3', '1.3.6.1.4.1.311.21.10', '1.3.6.1.5.5.7.1.7', '2.16.840.1.113730.1.1', // extensions
    '2.5.29.37.0', '1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.3', '2.5.29.32.0', // purposes, policies
    '1.2.840.113549.1.1.1', '1.2.840.113549.1.1.4', '1.2.840.113549.1.1.5', '1.2.840.113549.1.1.10', // algorithms
    '1.2.840.113549.1.1.11', '1.2.840.113549.1.1.13', '1.2.840.10040.4.1', '1.2.840.10040.4.3', '1.3.14.3.2.29',
    '1.2.840.10045.2.1', '1.2.840.10045.4.3.2', '1.2.840.10045.3.1.7', '1.3.132.0.34', '1.3.132.0.10', '1.3.101.110',
    '1.3.101.112', '1.3.101.113', '2.16.840.1.101.3.4.2.1', '2.16.840.1.101.3.4.3.17', '1.2.840.113549.1.1.8'
  ].map((dotted) => objectIdentifier(dotted).subarray(2)),
  ...hex('', '80', '8001', 'ff', '2a86', '550481', '2a' + '8648'.repeat(100), '2a' + 'ff'.repeat(30) + '7f')
]

const integers = hex(
  '', '00', '01', '7f', '80', 'ff', '0080', '0000', '00ff', 'ff80', 'ff7f', '0001', '7fffffff', '00ffffffff',
  '7fffffffffffffff', '00' + 'ff'.repeat(20), 'ff'.repeat(21), '01' + '00'.repeat(63))

/** Contents, by identifier octet, at which readers of DER go apart. */
const telling: ReadonlyMap<number, readonly Buffer[]> = new Map([
  [0x01, hex('', '00', '01', 'ff', 'fe', '0000', 'ffff')],
  [0x02, integers],
  [0x03, hex('', '00', '01', '08', '0000', '0780', '0106', '0001', '07ff', '0006', '000680', '0104', '00ffff', 'ff00')],
  [0x04, hex('', '00', '3000', '30030101ff', '30800000', '0500', '040100')],
  [0x05, hex('', '00', '0500')],
  [0x06, objectIdentifiers],
  [0x0c, texts],
  [0x12, texts],
  [0x13, texts],
  [0x14, texts],
  [0x16, texts],
  [0x1c, texts],
  [0x1e, texts],
  [0x17, times],
  [0x18, times],
  [0x82, texts],
  [0x86, texts],
  [0x87, hex('', '7f000001', '7f0000', '00'.repeat(16), '00'.repeat(17), '0a000000ff000000', '0a000000ff00ff00')]
])

/** null: no particular ones of this type. */
export function tellingContent (random: Random, tag: number): Buffer | null {
  const contents = telling.get(tag)
  return contents === undefined ? null : random.pick(contents)
}

/** Identifier octets that stand in certificates. */
export const tags = [...telling.keys(), 0x30, 0x31, 0x80, 0x81, 0xa0, 0xa1, 0xa2, 0xa3, 0xa4]
