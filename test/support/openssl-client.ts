import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { oneByOne } from './conversation.js'
import type { Client, ClientResponse, Conversation, Teardown } from './conversation.js'
import { converseThrough } from './piped-conversation.js'
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
  conversation: Conversation,
  args: readonly string[]
): Promise<ClientResponse[]> {
  const { port, tls = 'TLSv1.3', servername, withoutEncryption } = conversation
  const child = startProgram(t, 'openssl', [
    's_client', '-quiet', '-connect', `127.0.0.1:${port}`, '-alpn', 'http/1.1',
    ...(servername === undefined ? ['-noservername'] : ['-servername', servername]),
    ...(withoutEncryption ? ['-cipher', CIPHER_WITHOUT_ENCRYPTION] : []),
    tls === 'TLSv1.2' ? '-tls1_2' : '-tls1_3', ...args
  ])
  return converseThrough(child, conversation, wordsIn)
}

/** OpenSSL's errors, without what `s_client` says of the server's certificate. */
function wordsIn (stderr: string): string {
  return stderr.split('\n').filter(line => /error/.test(line) && !line.startsWith('verify')).join('; ')
}
