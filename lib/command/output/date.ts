const DAY = 24 * 60 * 60 * 1000

/** A moment in UTC, to the second: `2026-06-01 12:00:00 UTC`. */
export function printTime (time: number | Date): string {
  return new Date(time).toISOString().replace('T', ' ').replace(/\.\d+Z$/, ' UTC')
}

/** Its day alone. */
export function printDay (time: number | Date): string {
  return printTime(time).slice(0, '2026-06-01'.length)
}

/** Whole days from one moment to a later one; negative if it is earlier. */
export function daysUntil (time: number, from: Date): number {
  return Math.floor((time - from.getTime()) / DAY)
}

/** The moment so many days later. */
export function daysAfter (from: Date, days: number): Date {
  return new Date(from.getTime() + days * DAY)
}
