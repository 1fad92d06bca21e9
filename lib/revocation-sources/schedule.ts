import type { Answer } from './inquiry.js'

/** How often sources are asked. Milliseconds. */
export interface Pace {
  /** After this long at the latest. */
  readonly refreshInterval: number
  /** No sooner, unless it failed. */
  readonly leastInterval: number
  /** After the first failure; each further one doubles it. */
  readonly firstRetry: number
  readonly longestRetry: number
}

/** The pace that goes with a refresh interval. */
export function paceOf (refreshInterval: number): Pace {
  const longestRetry = Math.min(refreshInterval, 600_000)
  return { refreshInterval, leastInterval: 60_000, firstRetry: 10_000, longestRetry }
}

/**
 * Milliseconds until an answer is asked for anew: before it ends, while it has a quarter of its time left. Up to a
 * quarter is taken off by chance, so that not all who were started together ask together.
 *
 * @param chance from 0 to 1
 */
export function refreshDelay (
  { nextUpdate }: Pick<Answer, 'nextUpdate'>, now: number, { refreshInterval, leastInterval }: Pace, chance: number
): number {
  const latest = Math.min(refreshInterval, (nextUpdate - now) * 0.75)
  return Math.max(leastInterval, latest * (1 - chance / 4))
}

/**
 * Milliseconds until a source that has failed is asked again.
 *
 * @param failures one after the other, from 1
 * @param chance from 0 to 1
 */
export function retryDelay (failures: number, { firstRetry, longestRetry }: Pace, chance: number): number {
  return Math.min(longestRetry, firstRetry * 2 ** (failures - 1)) * (1 - chance / 4)
}
