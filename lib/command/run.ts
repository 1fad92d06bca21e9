import { createRequire } from 'node:module'
import { Command, CommanderError } from 'commander'
import { declareCheck } from './check.js'
import { CommandError, ExitStatus, type Context } from './context.js'
import { declareConvert } from './convert.js'
import { declareExplain } from './explain.js'
import { declarePki } from './pki.js'
import { declareServe } from './serve.js'
import { Screen } from './output/screen.js'
import type { Conclude } from './verb.js'

const { version } = createRequire(import.meta.url)('fastify-ce-cert-auth/package.json') as { version: string }

/**
 * The command `ce-cert-auth`. Whatever its user can put right is one sentence on stderr and the exit status 2.
 *
 * @param args what stands behind the command's name
 * @returns the exit status
 */
export async function runCommand (args: readonly string[], context: Context): Promise<number> {
  let status: number = ExitStatus.GOOD
  const program = createProgram(context, async (work) => { status = await work })
  try {
    await program.parseAsync(args, { from: 'user' })
    return status
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitStatus.GOOD : ExitStatus.USAGE
    if (!(error instanceof CommandError)) throw error
    complain(context, error.message)
    return ExitStatus.USAGE
  }
}

function createProgram (context: Context, conclude: Conclude): Command {
  const { stdout, stderr } = context
  const width = (): number => Math.min(stdout.columns ?? 80, 80)
  const program = new Command('ce-cert-auth')
    .description('Runs, checks and debugs sites that are entered with TLS client certificates.')
    .version(version, '--version', 'print the version')
    .helpOption('--help', 'print this help')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => { stdout.write(text) },
      writeErr: (text) => { stderr.write(text) },
      outputError: (text) => { complain(context, text.replace(/^error: /, '').trim().replace(/\n/g, ' ')) },
      getOutHelpWidth: width,
      getErrHelpWidth: width
    })
  const verbs = [declareCheck, declareExplain, declareServe, declarePki, declareConvert]
  for (const declare of verbs) declare(program, context, conclude)
  return program
}

function complain (context: Context, message: string): void {
  Screen.ofErrors(context).paragraph('ce-cert-auth: ', message)
}
