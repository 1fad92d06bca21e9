import type { Test } from 'tap'
import { writeFile } from 'node:fs/promises'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { join } from 'node:path'
import { once } from 'node:events'
import { createSite } from '../../lib/site/options.js'
import { siteFromRegistry } from '../../lib/site/registry-file.js'
import { runProgram, startProgram } from '../support/clients.js'
import type { Teardown } from '../support/conversation.js'
import packageJson from '../../package.json' with { type: 'json' }
import { complete } from './complete.js'
import type { Block } from './markdown.js'
import { requestLine, send } from './request-line.js'
import type { World } from './world.js'

/** The port that examples name: programs listen on a free one instead, and commands connect to that. */
const PORT = /\b8443\b/g
const FREE_PORT = "0, host: '127.0.0.1'"

type Handler = (t: Test, block: Block, argument: string, lines: readonly string[]) => Promise<void>

/**
 * Runs the blocks of a page from top to bottom, in one folder, as a reader would. What is done with a block is said by
 * the comment before it:
 *
 * - `file NAME`: it is written to the folder
 * - `run STATUS`: commands, or a program, that end with this status, or 0
 * - `screen STATUS`: the same of commands in a terminal of 80 columns without colours; no line is longer
 * - `start`: a command that starts a server; it stays up for the blocks that follow
 * - `app`: a program that serves a site, what it leaves out being put around it (`complete`); each line of the comment
 *   is a request to it and its answer (`requestLine`)
 * - `refused`: as `app`, but the start fails
 * - `reg`, `reg refused`: a registry file, good or bad
 * - `scripts`: npm's commands, which are only looked up in package.json, for they would run this test again
 * - `output`: what the block before has printed, or the error that it ended with; `…` stands for any text
 */
export class PageRun {
  readonly #world: World
  readonly #folder: string
  /** Of the page, behind all of its blocks. */
  readonly #page: Teardown
  #port = ''
  #output = ''
  readonly handlers: ReadonlyMap<string, Handler>

