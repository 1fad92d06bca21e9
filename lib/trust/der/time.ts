import { DerError } from './der-error.js'

// The Gregorian calendar repeats after 400 years; Date.UTC takes the years 0 to 99 for 1900 to 1999
const FOUR_CENTURIES = 146_097 * 86_400_000

/**
 * RFC 5280 §4.1.2.5.1: exactly YYMMDDHHMMSSZ; 50 to 99 are 1950 to 1999. Milliseconds since 1970.
 */
export function readUtcTime (bytes: Uint8Array, start: number, end: number): number {
  if (end - start !== 13) throw new DerError('UTCTime not YYMMDDHHMMSSZ', start)
  const year = twoDigits(bytes, start)
  return readFromMonth(bytes, start + 2, year < 50 ? 2000 + year : 1900 + year)
}

/**
 * RFC 5280 §4.1.2.5.2: exactly YYYYMMDDHHMMSSZ. Milliseconds since 1970.
 *
 * Departure: CAs must write dates through 2049 as UTCTime. A GeneralizedTime before 2050 is read all the same, as
 * PKITS 4.2.8 asks and Windows does: it is as clear.
 */
export function readGeneralizedTime (bytes: Uint8Array, start: number, end: number): number {
  if (end - start !== 15) throw new DerError('GeneralizedTime not YYYYMMDDHHMMSSZ', start)
  return readFromMonth(bytes, start + 4, twoDigits(bytes, start) * 100 + twoDigits(bytes, start + 2))
}

function readFromMonth (bytes: Uint8Array, start: number, year: number): number {
  const month = twoDigits(bytes, start)
  const day = twoDigits(bytes, start + 2)
  const hour = twoDigits(bytes, start + 4)
  const minute = twoDigits(bytes, start + 6)
  const second = twoDigits(bytes, start + 8)
  const exists = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month) &&
    hour <= 23 && minute <= 59 && second <= 59
  if (!exists || bytes[start + 10] !== 0x5a /* Z */) throw new DerError('no valid time', start)
  return Date.UTC(year + 400, month - 1, day, hour, minute, second) - FOUR_CENTURIES
}

function daysInMonth (year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function twoDigits (bytes: Uint8Array, start: number): number {
  const tens = bytes[start]! - 0x30
  const units = bytes[start + 1]! - 0x30
  if (!(tens >= 0 && tens <= 9 && units >= 0 && units <= 9)) throw new DerError('no digit in a time', start)
  return tens * 10 + units
}
