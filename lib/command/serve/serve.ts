import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { FastifyBaseLogger } from 'fastify'
import { CommandError, ExitStatus, type Context } from '../context.js'
import { Screen } from '../output/screen.js'
import { urlOf } from './address-url.js'
import { Entrance } from './entrance.js'
import { FileWatch } from './file-watch.js'
import { createJournal, type JournalEvent } from './journal.js'
import { loadSite, SiteFaults, type LoadedSite, type LoadOptions } from './load-site.js'
import { OneByOne } from './one-by-one.js'
import { printTarget } from './targets/target.js'

/** What `serve` can be told. */
export interface ServeOptions extends LoadOptions {
  readonly port: number
  readonly host: string
  /** Seconds. */
  readonly grace: number
  readonly watch: boolean
  readonly json?: true
}

/** Serves a site until it is told to end. */
export async function serve (context: Context, path: string, options: ServeOptions): Promise<number> {
  const log = createJournal(context, options.json === true)
  const files = new Set<string>([path])
  const load = (): Promise<LoadedSite> => loadSite(path, options, log, (file) => files.add(file))
  const first = await load().catch((error: unknown) => {
    if (error instanceof SiteFaults) return error
    throw error
  })
  if (first instanceof SiteFaults) {
    tellFaults(log, first, `${path}: it is not served`)
    return ExitStatus.BAD
  }
  const entrance = new Entrance(first.site)
  const address = await listen(entrance, options).catch(async (error) => {
    first.site.retire()
    await first.site.closed
    throw error
  })

  const reloads = new OneByOne(async () => {
    try {
      const next = await load()
      entrance.takeOver(next.site)
      files.clear()
      for (const file of next.files) files.add(file)
      log.info({ event: 'reloaded' satisfies JournalEvent }, `${path}: a new site has taken over`)
    } catch (error) {
      tellFaults(log, error, `${path}: the site stays as it was`)
    }
    if (options.watch) await watching.follow([...files])
  })
  const watching = new FileWatch(reloads.request, (error) => log.warn(error, 'files can not be watched; use SIGHUP'))
  const { signals } = context
  signals.on('SIGHUP', reloads.request)
  const ended = ending(context)
  if (options.watch) await watching.follow([...files])
  greet(context, path, options, urlOf(address), first, log)

  const signal = await ended
  signals.off('SIGHUP', reloads.request)
  await watching.close()
  await reloads.idle()
  const closed = entrance.close(options.grace * 1000)
  log.info({ event: 'closing' satisfies JournalEvent }, `${signal}: no more connections; requests under way may end`)
  const isComplete = await closed
  const outcome = isComplete ? 'closed' : 'closed; what took too long was cut off'
  log.info({ event: 'closed' satisfies JournalEvent }, outcome)
  return ExitStatus.GOOD
}

async function listen (entrance: Entrance, { port, host }: ServeOptions): Promise<AddressInfo> {
  try {
    return await entrance.listen(port, host)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new CommandError(({
      EADDRINUSE: `port ${port} of ${host} is taken; give another with --port, or end what listens there`,
      EACCES: `port ${port} may not be used by this user; give one above 1023 with --port`,
      EADDRNOTAVAIL: `${host} is no address of this machine; give one with --host, such as 127.0.0.1 or 0.0.0.0`,
      ENOTFOUND: `${host} is no host name that is known here; give one with --host, such as 127.0.0.1 or 0.0.0.0`
    })[String(code)] ?? `port ${port} of ${host} can't be used (${message})`, { cause: error })
  }
}

/** What is served where: a table for people, a line for programs. */
function greet (
  context: Context, path: string, { json, watch }: ServeOptions, url: string, { targets }: LoadedSite,
  log: FastifyBaseLogger
): void {
  const served = Array.from(targets, ([prefix, target]) => [prefix, printTarget(target)] as const)
  if (json) {
    const event: JournalEvent = 'listening'
    log.info({ event, url, targets: Object.fromEntries(served) }, `listening at ${url}`)
    return
  }
  const screen = new Screen(context)
  screen.table(['path', 'serves'], served)
  const occasion = watch ? 'SIGHUP or a change of its files' : 'SIGHUP'
  screen.paragraph('', `${occasion} reads the site anew; SIGTERM or Ctrl+C ends it.`)
  screen.line(`${path} is served at ${screen.colors.bold(url)}`)
}

/** The first signal to end. The next one ends the process, as if nobody listened. */
async function ending ({ signals }: Context): Promise<string> {
  const done = new AbortController()
  const wait = (signal: string): Promise<string> => once(signals, signal, { signal: done.signal }).then(() => signal)
  const waiting = ['SIGTERM', 'SIGINT'].map(wait)
  const signal = await Promise.race(waiting)
  done.abort()
  await Promise.allSettled(waiting)
  return signal
}

function tellFaults (log: FastifyBaseLogger, error: unknown, consequence: string): void {
  if (error instanceof SiteFaults) {
    const { findings, cause: err } = error
    for (const finding of findings) log.error({ finding, err }, new SiteFaults([finding]).message)
    log.error(consequence)
  } else if (error instanceof CommandError) {
    log.error(`${error.message}; ${consequence}`)
  } else {
    log.error(error, consequence)
  }
}
