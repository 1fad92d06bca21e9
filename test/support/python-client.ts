import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { startConversing } from './conversing-program.js'
import type { RealClient } from './real-client.js'

const SOURCE = fileURLToPath(new URL('../clients/programs/client.py', import.meta.url))
/** The system's, whatever else there is. */
const PYTHON = '/usr/bin/python3'

/** `http.client` and `ssl`. */
export const python: RealClient = {
  name: 'Python http.client',
  programs: [{ name: PYTHON, debianPackage: 'python3' }],
  version () {
    const { stdout } = spawnSync(PYTHON, ['-c', 'import ssl, sys; print(sys.version.split()[0], ssl.OPENSSL_VERSION)'])
    return `Python ${String(stdout).trim()}`
  },
  start: (t, credentials) => startConversing(t, credentials, (files) => [PYTHON, SOURCE, ...files])
}
