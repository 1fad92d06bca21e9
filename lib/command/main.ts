#!/usr/bin/env node
import { runCommand } from './run.js'

const { argv, stdin, stdout, stderr, env: environment } = process
process.exitCode = await runCommand(argv.slice(2), { stdin, stdout, stderr, environment, clock: () => new Date() })
