import type { FastifyServerOptions } from 'fastify'

/** A line of Fastify's log. */
export interface LogLine {
  /** Pino's: 40 is a warning, 50 an error. */
  readonly level: number
  readonly msg: string
  readonly [key: string]: unknown
}

/** A logger for Fastify, and what was logged so far. */
export function keepLog (level = 'warn'): { logger: NonNullable<FastifyServerOptions['logger']>, lines: LogLine[] } {
  const lines: LogLine[] = []
  return { lines, logger: { level, stream: { write (line: string) { lines.push(JSON.parse(line)) } } } }
}
