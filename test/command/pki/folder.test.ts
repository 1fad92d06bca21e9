import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { command } from '../../support/command.js'
import { createPki } from '../../support/pki-folder.js'

t.test('a folder that holds something else is told in one sentence', async (t) => {
  const { pki, dir, read } = await createPki(t)
  writeFileSync(join(dir, 'odd.pem'), read('ca.key'))
  t.match(await pki(['list']), { status: 2, stderr: /odd\.pem: there is no certificate in it\n$/ })
  rmSync(join(dir, 'odd.pem'))
  t.match(await command(['pki', 'list', '--dir', join(dir, 'none')]), {
    status: 2, stderr: /there is no CA here; make one with: ce-cert-auth pki init\n$/
  })
  t.match(await command(['pki', 'init', '--dir', join(dir, 'ca.pem')]), {
    status: 2, stderr: /ca\.pem: it is there already, and nothing is overwritten\n$/
  })
})

t.test('a certificate of another authority is listed as such', async (t) => {
  const { pki, dir } = await createPki(t)
  const other = await createPki(t)
  await other.pki(['issue', 'Mallory'])
  writeFileSync(join(dir, 'Mallory.pem'), other.read('Mallory.pem'))
  t.match((await pki(['list'])).stdout, /^Mallory\tclient\tanother\t/m)
})
