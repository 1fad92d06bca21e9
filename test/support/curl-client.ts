import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { clientResponse, oneByOne } from './conversation.js'
import type { Client, ClientRequest, ClientResponse, Conversation, Teardown } from './conversation.js'
import { parseHead } from './http-messages.js'
import { runProgram } from './program.js'
import { temporaryFolder } from './temporary-folder.js'

/** curl keeps connections and sessions for as long as one run lasts, and forgets them between runs. */
export const curl: Client = {
  name: 'curl',
  http: ['http/1.1', 'h2'],
  program: { name: 'curl', debianPackage: 'curl' },
  async converse (t, conversation) {
    if (conversation.manner === 'kept-alive' || conversation.manner === 'resumed') return inOneRun(t, conversation)
    const responses: ClientResponse[] = []
    for (const single of oneByOne(conversation)) responses.push(...await inOneRun(t, single))
    return responses
  }
}

async function inOneRun (t: Teardown, conversation: Conversation): Promise<ClientResponse[]> {
  const { requests, identity } = conversation
  const folder = await temporaryFolder(t, identity ? { 'key.pem': identity.keyPem, 'chain.pem': identity.chainPem } : {})
  const args = requests.flatMap((request, index) => [
    ...(index === 0 ? [] : ['--next']),
    ...requestArguments(conversation, request, folder, index)
  ])
  const { exitCode, stderr } = await runProgram(t, 'curl', args)
  if (exitCode !== 0) throw new Error(`curl ended with ${exitCode}: ${stderr}`)
  return Promise.all(requests.map((_request, index) => readResponse(folder, index)))
}

function requestArguments (
  { port, identity, http = 'http/1.1', tls = 'TLSv1.3', manner }: Conversation,
  { path, method = 'GET', headers = {}, body }: ClientRequest,
  folder: string,
  index: number
): string[] {
  const version = tls.slice('TLSv'.length)
  return [
    '--silent', '--show-error', '--insecure', '--path-as-is',
    `--tlsv${version}`, '--tls-max', version,
    http === 'h2' ? '--http2' : '--http1.1',
    ...(identity ? ['--cert', join(folder, 'chain.pem'), '--key', join(folder, 'key.pem')] : []),
    // A connection bound otherwise is not used again, whereas its session is.
    ...(manner === 'resumed' ? ['--local-port', `${40000 + index}-65000`] : []),
    ...(method === 'HEAD' ? ['--head'] : ['--request', method]),
    ...Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
    ...(body === undefined ? [] : ['--data-binary', body]),
    '--dump-header', join(folder, `${index}.head`), '--output', join(folder, `${index}.body`),
    `https://127.0.0.1:${port}${path}`
  ]
}

async function readResponse (folder: string, index: number): Promise<ClientResponse> {
  const heads = (await readFile(join(folder, `${index}.head`), 'latin1')).trimEnd().split('\r\n\r\n')
  const { status, headerLines } = parseHead(heads.at(-1)!)
  return clientResponse(status, headerLines, await readFile(join(folder, `${index}.body`), 'utf8'))
}
