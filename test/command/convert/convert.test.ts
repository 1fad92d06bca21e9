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

t.test('a registry file becomes JSON, and what it maps to is named', async (t) => {
  const { status, stdout, stderr } = await convert(t, 'a.reg', readFileSync('examples/accounts/accounts.reg'))
  t.equal(status, 1)
  t.equal(stderr, 'not carried over: /Accounts: what it maps to, "\\\\windows\\\\accounting.dll"\n' +
    'not carried over: a.reg: comments (18 lines)\n')
  t.match(JSON.parse(stdout), {
    virtualRoots: { '/Accounts': { permissions: ['EXECUTE', 'REQUIRE_CERT', 'MAP_CERT', 'SSL128'], authentication: 1 } },
    users: { Alice: { issuerCN: 'CompanyIssuer', serialNumber: '01:02:03:04:00:00:00:00:00:05' }, Carol: { issuerCN: 'AccountingIssuer' } }
  })
})

t.test('there and back is the same site', async (t) => {
  const { stdout } = await convert(t, 'a.reg', readFileSync('examples/accounts/accounts.reg'))
  const back = await convert(t, 'a.json', stdout)
  t.equal(back.status, 0)
  t.same(siteFromRegistry(back.stdout), siteFromRegistry(readFileSync('examples/accounts/accounts.reg')))
})

t.test('what a registry can\'t say of users stops the conversion, whose certificates are left as they are', async (t) => {
  const users = '{ "Al": { "certificate": "al.pem" }, "No": { "subject": { "CN": "x" }, "deny": true } }'
  const site = `{ "virtualRoots": {}, "users": ${users} }`
  t.same(JSON.parse((await convert(t, 'a.json', site, '--to', 'json')).stdout), JSON.parse(site))
  t.match(await convert(t, 'a.json', site), {
    status: 2, stdout: '', stderr: "ce-cert-auth: a.json: users['Al'].certificate: a registry has no place for it; leave the user out\n"
  })
  t.match(await convert(t, 'a.json', site.replace('"certificate": "al.pem"', '"issuerCN": "x"')), {
    status: 2, stderr: /users\['No'\]\.(?:deny|subject): a registry has no place for it; leave the user out\n$/
  })
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

t.test('users keep their order where JavaScript would move them, and roots may say nothing', async (t) => {
  const text = '{ "virtualRoots": { "/a": {} }, "users": { "B": { "issuerCN": "x" }, "1": { "serialNumber": "01" } } }'
  const { status, stdout } = await convert(t, 'a.json', text, '--to', 'json')
  t.equal(status, 0)
  t.same(JSON.parse(stdout), { virtualRoots: { '/a': {} }, users: [['B', { issuerCN: 'x' }], ['1', { serialNumber: '01' }]] })
})

t.test('what a registry has no place for is named, and text beyond ASCII is UTF-16', async (t) => {
  const folder = await temporaryFolder(t, { 'a.json': '{ "virtualRoots": { "/Bücher": {} }, "trustAnchors": "ca.pem", "strength": "any" }' })
  const output = join(folder, 'a.reg')
  const result = await command(['convert', join(folder, 'a.json'), '--output', output])
  t.same(result, {
    status: 1,
    stdout: '',
    stderr: 'not carried over: trustAnchors: a registry has no place for it\n' +
      'not carried over: strength: a registry has no place for it\n'
  })
  t.same(siteFromRegistry(readFileSync(output)).virtualRoots, { '/Bücher': {} })
  t.match(await command(['convert', join(folder, 'a.json'), '--output', output]), {
    status: 2, stderr: `ce-cert-auth: ${output}: it is there already, and nothing is overwritten\n`
  })
})

t.test('wrong use is one sentence', async (t) => {
  t.match(await convert(t, 'a.txt', 'x'), { status: 2, stderr: 'ce-cert-auth: a.txt: only .reg, .json, .config, .xml files are converted\n' })
  t.match(await convert(t, 'a.json', '{'), { status: 2, stderr: /^ce-cert-auth: a\.json:1:2: expected/ })
  t.match(await convert(t, 'a.json', '{ "virtualRoots": 5 }'), { status: 2, stderr: /^ce-cert-auth: a\.json: virtualRoots: 5 is not a plain object/ })
  t.match(await convert(t, 'a.json', '{ "virtualRoots": {}, "users": 5 }'), { status: 2, stderr: /a\.json: users: 5 is not a plain object\n$/ })
  t.match(await convert(t, 'a.json', '{ "virtualRoots": {}, "users": { "Al": 5 } }', '--to', 'json'), {
    status: 2, stderr: /a\.json: users\['Al'\]: 5 is not a plain object\n$/
  })
  t.match(await convert(t, 'a.json', '[]'), { status: 2, stderr: /^ce-cert-auth: a\.json: a site is a JSON object; this is none\n$/ })
})
