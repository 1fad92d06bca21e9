import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { startConversing } from './conversing-program.js'
import type { RealClient } from './real-client.js'

const SOURCE = fileURLToPath(new URL('../clients/programs/Client.java', import.meta.url))

/** `java.net.http.HttpClient`, compiled as it starts (JEP 330). */
export const java: RealClient = {
  name: 'Java HttpClient',
  programs: [{ name: 'java', debianPackage: 'default-jdk-headless' }],
  version: () => spawnSync('java', ['--version'], { encoding: 'utf8' }).stdout.split('\n')[0] ?? '',
  start: (t, credentials) => startConversing(t, credentials, (files) => ['java', SOURCE, ...files])
}
