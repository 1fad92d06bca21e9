#!/usr/bin/env node
import { runCommand } from './run.js'

const { argv, stdin, stdout, stderr, env: environment } = process
// Whoever reads through a pipe may have read enough.
for (const stream of [stdout, stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => { if (error.code !== 'EPIPE') throw error })
}
const clock = (): Date => new Date()
process.exitCode = await runCommand(argv.slice(2), { stdin, stdout, stderr, environment, clock, signals: process })
