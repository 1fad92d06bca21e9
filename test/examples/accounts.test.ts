import t from 'tap'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { once } from 'node:events'
import { join } from 'node:path'
import type { IncomingMessage } from 'node:http'
import { people } from '../../examples/accounts/people.js'
import { openPki } from '../../examples/accounts/pki.js'
import { formatTable } from '../../examples/accounts/table.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { startExample } from './start-example.js'

t.test('with --once every row is as expected and the program ends by itself', async t => {
  const { exitCode, output } = await startExample(t, 'accounts/main.ts', ['--once']).ended()
  t.equal(exitCode, 0, output)
  const rows = output.split('\n').filter(line => line.endsWith('  yes'))
  t.equal(rows.length, people.length)
  for (const [index, { who, sends, expected }] of people.entries()) {
    const row = rows[index] ?? ''
    t.ok(row.startsWith(who) && row.includes(sends) && row.includes(` ${expected} `), row)
  }
})

t.test('the table fits a terminal of 100 columns', async t => {
  const { output } = await startExample(t, 'accounts/main.ts', ['--once']).ended()
  for (const line of output.split('\n')) t.ok(line.length <= 100, line)
})

t.test('an argument that it does not know is refused', async t => {
  const { exitCode, output } = await startExample(t, 'accounts/main.ts', ['--onse']).ended()
  t.equal(exitCode, 1)
  t.match(output, "Unknown option '--onse'")
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  t.test(`without --once it stays up until ${signal} and ends cleanly`, async t => {
    const example = startExample(t, 'accounts/main.ts')
    const output = await example.printed(/Ctrl-C/)
    const port = Number(/https:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1])
    t.equal(await statusOf(port), 200)
    example.child.kill(signal)
    t.match(await example.ended(), { exitCode: 0 })
  })
}

t.test('an answer that was not expected is shown in its row', async t => {
  const [person] = people
  const table = formatTable([{ person: person!, answer: '403.7', step: 'certificate', asExpected: false }])
  t.match(table, 'NO, expected 200')
})

t.test('the certificates are made once', async t => {
  const folder = join(await temporaryFolder(t), 'pki')
  const made = await openPki(folder)
  t.same(await openPki(folder), made)
  t.equal((await stat(join(folder, 'alice.pem'))).mode & 0o777, 0o600)
  t.equal((await stat(join(folder, 'store'))).mode & 0o777, 0o700)
})

t.test('the certificates are made again when a file is missing', async t => {
  const folder = join(await temporaryFolder(t), 'pki')
  const made = await openPki(folder)
  await rm(join(folder, 'bob.pem'))
  t.not((await openPki(folder))['bob.pem'], made['bob.pem'])
  t.equal(await readFile(join(folder, 'bob.pem'), 'utf8'), (await openPki(folder))['bob.pem'])
})

t.test('the certificates are made again when they have expired', async t => {
  const folder = join(await temporaryFolder(t), 'pki')
  const made = await openPki(folder)
  await writeFile(join(folder, 'company-root.pem'), made['alice-expired.pem'])
  t.not((await openPki(folder))['alice.pem'], made['alice.pem'])
})

async function statusOf (port: number): Promise<number | undefined> {
  const sent = request({ host: '127.0.0.1', port, path: '/', rejectUnauthorized: false, agent: false })
  sent.end()
  const [response] = await once(sent, 'response') as [IncomingMessage]
  response.resume()
  return response.statusCode
}
