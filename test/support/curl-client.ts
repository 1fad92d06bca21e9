import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ClientFailure, clientResponse } from './conversation.js'
import type { Client, ClientRequest, ClientResponse, Conversation, Teardown } from './conversation.js'
import { parseHead } from './http-messages.js'
import { runProgram } from './program.js'
import { temporaryFolder } from './temporary-folder.js'
import { CIPHER_WITHOUT_ENCRYPTION } from './tls-options.js'

/** One run of curl for a conversation. */
export const curl: Client = {
  name: 'curl',
  http: ['http/1.1', 'h2'],
  program: { name: 'curl', debianPackage: 'curl' },
  async converse (t, conversation) {
    if (conversation.manner !== 'resumed') return inOneRun(t, conversation)
    const requests = beforeEachTheFirst(conversation.requests)
    const responses = await inOneRun(t, { ...conversation, requests })
    return responses.filter((_response, index) => index === 0 || index % 2 === 1)
  }
}

/** curl 7.88 resumes a session of TLS 1.3 once, and then makes a new one: the first request is sent for it again. */
function beforeEachTheFirst (requests: readonly ClientRequest[]): ClientRequest[] {
  const [first, ...others] = requests
  if (first === undefined || others.length === 0) return [...requests]
  return others.flatMap(other => [first, other])
}

async function inOneRun (t: Teardown, conversation: Conversation): Promise<ClientResponse[]> {
  const { requests, identity } = conversation
  const folder = await temporaryFolder(t, identity ? { 'key.pem': identity.keyPem, 'chain.pem': identity.chainPem } : {})
  const args: string[] = []
  for (const [index, request] of requests.entries()) {
    if (index > 0) args.push('--next')
    args.push(...requestArguments(conversation, request, folder, index))
    await writeFile(join(folder, `${index}.sent`), request.body ?? '')
  }
  const { exitCode, stderr } = await runProgram(t, 'curl', args)
  if (exitCode !== 0) throw new ClientFailure(stderr.trim())
  return Promise.all(requests.map((_request, index) => readResponse(folder, index)))
}

function requestArguments (
  conversation: Conversation,
  { path, method = 'GET', headers = {}, body, expectContinue = false }: ClientRequest,
  folder: string,
  index: number
): string[] {
  const { port, http, tls, manner, servername = '127.0.0.1' } = conversation
  return [
    '--silent', '--show-error', '--path-as-is',
    ...(tls === null ? [] : tlsArguments(conversation, folder)),
    http !== 'h2' ? '--http1.1' : tls === null ? '--http2-prior-knowledge' : '--http2',
    // curl's SNI is the host of the URL.
    '--connect-to', `${servername}:${port}:127.0.0.1:${port}`,
    // A connection bound otherwise is not used again, whereas its session is.
    ...(manner === 'kept-alive' ? [] : ['--local-port', `${40000 + index}-65000`]),
    ...(manner === 'resumed' ? [] : ['--no-sessionid']),
    ...(method === 'HEAD' ? ['--head'] : ['--request', method]),
    ...Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
    ...(body === undefined ? [] : ['--data-binary', `@${join(folder, `${index}.sent`)}`]),
    // By itself it waits for a second, with bodies above 1 MB.
    ...(expectContinue ? ['--header', 'Expect: 100-continue', '--expect100-timeout', '60'] : ['--header', 'Expect:']),
    '--dump-header', join(folder, `${index}.head`), '--output', join(folder, `${index}.body`),
    `${tls === null ? 'http' : 'https'}://${servername}:${port}${path}`
  ]
}

function tlsArguments ({ identity, tls = 'TLSv1.3', withoutEncryption }: Conversation, folder: string): string[] {
  const version = tls === 'TLSv1.2' ? '1.2' : '1.3'
  return [
    '--insecure', `--tlsv${version}`, '--tls-max', version,
    ...(identity ? ['--cert', join(folder, 'chain.pem'), '--key', join(folder, 'key.pem')] : []),
    ...(withoutEncryption ? ['--ciphers', CIPHER_WITHOUT_ENCRYPTION] : [])
  ]
}

async function readResponse (folder: string, index: number): Promise<ClientResponse> {
  const heads = (await readFile(join(folder, `${index}.head`), 'latin1')).trimEnd().split('\r\n\r\n')
  const { status, headerLines } = parseHead(heads.at(-1)!)
  return clientResponse(status, headerLines, await readFile(join(folder, `${index}.body`), 'utf8'))
}
