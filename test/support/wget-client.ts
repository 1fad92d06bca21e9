import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ClientFailure } from './conversation.js'
import type { ClientResponse, Teardown } from './conversation.js'
import { parseResponse } from './http-messages.js'
import { runProgram } from './program.js'
import { credentialFiles, originOf } from './real-client.js'
import type { OneConnection, RealClient } from './real-client.js'
import { temporaryFolder } from './temporary-folder.js'

/** Exit status 8 of its manual: "Server issued an error response", which has been written like any other. */
const ERROR_RESPONSE = 8

/** One run for a conversation, of which all requests are alike. */
export const wget: RealClient = {
  name: 'wget',
  programs: [{ name: 'wget', debianPackage: 'wget' }],
  version () {
    const { stdout } = spawnSync('wget', ['--version'], { encoding: 'utf8' })
    const [, version] = /^(GNU Wget \S+)/.exec(stdout) ?? []
    const [, library] = /\+ssl\/(\w+)/.exec(stdout) ?? []
    return `${version} with ${library}`
  },
  async start (_t, credentials) {
    return (t, conversation) => inOneRun(t, conversation, credentialFiles(credentials))
  }
}

async function inOneRun (t: Teardown, conversation: OneConnection, files: Record<string, string>) {
  const folder = await temporaryFolder(t, files)
  const file = (name: string) => join(folder, name)
  const { requests: [first, ...others], tls } = conversation
  if (first === undefined || others.some(({ body }) => body !== first.body)) {
    throw new Error('wget sends one body to all its URLs, or none')
  }
  if (first.body !== undefined) await writeFile(file('sent'), first.body)
  const { exitCode, stderr } = await runProgram(t, 'wget', [
    '--no-verbose', '--tries=1', '--max-redirect=0', '--no-hsts', '--content-on-error', '--save-headers',
    `--output-document=${file('received')}`,
    `--ca-certificate=${file('root.pem')}`, `--certificate=${file('chain.pem')}`, `--private-key=${file('key.pem')}`,
    // GnuTLS' words for it; `--secure-protocol` sets the lowest version alone.
    `--ciphers=NORMAL:-VERS-ALL:+VERS-${tls === 'TLSv1.2' ? 'TLS1.2' : 'TLS1.3'}`,
    ...(first.body === undefined ? [] : [`--post-file=${file('sent')}`, '--header=Content-Type: application/octet-stream']),
    ...[first, ...others].map(({ path }) => originOf(conversation) + path)
  ])
  if (exitCode !== 0 && exitCode !== ERROR_RESPONSE) throw new ClientFailure(stderr.trim())
  const responses = responsesIn(await readFile(file('received')))
  // A redirection that it may not follow is in no file.
  if (responses.length <= others.length) throw new ClientFailure(stderr.trim())
  return responses
}

function responsesIn (bytes: Buffer): ClientResponse[] {
  const parsed = parseResponse(bytes)
  return parsed === null ? [] : [parsed.response, ...responsesIn(bytes.subarray(parsed.length))]
}
