import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '../../test/support/free-port.js'
import { PATH, type BenchSite } from '../servers/bench-site.js'

/** From Debian's package apache2, which brings mod_ssl, mod_lua and the event MPM. */
const PROGRAM = '/usr/sbin/apache2'
const MODULES = '/usr/lib/apache2/modules'

/** Reads the whole body and answers with its length, as the app of the other contestant does. */
const HANDLER = `function handle (request)
  request.content_type = 'text/plain; charset=utf-8'
  request:puts(tostring(#(request:requestbody() or '')))
  return apache2.OK
end
`

/** Apache httpd that asks for a client certificate in the middle of a request, for one `<Location>`. */
export class Apache {
  readonly name = 'Apache httpd'
  readonly port: number
  readonly #child: ChildProcess
  readonly #folder: string

  private constructor (port: number, child: ChildProcess, folder: string) {
    this.port = port
    this.#child = child
    this.#folder = folder
  }

  static async start ({ site, key, cert }: BenchSite): Promise<Apache> {
    const folder = await mkdtemp(join(tmpdir(), 'ce-bench-apache-'))
    // Its processes leave root's rights, and read the handler then.
    await chmod(folder, 0o755)
    const port = await freePort()
    await Promise.all([
      writeFile(join(folder, 'key.pem'), key, { mode: 0o600 }),
      writeFile(join(folder, 'cert.pem'), cert),
      writeFile(join(folder, 'anchors.pem'), String(site.trustAnchors)),
      writeFile(join(folder, 'handler.lua'), HANDLER),
      writeFile(join(folder, 'httpd.conf'), configuration(folder, port))
    ])
    const child = spawn(PROGRAM, ['-DFOREGROUND', '-d', folder, '-f', join(folder, 'httpd.conf')], {
      stdio: ['ignore', 'ignore', 'pipe']
    })
    const apache = new Apache(port, child, folder)
    await apache.#listening()
    return apache
  }

  async #listening (): Promise<void> {
    let words = ''
    this.#child.stderr?.on('data', (data: Buffer) => { words += String(data) })
    for (let attempt = 0; attempt < 100; attempt++) {
      if (this.#child.exitCode !== null) {
        throw new Error(`Apache did not start: ${words}`)
      }
      const socket = connect(this.port, '127.0.0.1')
      const [event] = await Promise.race([
        once(socket, 'connect').then(() => ['connect']), once(socket, 'error').then(() => ['error'])
      ]).catch(() => ['error'])
      socket.destroy()
      if (event === 'connect') return
      await delay(50)
    }
    throw new Error('Apache does not listen')
  }

  /** CPU time of all its processes since their start. */
  async cpuMicroseconds (): Promise<number> {
    const parent = this.#child.pid!
    const children = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8')
    const pids = [parent, ...children.trim().split(' ').filter((pid) => pid !== '')]
    const ticks = await Promise.all(pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
      // proc(5): after the name in parentheses, utime and stime are the 12th and 13th field; ticks of 10 ms.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return Number(fields[11]) + Number(fields[12])
    }))
    return ticks.reduce((sum, each) => sum + each, 0) * 10_000
  }

  async stop (): Promise<void> {
    this.#child.kill('SIGTERM')
    await once(this.#child, 'exit')
    await rm(this.#folder, { recursive: true })
  }
}

function configuration (folder: string, port: number): string {
  const modules = ['mpm_event', 'ssl', 'authz_core', 'lua']
  return `ServerRoot ${folder}
${modules.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`).join('\n')}
ServerName localhost
${process.getuid?.() === 0 ? 'User www-data\nGroup www-data\n' : ''}Listen 127.0.0.1:${port}
PidFile ${folder}/httpd.pid
ErrorLog ${folder}/error.log
LogLevel warn
StartServers 1
ServerLimit 1
ThreadsPerChild 64
ThreadLimit 64
MaxRequestWorkers 64
SSLEngine on
SSLProtocol TLSv1.2
SSLCertificateFile ${folder}/cert.pem
SSLCertificateKeyFile ${folder}/key.pem
SSLCACertificateFile ${folder}/anchors.pem
SSLVerifyDepth 3
LuaScope thread
LuaMapHandler ^/ ${folder}/handler.lua handle
<Location ${PATH}>
  SSLVerifyClient require
</Location>
`
}
