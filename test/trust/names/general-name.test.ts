import t from 'tap'
import { DerCursor } from '../../../lib/trust/der/der-cursor.js'
import { DerError } from '../../../lib/trust/der/der-error.js'
import { readGeneralName, readGeneralNames } from '../../../lib/trust/names/general-name.js'
import type { GeneralName } from '../../../lib/trust/names/general-name.js'
import { Name } from '../../../lib/trust/names/name.js'
import { commonName, element, integer, objectIdentifier, octets, sequence, text, utf8 } from '../../support/der.js'
import { readAll } from '../../support/reading.js'

const upn = objectIdentifier('1.3.6.1.4.1.311.20.2.3')

t.test('each form of GeneralName is read to its end', async (t) => {
  const cases: Record<GeneralName['form'], [der: Buffer, value: Uint8Array | string | Name]> = {
    otherName: [element(0xa0, upn, element(0xa0, utf8('alice@example.org'))), utf8('alice@example.org')],
    rfc822Name: [text(0x81, 'alice@example.org'), 'alice@example.org'],
    dNSName: [text(0x82, 'example.org'), 'example.org'],
    x400Address: [element(0xa3, sequence()), sequence()],
    directoryName: [element(0xa4, commonName('a')), Name.decode(commonName('a'))],
    ediPartyName: [element(0xa5, element(0xa1, utf8('a'))), element(0xa1, utf8('a'))],
    uniformResourceIdentifier: [text(0x86, 'https://example.org/'), 'https://example.org/'],
    iPAddress: [element(0x87, '7f000001'), octets('7f000001')],
    registeredID: [octets('8803551d13'), octets('551d13')]
  }
  const assigned = [element(0xa0, utf8('a')), element(0xa1, text(0x13, 'b'))]
  t.same(readAll((cursor) => readGeneralName(cursor), element(0xa5, ...assigned)), {
    form: 'ediPartyName', value: Buffer.concat(assigned)
  })
  for (const [form, [der, value]] of Object.entries(cases)) {
    const typeId = form === 'otherName' ? { typeId: '1.3.6.1.4.1.311.20.2.3' } : {}
    t.same(readAll((cursor) => readGeneralName(cursor), der), { form, ...typeId, value }, form)
  }
})

t.test('what is no GeneralName is refused', async (t) => {
  const cases: Record<string, Buffer> = {
    nothing: octets(''),
    'another tag': element(0x89, '61'),
    'another class': utf8('a'),
    'a constructed dNSName': element(0xa2, text(0x16, 'a')),
    'a primitive directoryName': element(0x84, commonName('a')),
    'a directoryName without its Name': element(0xa4),
    'a directoryName of two Names': element(0xa4, commonName('a'), commonName('b')),
    'an rfc822Name beyond ASCII': element(0x81, 'c3bc'),
    'an iPAddress of three octets': element(0x87, '7f0000'),
    'an iPAddress with a mask': element(0x87, '7f000000ff000000'),
    'a registeredID that is no OID': element(0x88, '80'),
    'an ediPartyName without a name': element(0xa5),
    'an ediPartyName that names its assigner alone': element(0xa5, element(0xa0, utf8('a'))),
    'an ediPartyName of integers': element(0xa5, element(0xa1, integer('05'))),
    'an ediPartyName that is no UTF-8': element(0xa5, element(0xa1, element(0x0c, 'ff'))),
    'an ediPartyName of two strings': element(0xa5, element(0xa1, utf8('a'), utf8('b'))),
    'an ediPartyName with more behind': element(0xa5, element(0xa1, utf8('a')), utf8('b')),
    'an address that was made an ediPartyName': octets('a504c0000201'),
    'an otherName without a value': element(0xa0, upn),
    'an otherName with an untagged value': element(0xa0, upn, utf8('a')),
    'an otherName with two values': element(0xa0, upn, element(0xa0, utf8('a'), utf8('b'))),
    'an otherName without a type': element(0xa0, element(0xa0, utf8('a'))),
    'an otherName with more behind': element(0xa0, upn, element(0xa0, utf8('a')), integer('05'))
  }
  for (const [why, der] of Object.entries(cases)) {
    t.throws(() => readGeneralName(new DerCursor(der)), DerError, why)
  }
})

t.test('in a constraint an iPAddress has its mask', async (t) => {
  for (const [length, isRight] of [[4, false], [8, true], [16, false], [32, true]] as const) {
    const read = (): unknown => readGeneralName(new DerCursor(element(0x87, Buffer.alloc(length))), 'addressAndMask')
    if (isRight) t.doesNotThrow(read)
    else t.throws(read, DerError)
  }
  t.doesNotThrow(() => readGeneralName(new DerCursor(element(0x87, Buffer.alloc(16)))))
})

t.test('GeneralNames has one name or more', async (t) => {
  const names = readGeneralNames(new DerCursor(sequence(text(0x82, 'b'), text(0x81, 'c'))), 0x30)
  t.strictSame(names, [{ form: 'dNSName', value: 'b' }, { form: 'rfc822Name', value: 'c' }])
  t.throws(() => readGeneralNames(new DerCursor(sequence()), 0x30), DerError)
})
