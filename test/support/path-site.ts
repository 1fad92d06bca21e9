import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import fastifyStatic from '@fastify/static'
import fastifyWebsocket from '@fastify/websocket'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { SECRET } from './guarded-site.js'
import { temporaryFolder } from './temporary-folder.js'
import type { Teardown } from './conversation.js'

const BASE = 'https://localhost'

/** Upgrades a connection when it is sent with a request. */
export const upgrade = {
  connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'c2l4dGVlbiBieXRlcyAhIQ=='
}

/** A folder with something under each of these names, and with a page for everybody. */
export async function folderOf (t: Teardown, names: readonly string[]): Promise<string> {
  const folder = await temporaryFolder(t)
  const below = ['books', 'books.txt', 'index.html', 'deep/er']
  const files = names.flatMap((name) => below.map((file) => [`${name}/${file}`, SECRET]))
  for (const [file = '', content = ''] of [...files, ['public/page.txt', 'a page']]) {
    await mkdir(join(folder, dirname(file)), { recursive: true })
    await writeFile(join(folder, file), content)
  }
  return folder
}

/** The files of a folder under a wildcard. What is below a name holds SECRET, in the head too (for HEAD). */
export async function serveFiles (app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder,
    setHeaders: (reply, path) => { if (!path.includes('public')) reply.header('x-secret', SECRET) }
  })
}

/**
 * Routes, prefixes, child contexts, 404 handlers and WebSockets under each of these names, and a wildcard that means
 * them too. All that they answer holds SECRET, in the head too (for HEAD).
 *
 * @param onLive hears of every WebSocket
 */
export async function serveRoutes (app: FastifyInstance, names: readonly string[], onLive = () => {}): Promise<void> {
  const tell = async (request: FastifyRequest, reply: FastifyReply) => reply.header('x-secret', SECRET).send(SECRET)
  await app.register(fastifyWebsocket)
  for (const name of names) {
    app.get(`/${name}`, tell)
    app.get(`/${name}/books`, tell)
    app.route({ method: ['POST', 'OPTIONS', 'QUERY', 'PROPFIND'], url: `/${name}/books`, handler: tell })
    app.get(`/${name}/:id(^books.*)`, tell)
    app.get(`/${name}/deep/*`, tell)
    app.get(`/${name}/live`, { websocket: true }, (socket) => { onLive(); socket.close() })
    await app.register(async (child) => {
      child.setNotFoundHandler(tell)
      child.get('/', tell)
      child.get('/:a/:b', tell)
      await child.register(async (grandchild) => { grandchild.get('/grandchild', tell) }, { prefix: '/nested' })
    }, { prefix: `/${name}/child` })
  }

  const meant = new RegExp(`^/+(?:${names.join('|')})(?:/|$)`, 'i')
  const wildcard = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    if (pathsMeant(request).some((path) => meant.test(path))) return tell(request, reply)
    return reply.code(404).send('nothing here')
  }
  app.get('/:first/:second', wildcard)
  app.all('/*', wildcard)
  app.setNotFoundHandler(wildcard)
}

/** What an app may make of a URL before it looks for what is there: each for itself, and one after the other. */
function pathsMeant ({ raw: { url = '' }, params }: FastifyRequest): string[] {
  const { '*': rest } = params as Record<string, string | undefined>
  const path = url.replace(/[?].*/s, '')
  const readings = new Set([path, path.replace(/#.*/s, '')])
  for (const reading of [...readings]) readings.add(decoded(reading))
  // The router has decoded it.
  if (rest !== undefined) readings.add(`/${rest}`)
  for (const reading of readings) {
    if (readings.size > 40) break
    readings.add(posix.normalize(reading))
    readings.add(reading.replaceAll('\\', '/'))
    readings.add(reading.replace(/;[^/]*/g, ''))
    readings.add(reading.replace(/\0.*/s, ''))
  }
  if (URL.canParse(url, BASE)) readings.add(new URL(url, BASE).pathname)
  return [...readings]
}

function decoded (path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
