import t from 'tap'
import { createPki } from '../../support/pki-folder.js'

t.test('a certificate is revoked once, by the authority that issued it', async (t) => {
  const { pki, read } = await createPki(t)
  await pki(['issue', 'Alice', '--serial', '0a'])
  t.match(await pki(['revoke', 'Alice', '--reason', 'superseded']), { status: 0, stdout: /^Alice is revoked\. Publish it with: / })
  t.same(JSON.parse(read('revoked.json')), [
    { issuer: 'ca', serialNumber: '0A', at: '2026-06-01T12:00:00.000Z', reason: 'superseded' }
  ])
  for (const [args, complaint] of [
    [['revoke', 'None'], /there is no certificate None here/],
    [['revoke', 'ca'], /no authority here has issued it/],
    [['revoke', 'Alice'], /it is revoked already/]
  ] as const) t.match(await pki(args), { status: 2, stdout: '', stderr: complaint }, args.join(' '))
})