  constructor (world: World, folder: string, page: Teardown) {
    this.#world = world
    this.#folder = folder
    this.#page = page
    this.handlers = new Map(Object.entries<Handler>({
      file: (_t, block, name) => this.#write(name, block.content),
      run: (t, block, status) => this.#run(t, block, Number(status)),
      screen: (t, block, status) => this.#showScreen(t, block, Number(status)),
      start: (_t, block) => this.#start(block),
      app: (t, block, _argument, lines) => this.#serve(t, block, lines),
      refused: (t, block) => this.#refuse(t, block),
      reg: async (t, block, argument) => { this.#readRegistryFile(t, block, argument === 'refused') },
      scripts: async (t, block) => this.#lookUp(t, block),
      output: async (t, { content }) => this.#compare(t, content)
    }))
  }

  async #write (name: string, content: string): Promise<void> {
    await writeFile(join(this.#folder, name), content.replace(PORT, FREE_PORT))
  }

  async #run (t: Test, block: Block, status: number): Promise<void> {
    const commands = block.language === 'sh'
      ? block.content.replace(PORT, this.#port)
      : await this.#program(block, block.content)
    const { exitCode, stdout, stderr } = await runProgram(t, 'bash', this.#shell(`set -eu\n${commands}`))
    this.#output = stdout
    t.equal(exitCode, status, stderr)
  }

  async #showScreen (t: Test, { content, place }: Block, status: number): Promise<void> {
    const name = `${place.replace(/\W/g, '-')}.sh`
    const [, script] = this.#shell(`set -eu\nstty cols 80\nexport NO_COLOR=1\n${content.replace(PORT, this.#port)}`)
    await writeFile(join(this.#folder, name), script!)
    const terminal = ['-qec', `bash '${join(this.#folder, name)}'`, '/dev/null']
    const { exitCode, stdout } = await runProgram(t, 'script', terminal)
    this.#output = stdout
    t.equal(exitCode, status, stdout)
    t.same(stdout.split(/\r?\n/).filter(line => line.length > 80), [])
  }

  async #start ({ content }: Block): Promise<void> {
    const command = content.replace(/^ce-cert-auth\b/, this.#command).replace(/--port 8443\b/, '--port 0')
    await this.#listen(this.#page, `exec ${command}`)
  }

  async #serve (t: Test, block: Block, requests: readonly string[]): Promise<void> {
    await this.#listen(t, await this.#program(block, complete(block.content)))
    for (const line of requests) {
      const { request, answer } = requestLine(line)
      t.match(await send(t, this.#world.people, Number(this.#port), request), answer, line)
    }
  }

  async #refuse (t: Test, block: Block): Promise<void> {
    const command = await this.#program(block, complete(block.content))
    const { exitCode, stderr } = await runProgram(t, 'bash', this.#shell(command))
    t.equal(exitCode, 1)
    this.#output = /^\w*Error.*$/m.exec(stderr)?.[0] ?? stderr
  }

  #readRegistryFile (t: Test, { content }: Block, isRefused: boolean): void {
    const warnings: unknown[] = []
    this.#output = ''
    try {
      const site = siteFromRegistry(content, { onWarning: warning => { warnings.push(warning) } })
      const issuer = this.#world.people['alice']!.issuer!
      createSite({ ...site, trustAnchors: issuer.pem })
    } catch (error) {
      if (!isRefused) throw error
      this.#output = String(error)
    }
    t.equal(this.#output !== '', isRefused)
    t.equal(warnings.length, 0)
  }

  #lookUp (t: Test, { content }: Block): void {
    for (const command of content.trim().split(/\n| && /)) {
      const [, name = '', argument = ''] = /^npm (ci|install|start|test)(?: (.*))?$/.exec(command) ?? []
      if (name === 'install') t.equal(argument.split(' ')[0], packageJson.name)
      else if (name !== 'ci') t.ok(name in packageJson.scripts, command)
    }
  }

  #compare (t: Test, expected: string): void {
    const pattern = expected.trim().split('…').map(escape).join('[^]*')
    const output = this.#output.replaceAll('\r\n', '\n').replaceAll(this.#port || '8443', '8443').trim()
    t.match(output, new RegExp(`^${pattern}$`))
  }

  /** Writes a program and gives the command that runs it. */
  async #program ({ language, place }: Block, content: string): Promise<string> {
    const name = `${place.replace(/\W/g, '-')}.${{ ts: 'mts', cjs: 'cjs' }[language] ?? 'mjs'}`
    await this.#write(name, content)
    return `exec node ${language === 'ts' ? '--import tsx ' : ''}${name}`
  }

  #shell (script: string): string[] {
    return ['-c', `cd '${this.#folder}'\nce-cert-auth () { ${this.#command} "$@"; }\n${script}`]
  }

  get #command (): string {
    return `node '${this.#world.folder}/node_modules/fastify-ce-cert-auth/dist/esm/command/main.js'`
  }

  /** Resolves when the program has printed the address that it listens on. */
  async #listen (t: Teardown, command: string): Promise<void> {
    const child = startProgram(t, 'bash', this.#shell(command))
    const address = /https?:\/\/\S+:(\d+)/
    this.#output = await printed(child, address)
    this.#port = address.exec(this.#output)![1]!
  }
}

function escape (text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')
}

/** Resolves with all that a program has printed as soon as that matches; rejects if it ends before. */
async function printed (child: ChildProcessWithoutNullStreams, pattern: RegExp): Promise<string> {
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => { output += text })
  const closed = once(child, 'close').then(() => true)
  while (!pattern.test(output)) {
    const hasEnded = await Promise.race([closed, once(child.stdout, 'data').then(() => false)])
    if (hasEnded) throw new Error(`the program ended:\n${output}`)
  }
  return output
}
