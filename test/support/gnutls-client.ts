import { join } from 'node:path'
import { oneByOne } from './conversation.js'
import type { Client, ClientResponse, Conversation, Teardown } from './conversation.js'
import { converseThrough } from './piped-conversation.js'
import { startProgram } from './program.js'
import { temporaryFolder } from './temporary-folder.js'

/**
 * `gnutls-cli`: the handshake is GnuTLS', the HTTP/1.1 is written by hand. To resume, a run makes two connections: one
 * for the session alone, and one that carries the request.
 */
export const gnutls: Client = {
  name: 'gnutls-cli',
  http: ['http/1.1'],
  program: { name: 'gnutls-cli', debianPackage: 'gnutls-bin' },
  async converse (t, conversation) {
    if (conversation.manner === 'kept-alive') return inOneRun(t, conversation)
    const responses: ClientResponse[] = []
    for (const single of oneByOne(conversation)) responses.push(...await inOneRun(t, single))
    return responses
  }
}

async function inOneRun (t: Teardown, conversation: Conversation): Promise<ClientResponse[]> {
  const { port, identity, servername, manner } = conversation
  const folder = await temporaryFolder(t, identity ? { key: identity.keyPem, chain: identity.chainPem } : {})
  const child = startProgram(t, 'gnutls-cli', [
    '--insecure', '--port', String(port), '--alpn', 'http/1.1', '--priority', priority(conversation),
    // What it has to say of the handshake would stand between the responses.
    '--logfile', join(folder, 'log'),
    ...(identity ? ['--x509keyfile', join(folder, 'key'), '--x509certfile', join(folder, 'chain')] : []),
    ...(servername === undefined ? ['--disable-sni'] : ['--sni-hostname', servername]),
    // TLS 1.3 sends its tickets after the handshake (RFC 8446 §4.6.1).
    ...(manner === 'resumed' ? ['--resume', '--waitresumption'] : []),
    '127.0.0.1'
  ])
  return converseThrough(child, conversation, (stderr) => stderr.trim())
}

function priority ({ tls = 'TLSv1.3', withoutEncryption = false }: Conversation): string {
  const version = `NORMAL:-VERS-ALL:+VERS-${tls === 'TLSv1.2' ? 'TLS1.2' : 'TLS1.3'}`
  return withoutEncryption ? `${version}:-CIPHER-ALL:+NULL:-MAC-ALL:+SHA1` : version
}
