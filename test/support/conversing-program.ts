import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { ClientFailure, clientResponse } from './conversation.js'
import type { ClientRequest, ClientResponse, Teardown } from './conversation.js'
import { parseHead } from './http-messages.js'
import { startProgram } from './program.js'
import { credentialFiles, originOf } from './real-client.js'
import type { Converse, Credentials, OneConnection } from './real-client.js'
import { temporaryFolder } from './temporary-folder.js'

/** One conversation that is on its way. */
interface Running {
  responses: ClientResponse[]
  done (outcome: ClientResponse[] | Promise<never>): void
}

/**
 * Starts a program that carries many conversations in one run, each on a connection of its own. It reads a line for
 * each, and does not wait for the one before. Fields are separated by tabs:
 *
 *     id  origin  TLSv1.2|TLSv1.3  http/1.1|h2
 *
 * and for each request, of which the last two can be empty,
 *
 *     method  path  file with the body  100-continue
 *
 * It writes lines of three fields, the third in base64: `id`, `response` and the response, for each request; then `id`
 * and `end`, or `id`, `failure` and its own words.
 *
 * @param command what to run, given the files of its chain, its key and the server's root, and a folder to build it in
 */
export async function startConversing (
  t: Teardown,
  credentials: Credentials,
  command: (files: readonly string[], folder: string) => string[] | Promise<string[]>
): Promise<Converse> {
  const folder = await temporaryFolder(t, credentialFiles(credentials))
  const files = ['chain.pem', 'key.pem', 'root.pem'].map(file => join(folder, file))
  const [program = '', ...args] = await command(files, folder)
  const running = new ConversingProgram(startProgram(t, program, args), folder)
  return (_t, conversation) => running.converse(conversation)
}

class ConversingProgram {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #folder: string
  readonly #running = new Map<string, Running>()
  readonly #bodyFiles = new Map<string | Uint8Array, Promise<string>>()
  #started = 0

  /** @param folder for the bodies */
  constructor (child: ChildProcessWithoutNullStreams, folder: string) {
    this.#child = child
    this.#folder = folder
    createInterface(child.stdout).on('line', line => this.#read(line))
    this.#failAtEnd(child).catch(error => { throw error })
  }

  async converse (conversation: OneConnection): Promise<ClientResponse[]> {
    const requests = await Promise.all(conversation.requests.map(request => this.#fieldsOf(request)))
    const id = String(this.#started++)
    return new Promise(resolve => {
      this.#running.set(id, { responses: [], done: resolve })
      const fields = [id, originOf(conversation), conversation.tls, conversation.http, ...requests.flat()]
      this.#child.stdin.write(`${fields.join('\t')}\n`)
    })
  }

  async #fieldsOf ({ method = 'GET', path, body, expectContinue = false }: ClientRequest): Promise<string[]> {
    const file = body === undefined ? '' : await this.#bodyFile(body)
    return [method, path, file, expectContinue ? '100-continue' : '']
  }

  #bodyFile (body: string | Uint8Array): Promise<string> {
    const known = this.#bodyFiles.get(body)
    if (known !== undefined) return known
    const file = join(this.#folder, `${this.#bodyFiles.size}.sent`)
    const written = writeFile(file, body).then(() => file)
    this.#bodyFiles.set(body, written)
    return written
  }

  #read (line: string): void {
    const [id = '', what, base64 = ''] = line.split('\t')
    const content = Buffer.from(base64, 'base64')
    const running = this.#running.get(id)
    if (running === undefined) throw new Error(`no conversation has this line: ${line}`)
    if (what === 'response') {
      running.responses.push(responseIn(content))
      return
    }
    this.#running.delete(id)
    running.done(what === 'end' ? running.responses : Promise.reject(new ClientFailure(content.toString())))
  }

  async #failAtEnd ({ stderr }: ChildProcessWithoutNullStreams): Promise<void> {
    const [words, [exitCode]] = await Promise.all([text(stderr), once(this.#child, 'close')])
    for (const { done } of this.#running.values()) {
      done(Promise.reject(new Error(`the program ended with ${exitCode}: ${words}`)))
    }
  }
}

function responseIn (message: Buffer): ClientResponse {
  const headEnd = message.indexOf('\r\n\r\n')
  const { status, headerLines } = parseHead(message.toString('latin1', 0, headEnd))
  return clientResponse(status, headerLines, message.toString('utf8', headEnd + 4))
}
