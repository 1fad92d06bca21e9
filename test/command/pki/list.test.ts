import { X509Certificate } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { createPki } from '../../support/pki-folder.js'

t.test('the list says what there is', async (t) => {
  const { pki, dir, read } = await createPki(t)
  await pki(['issue', 'Alice', '--serial', '0a'])
  await pki(['issue', 'Bob', '--serial', '0b', '--days', '1'])
  await pki(['issue', 'host', '--server', 'localhost', '--serial', '0c'])
  await pki(['revoke', 'Alice'])
  writeFileSync(join(dir, 'zzz.pem'), read('Alice.pem').replace(/^/, 'copy\n'))
  const ca = new X509Certificate(read('ca.pem')).serialNumber
  const later = { time: new Date('2026-06-05T00:00:00Z') }
  t.equal((await pki(['list'], later)).stdout, [
    'Alice\tclient\tca\t2027-06-01\trevoked\t0A',
    'Bob\tclient\tca\t2026-06-02\tended\t0B',
    `ca\tauthority\tca\t2036-05-29\tgood\t${ca}`,
    'host\tserver\tca\t2027-06-01\tgood\t0C',
    'zzz\tclient\tca\t2027-06-01\trevoked\t0A',
    ''
  ].join('\n'))
  t.match(JSON.parse((await pki(['list', '--json'], later)).stdout)[0], { name: 'Alice', kind: 'client', state: 'revoked' })
})
