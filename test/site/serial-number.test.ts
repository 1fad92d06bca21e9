import t from 'tap'
import { serialNumberKey, serialNumberKeyOf } from '../../lib/site/serial-number.js'
import type { SerialNumberByteOrder } from '../../lib/site/serial-number.js'

function contents (...bytes: number[]): Uint8Array {
  return Uint8Array.from(bytes)
}

t.test('every way of writing a serial number is the same integer', async (t) => {
  const certificate = serialNumberKeyOf(contents(0x01, 0xab, 0x03))
  const ways: ReadonlyArray<[value: string | Uint8Array, byteOrder?: SerialNumberByteOrder]> = [
    ['01:ab:03'],
    ['01:AB:03'],
    ['01ab03'],
    ['01 ab 03'],
    [' 01ab 03\n'],
    ['0x01AB03'],
    ['0X01ab03'],
    ['00:00:01:ab:03'],
    ['01ab03', 'little'],
    [contents(0x01, 0xab, 0x03)],
    [contents(0x00, 0x01, 0xab, 0x03)],
    [Buffer.from('0001ab03', 'hex')],
    [contents(0x03, 0xab, 0x01), 'little'],
    [contents(0x03, 0xab, 0x01, 0x00, 0x00), 'little'],
    [contents(9, 1, 0xab, 3, 9).subarray(1, 4)]
  ]
  for (const [value, byteOrder = 'big'] of ways) {
    t.equal(serialNumberKey(value, byteOrder, 'serialNumber'), certificate, `${String(value)} ${byteOrder}`)
  }
})

t.test('other serial numbers are other integers', async (t) => {
  const key = serialNumberKey('01ab03', 'big', 'serialNumber')
  for (const other of ['01ab04', '01ab0300', '1001ab03', '03ab01']) {
    t.not(serialNumberKey(other, 'big', 'serialNumber'), key, other)
  }
})

t.test('zero, twenty bytes and the zero byte that keeps a number positive are read as any other', async (t) => {
  t.equal(serialNumberKey('00', 'big', 'serialNumber'), serialNumberKeyOf(contents(0)))
  t.equal(serialNumberKey('ff', 'big', 'serialNumber'), serialNumberKeyOf(contents(0x00, 0xff)))
  const twenty = '7f' + '00'.repeat(18) + '01'
  t.equal(serialNumberKey(twenty, 'big', 'serialNumber'), serialNumberKeyOf(Buffer.from(twenty, 'hex')))
})

t.test('a negative serial number, or none, is no number that could be configured', async (t) => {
  t.equal(serialNumberKeyOf(contents(0xff)), null)
  t.equal(serialNumberKeyOf(contents(0x80, 0x01)), null)
  t.equal(serialNumberKeyOf(contents()), null)
})

t.test('reading bytes in CryptoAPI\'s order leaves the operator\'s bytes alone', async (t) => {
  const bytes = contents(1, 2, 3)
  serialNumberKey(bytes, 'little', 'serialNumber')
  t.same(bytes, contents(1, 2, 3))
})

t.test('anything but whole hexadecimal bytes is a mistake', async (t) => {
  const mistakes = [
    '', ' ', '0x', '1', '123', '0:1', '01:2', '01::', ':01', '01,02', '01-02', '0x01 0x02', 'zz', '-01', '١٢', 0x01, 1n,
    null, true, [1, 2], contents(), {}, new ArrayBuffer(2)
  ]
  for (const value of mistakes) {
    t.throws(() => serialNumberKey(value, 'big', 'users[\'Alice\'].serialNumber'), {
      name: 'TypeError', message: /^users\['Alice'\]\.serialNumber: .* is not a serial number: whole bytes in hexadecimal/
    }, String(value))
  }
})
