import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { siteFromRegistry } from '../../../lib/site/registry-file.js'
import { command, type CommandResult } from '../../support/command.js'
import { temporaryFolder } from '../../support/temporary-folder.js'

type Content = string | Uint8Array

async function convert (t: Test, name: string, content: Content, ...args: string[]): Promise<CommandResult> {
  const folder = await temporaryFolder(t, { [name]: content })
  const result = await command(['convert', join(folder, name), ...args])
  return { ...result, stderr: result.stderr.replaceAll(`${folder}/`, '') }
}

const accounts = readFileSync('examples/accounts/accounts.reg')

t.test('a registry file becomes JSON, and the program of the device is named with its line', async (t) => {
  const { status, stdout, stderr } = await convert(t, 'a.reg', accounts)
  t.equal(status, 1)
  t.equal(stderr, 'not carried over: a.reg:13:1: what /Accounts serves, "\\\\windows\\\\accounting.dll"; ' +
    'add what takes its place to the root, "upstream": "http://HOST:PORT" or "module": "FILE.mjs"\n' +
    'not carried over: a.reg: comments (18 lines)\n')
  t.match(JSON.parse(stdout), {
    virtualRoots: { '/Accounts': { permissions: ['EXECUTE', 'REQUIRE_CERT', 'MAP_CERT', 'SSL128'], authentication: 1 } },
    users: { Alice: { issuerCN: 'CompanyIssuer', serialNumber: '01:02:03:04:00:00:00:00:00:05' }, Carol: { issuerCN: 'AccountingIssuer' } }
  })
})

t.test('there and back is the same site, with the same upstream', async (t) => {
  const upstream = accounts.toString().replace('\\\\windows\\\\accounting.dll', 'http://127.0.0.1:9000')
  const { stdout } = await convert(t, 'a.reg', upstream)
  t.match(JSON.parse(stdout), { virtualRoots: { '/Accounts': { upstream: 'http://127.0.0.1:9000' } } })
  const back = await convert(t, 'a.json', stdout)
  t.equal(back.status, 0)
  t.match(back.stdout, '/Accounts]\r\n@="http://127.0.0.1:9000"\r\n')
  t.same(siteFromRegistry(back.stdout), siteFromRegistry(accounts))
})

t.test('a registry file that stays one keeps the program of the device', async (t) => {
  const { stdout, stderr } = await convert(t, 'a.reg', accounts, '--to', 'reg')
  t.match(stdout, '@="\\\\windows\\\\accounting.dll"\r\n')
  t.equal(stderr, 'not carried over: a.reg: comments (18 lines)\n')
})

t.test('a JSON file that stays one keeps its names of files', async (t) => {
  const site = {
    virtualRoots: { '/': { permissions: ['READ'], folder: 'www' }, '/m': { module: 'm.mjs' } },
    users: { Al: { certificate: 'al.pem' } },
    trustAnchors: ['ca.pem']
  }
  const { status, stdout } = await convert(t, 'a.json', JSON.stringify(site), '--to', 'json')
  t.equal(status, 0)
  t.same(JSON.parse(stdout), site)
})

t.test('of a JSON file, the folder of a root is named with its line, and users keep their order', async (t) => {
  const text = '{ "virtualRoots": {\n  "/": { "folder": "www" } },\n  "users": { "B": { "issuerCN": "x" }, "1": { "issuerCN": "y" } } }'
  const { status, stdout, stderr } = await convert(t, 'a.json', text)
  t.equal(status, 1)
  t.match(stderr, /^not carried over: a\.json:2:8: what \/ serves, "www"; .* --target \/=www\n$/)
  t.same(siteFromRegistry(stdout).users, [['B', { issuerCN: 'x' }], ['1', { issuerCN: 'y' }]])
})

t.test('of IIS, the folder of a location is named with its line', async (t) => {
  const { status, stderr } = await convert(t, 'applicationHost.config', `<configuration>
    <system.applicationHost><sites><site name="Site"><application path="/">
      <virtualDirectory path="/" physicalPath="C:\\www" />
    </application></site></sites></system.applicationHost>
    <location path="Site/Accounts"><system.webServer><security>
      <access sslFlags="Ssl" />
      <authentication><iisClientCertificateMappingAuthentication enabled="true" /></authentication>
    </security></system.webServer></location>
  </configuration>`)
  t.equal(status, 1)
  t.equal(stderr, 'not carried over: applicationHost.config:6: what /Accounts serves, "C:\\\\www\\\\Accounts"; ' +
    'copy the folder beside the new file, and add "folder": "Accounts" to the root\n')
})

t.test('keys without a meaning, other sites and IF', async (t) => {
  const text = '[HKLM\\COMM\\HTTPD\\Websites\\Two\\VROOTS\\/a]\nIF X\n"P"=1\nENDIF\n"Q"=1\n'
  const { status, stdout, stderr } = await convert(t, 'a.reg', text, '--site', 'Two', '--define', 'X')
  t.equal(status, 1)
  t.equal(stderr, 'not carried over: a.reg:5:1: the value Q of the key ' +
    'HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\Websites\\Two\\VROOTS\\/a is not known\n' +
    'not carried over: a.reg:2:1: IF X, which --define has decided\n')
  t.same(JSON.parse(stdout), { virtualRoots: { '/a': { permissions: ['READ'] } } })
})

t.test('a new file is written, and none in the place of another or in a folder that is not there', async (t) => {
  const folder = await temporaryFolder(t, { 'a.json': '{ "virtualRoots": { "/Bücher": {} }, "trustAnchors": "ca.pem" }' })
  const output = join(folder, 'a.reg')
  t.same(await command(['convert', join(folder, 'a.json'), '--output', output]), {
    status: 1, stdout: '', stderr: 'not carried over: trustAnchors: a registry has no place for it\n'
  })
  t.same(siteFromRegistry(readFileSync(output)), { virtualRoots: { '/Bücher': {} } })
  for (const [name, complaint] of [
    ['a.reg', 'it is there already, and nothing is overwritten'],
    ['none/a.reg', `there is no folder ${join(folder, 'none')}; make it first`]
  ] as const) {
    t.same(await command(['convert', join(folder, 'a.json'), '--output', join(folder, name)]), {
      status: 2, stdout: '', stderr: `ce-cert-auth: ${join(folder, name)}: ${complaint}\n`
    })
  }
})

for (const [name, content, complaint] of [
  ['a.txt', 'x', 'a.txt: only .reg, .json, .config, .xml files are converted\n'],
  ['a.json', '{', /^a\.json:1:2: expected/],
  ['a.json', '[]', 'a.json: a site is a JSON object; this is none\n'],
  ['a.json', '{}', /^a\.json: virtualRoots: undefined is not a plain object/],
  ['a.json', '{ "virtualRoots": 5 }', /^a\.json: virtualRoots: 5 is not a plain object/],
  ['a.json', '{ "virtualRoots": { "/a": { "upstream": 5 } } }', "a.json: virtualRoots['/a'].upstream: 5 is not a string\n"],
  ['a.reg', '"P"=1', /^a\.reg:1:1: expected a key/],
  ['a.config', '<configuration/>', /^a\.config: there is no iisClient/]
] as const) {
  t.test(`what can't be converted is told in one sentence: ${name}, ${content}`, async (t) => {
    const { status, stdout, stderr } = await convert(t, name, content)
    t.same([status, stdout], [2, ''])
    t.match(stderr.replace(/^ce-cert-auth: /, ''), complaint)
  })
}
