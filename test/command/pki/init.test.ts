import { join } from 'node:path'
import t from 'tap'
import { command } from '../../support/command.js'
import { temporaryFolder } from '../../support/temporary-folder.js'

t.test('init tells programs its files', async (t) => {
  const dir = join(await temporaryFolder(t), 'deep', 'pki')
  const { stdout } = await command(['pki', 'init', '--dir', dir, '--json'])
  t.same(JSON.parse(stdout), { name: 'Private CA', certificate: join(dir, 'ca.pem'), key: join(dir, 'ca.key') })
})
