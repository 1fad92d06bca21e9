#!/usr/bin/env node
import { allowClosedPipe } from './closed-pipe.js'
import { runCommand } from './run.js'

const { argv, stdin, stdout, stderr, env: environment } = process
allowClosedPipe(stdout)
allowClosedPipe(stderr)
const clock = (): Date => new Date()
process.exitCode = await runCommand(argv.slice(2), { stdin, stdout, stderr, environment, clock, signals: process })
