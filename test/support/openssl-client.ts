import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { converseInBytes } from './byte-conversation.js'
import { ClientFailure, oneByOne } from './conversation.js'
import type { Client, ClientResponse, Conversation, Teardown } from './conversation.js'
import { closingAfterLast } from './http-messages.js'
import { startProgram } from './program.js'
import { temporaryFolder } from './temporary-folder.js'
import { CIPHER_WITHOUT_ENCRYPTION } from './tls-options.js'

/** `openssl s_client`: the handshake is OpenSSL's, the HTTP/1.1 is written by hand. */
export const openssl: Client = {
  name: 'openssl s_client',
  http: ['http/1.1'],
  program: { name: 'openssl', debianPackage: 'openssl' },
  async converse (t, conversation) {
    const folder = await temporaryFolder(t)
    const certificate = await certificateArguments(conversation, folder)
    if (conversation.manner === 'kept-alive') return onOneConnection(t, conversation, certificate)
    const responses: ClientResponse[] = []
    const session = join(folder, 'session.pem')
    for (const single of oneByOne(conversation)) {
      const isFirst = responses.length === 0
      const resumption = conversation.manner === 'resumed' ? [isFirst ? '-sess_out' : '-sess_in', session] : []
      responses.push(...await onOneConnection(t, single, [...certificate, ...resumption]))
    }
    return responses
  }
}

/** `-cert` takes the leaf alone, `-cert_chain` the rest, of which there must be some. */
async function certificateArguments ({ identity }: Conversation, folder: string): Promise<string[]> {
  if (!identity) return []
  const files = { cert: identity.pem, key: identity.keyPem, cert_chain: identity.intermediatesPem }
  const args: string[] = []
  for (const [option, pem] of Object.entries(files)) {
    if (pem === '') continue
    await writeFile(join(folder, option), pem, { mode: 0o600 })
    args.push(`-${option}`, join(folder, option))
  }
  return args
}

async function onOneConnection (
  t: Teardown,
  { port, requests, manner, tls = 'TLSv1.3', servername, withoutEncryption }: Conversation,
  args: readonly string[]
): Promise<ClientResponse[]> {
  const child = startProgram(t, 'openssl', [
    's_client', '-quiet', '-connect', `127.0.0.1:${port}`, '-alpn', 'http/1.1',
    ...(servername === undefined ? ['-noservername'] : ['-servername', servername]),
    ...(withoutEncryption ? ['-cipher', CIPHER_WITHOUT_ENCRYPTION] : []),
    tls === 'TLSv1.2' ? '-tls1_2' : '-tls1_3', ...args
  ])
  const closed = once(child, 'close')
  const stderr = text(child.stderr)
  // It may end before it has read everything; its output tells.
  child.stdin.on('error', () => undefined)
  const streams = { readable: child.stdout, writable: child.stdin }
  try {
    if (manner !== 'kept-alive') return await converseInBytes(streams, closingAfterLast(requests))
    const responses = await converseInBytes(streams, requests)
    child.kill()
    return responses
  } catch {
    throw new ClientFailure(wordsIn(await stderr))
  } finally {
    await closed
  }
}

/** OpenSSL's errors, without what `s_client` says of the server's certificate. */
function wordsIn (stderr: string): string {
  return stderr.split('\n').filter(line => /error/.test(line) && !line.startsWith('verify')).join('; ')
}
