import Fastify, { LogController } from 'fastify'
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../context.js'
import { Screen, type Colors } from '../output/screen.js'

/** What a line says that is meant for people too; all other lines below a warning are for programs. */
export type JournalEvent = 'request' | 'listening' | 'reloaded' | 'unchanged' | 'closing' | 'closed'

/** Of pino. */
const WARN = 40
const ERROR = 50

/**
 * The log of the command: Fastify's, a line of JSON for each entry, or a sentence for people.
 *
 * @param isJson for programs
 */
export function createJournal (context: Context, isJson: boolean): FastifyBaseLogger {
  const { colors } = new Screen(context)
  const stream = {
    write (line: string): void {
      if (isJson) context.stdout.write(line)
      else writeSentence(context, colors, JSON.parse(line) as Entry)
    }
  }
  return Fastify({ logger: { level: 'info', stream } }).log
}

interface Entry {
  readonly level: number
  readonly time: number
  readonly msg?: string
  readonly event?: JournalEvent
  readonly err?: { readonly message?: string }
}

function writeSentence (context: Context, colors: Colors, { level, time, msg = '', event, err }: Entry): void {
  if (level < WARN && event === undefined) return
  const clock = new Date(time).toISOString().slice('2026-06-01T'.length, -'.000Z'.length)
  const color = level >= ERROR ? colors.red : level >= WARN ? colors.yellow : String
  const cause = err?.message === undefined || msg.includes(err.message) ? '' : ` (${err.message})`
  const output = level >= ERROR ? context.stderr : context.stdout
  output.write(`${colors.dim(clock)} ${color(harmless(msg + cause))}\n`)
}

/** Clients choose what stands in a line, and must not command the terminal. */
function harmless (text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  return text.replace(/[\0-\x1f\x7f-\x9f]+/g, ' ')
}

/** Of requests, a line for each answer. */
export class AnswerLog extends LogController {
  // A connection that has ended has none any more.
  readonly #addresses = new WeakMap<FastifyRequest, string | undefined>()

  override incomingRequest (request: FastifyRequest): void {
    this.#addresses.set(request, request.raw.socket.remoteAddress)
  }

  override requestCompleted (_: unknown, request: FastifyRequest, { statusCode, elapsedTime }: FastifyReply): void {
    const { method, originalUrl: url, pseudoUser, virtualRoot } = request
    const user = pseudoUser?.name ?? null
    const remoteAddress = this.#addresses.get(request) ?? '-'
    request.log.info({
      event: 'request' satisfies JournalEvent,
      method,
      url,
      statusCode,
      user,
      virtualRoot: virtualRoot?.path ?? null,
      remoteAddress,
      responseTime: elapsedTime
    }, `${statusCode} ${method} ${url} ${user ?? '-'} ${remoteAddress} ${Math.round(elapsedTime)} ms`)
  }
}
