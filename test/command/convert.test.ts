import { join } from 'node:path'
import t from 'tap'
import { command } from '../support/command.js'
import { temporaryFolder } from '../support/temporary-folder.js'

const key = '[HKLM\\COMM\\HTTPD\\VROOTS\\/a]\n'
const folder = await temporaryFolder(t, {
  'a.reg': key,
  'sites.reg': `${key}IF B=1\n[HKLM\\COMM\\HTTPD\\Websites\\Two\\VROOTS\\/b]\nENDIF\n`,
  'a.json': '{ "virtualRoots": { "/a": {} } }',
  'a.config': `<configuration><system.webServer><security><authentication>
    <iisClientCertificateMappingAuthentication enabled="true" />
  </authentication></security></system.webServer></configuration>`
})

t.test('a registry file is made of JSON, JSON of all else; --to says otherwise', async (t) => {
  for (const [args, isRegistry] of [
    [['a.reg'], false], [['a.json'], true], [['a.config'], false],
    [['a.reg', '--to', 'reg'], true], [['a.json', '--to', 'json'], false], [['a.config', '--to', 'reg'], true]
  ] as const) {
    const [name, ...rest] = args
    const { status, stdout } = await command(['convert', join(folder, name), ...rest])
    t.same([status, /^Windows Registry Editor/.test(stdout), /^\{\n/.test(stdout)], [0, isRegistry, !isRegistry], args.join(' '))
  }
})

t.test('of a registry file, --site names the site, and --define what IF finds set', async (t) => {
  const { stdout } = await command(['convert', join(folder, 'sites.reg'), '--site', 'Two', '--define', 'A', '--define', 'B=1'])
  t.same(JSON.parse(stdout), { virtualRoots: { '/b': {} } })
})

for (const [args, complaint] of [
  [[], "missing required argument 'file'"],
  [['a.reg', 'b.reg'], "too many arguments for 'convert'. Expected 1 argument but got 2."],
  [['a.reg', '--to', 'xml'], "option '--to <form>' argument 'xml' is invalid. Allowed choices are json, reg."],
  [['none.reg'], 'none.reg: there is no such file']
] as const) {
  t.test(`wrong use is one sentence and the status 2: convert ${args.join(' ')}`, async (t) => {
    t.same(await command(['convert', ...args]), { status: 2, stdout: '', stderr: `ce-cert-auth: ${complaint}\n` })
  })
}
