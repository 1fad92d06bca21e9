import t from 'tap'
import { DerError } from '../../../lib/trust/der/der-error.js'
import { readGeneralizedTime, readUtcTime } from '../../../lib/trust/der/time.js'

function utcTime (value: string): string {
  return new Date(readUtcTime(Buffer.from(value), 0, value.length)).toISOString()
}

function generalizedTime (value: string): string {
  return new Date(readGeneralizedTime(Buffer.from(value), 0, value.length)).toISOString()
}

t.test('a UTCTime is of 1950 to 2049', async (t) => {
  t.equal(utcTime('500101000000Z'), '1950-01-01T00:00:00.000Z')
  t.equal(utcTime('991231235959Z'), '1999-12-31T23:59:59.000Z')
  t.equal(utcTime('000229120000Z'), '2000-02-29T12:00:00.000Z')
  t.equal(utcTime('491231235959Z'), '2049-12-31T23:59:59.000Z')
})

t.test('a GeneralizedTime has all four digits of its year', async (t) => {
  t.equal(generalizedTime('20500101000000Z'), '2050-01-01T00:00:00.000Z')
  t.equal(generalizedTime('99991231235959Z'), '9999-12-31T23:59:59.000Z', 'no well-defined end (RFC 5280 §4.1.2.5)')
  t.equal(generalizedTime('20491231235959Z'), '2049-12-31T23:59:59.000Z', 'before 2050 as well (PKITS 4.2.8)')
  t.equal(generalizedTime('00010203040506Z'), '0001-02-03T04:05:06.000Z')
  t.equal(generalizedTime('00000101000000Z'), '0000-01-01T00:00:00.000Z')
})

t.test('a day that the calendar lacks is refused', async (t) => {
  for (const day of ['0001', '1301', '0100', '0132', '0431', '0631', '0931', '1131', '0230']) {
    t.throws(() => utcTime(`24${day}000000Z`), DerError, day)
  }
  for (const date of ['20230229', '19000229', '21000229']) {
    t.throws(() => generalizedTime(`${date}000000Z`), DerError, date)
  }
  t.equal(generalizedTime('20000229000000Z'), '2000-02-29T00:00:00.000Z')
  t.equal(generalizedTime('20240229000000Z'), '2024-02-29T00:00:00.000Z')
  t.equal(generalizedTime('20240430000000Z'), '2024-04-30T00:00:00.000Z')
})

t.test('a time of day that the clock lacks is refused', async (t) => {
  for (const time of ['240000', '006000', '000060']) t.throws(() => utcTime(`240101${time}Z`), DerError, time)
})

t.test('any other form is refused', async (t) => {
  for (const value of [
    '', '2401010000Z', '240101000000', '240101000000+', '240101000000+0000', '240101000000z', '2401010000 0Z',
    '-40101000000Z', '24:101000000Z', '240101000000.0Z'
  ]) t.throws(() => utcTime(value), DerError, `UTCTime ${value}`)
  for (const value of ['202401010000Z', '20240101000000', '20240101000000.5Z', '20240101000000+0000', '2024010100000OZ']) {
    t.throws(() => generalizedTime(value), DerError, `GeneralizedTime ${value}`)
  }
})
