import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { siteFromRegistry } from '../../../lib/site/registry-file.js'
import { command, type CommandResult } from '../../support/command.js'
import { createAuthority } from '../../support/pki.js'
import { temporaryFolder } from '../../support/temporary-folder.js'

const issuer = await createAuthority({ commonName: 'CompanyIssuer' })
const alice = await issuer.issue({ commonName: 'Alice', serialNumber: '0a0b' })
const company = await createAuthority({ subject: [{ O: ['Company'] }] })
const nameless = await company.issue({ commonName: 'Nemo', serialNumber: '0c' })

type Content = string | Uint8Array

async function convert (t: Test, name: string, content: Content, ...args: string[]): Promise<CommandResult> {
  const folder = await temporaryFolder(t, { [name]: content })
  const result = await command(['convert', join(folder, name), ...args])
  return { ...result, stderr: result.stderr.replaceAll(`${folder}/`, '') }
}

t.test('a registry file becomes JSON, and what it maps to is named', async (t) => {
  const { status, stdout, stderr } = await convert(t, 'a.reg', readFileSync('examples/accounts/accounts.reg'))
  t.equal(status, 1)
  t.equal(stderr, 'ce-cert-auth: not carried over: /Accounts: what it maps to, "\\\\windows\\\\accounting.dll"\n')
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

t.test('keys without a meaning, other sites and IF', async (t) => {
  const text = '[HKLM\\COMM\\HTTPD\\Websites\\Two\\VROOTS\\/a]\nIF X\n"P"=1\nENDIF\n"Q"=1\n'
  const { status, stdout, stderr } = await convert(t, 'a.reg', text, '--site', 'Two', '--define', 'X')
  t.equal(status, 1)
  t.match(stderr, /not carried over: the value Q of the key .* is not known\n/)
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
    stderr: 'ce-cert-auth: not carried over: trustAnchors: a registry has no place for it\n' +
      'ce-cert-auth: not carried over: strength: a registry has no place for it\n'
  })
  t.same(siteFromRegistry(readFileSync(output)).virtualRoots, { '/Bücher': {} })
  t.match(await command(['convert', join(folder, 'a.json'), '--output', output]), {
    status: 2, stderr: `ce-cert-auth: ${output}: it is there already, and nothing is overwritten\n`
  })
})

const der = (identity: { der: Buffer }): string => identity.der.toString('base64')
const applicationHost = (mappings: string, rest = ''): string => `<?xml version="1.0" encoding="UTF-8"?>
<configuration>
  <!-- of IIS --><note>text</note>
  <system.webServer><security><authentication>
    <iisClientCertificateMappingAuthentication enabled="true">${mappings}</iisClientCertificateMappingAuthentication>
  </authentication></security></system.webServer>${rest}
</configuration>`

t.test('IIS\' mappings become users, its access flags virtual roots', async (t) => {
  const { status, stdout, stderr } = await convert(t, 'applicationHost.config', applicationHost(`
    <oneToOneMappings>
      <add enabled="true" userName="Alice" certificate="${der(alice)}" />
      <add userName="Nemo" certificate="${der(nameless)}" />
    </oneToOneMappings>
    <manyToOneMappings>
      <add name="Staff" userName="Tom &amp; Co" permissionMode="Allow">
        <rules><add certificateField="Issuer" certificateSubField="CN" matchCriteria="AccountingIssuer" /></rules>
      </add>
    </manyToOneMappings>`, `
  <location path="Default Web Site/Accounts"><system.webServer><security>
    <access sslFlags="Ssl, SslNegotiateCert, SslRequireCert, SslMapCert, Ssl128" />
  </security></system.webServer></location>
  <location path="Default Web Site"><system.webServer><security>
    <access sslFlags="Ssl" />
  </security></system.webServer></location>
  <location path="Default Web Site/open"><system.webServer><security><access /></security></system.webServer></location>
  <location><system.webServer /></location>`))
  t.equal(stderr, '')
  t.equal(status, 0)
  t.same(JSON.parse(stdout), {
    virtualRoots: {
      '/Accounts': { permissions: ['READ', 'SSL', 'NEGO_CERT', 'REQUIRE_CERT', 'MAP_CERT', 'SSL128', 'SCRIPT'], authentication: 1 },
      '/': { permissions: ['READ', 'SSL', 'SCRIPT'] }
    },
    users: {
      Alice: { issuerCN: 'CompanyIssuer', serialNumber: '0A:0B' },
      Nemo: { serialNumber: '0C' },
      'Tom & Co': { issuerCN: 'AccountingIssuer' }
    }
  })
})

t.test('what can\'t be carried over is named', async (t) => {
  const rule = (attributes: string): string => `<rules><add ${attributes} /></rules>`
  const good = 'certificateField="Issuer" certificateSubField="CN" matchCriteria="x"'
  const { status, stderr } = await convert(t, 'a.xml', applicationHost(`
    <oneToOneMappings>
      <add userName="A" password="p" certificate="${der(alice)}" />
      <add userName="a" certificate="${der(alice)}" />
      <add userName="B" enabled="false" certificate="${der(alice)}" />
      <add userName="C" certificate="AAAA" />
      <add userName="D" />
      <add certificate="${der(alice)}" />
    </oneToOneMappings>
    <manyToOneMappings>
      <add name="m1" userName="M1" permissionMode="Deny">${rule(good)}</add>
      <add name="m2" userName="M2"></add>
      <add name="m3" userName="M3">${rule(good.replace('"x"', '"*x"'))}</add>
      <add name="m4" userName="M4">${rule(good.replace('Issuer', 'Subject'))}</add>
      <add name="m5" userName="M5">${rule(good.replace('CN', 'O'))}</add>
      <add name="m6" userName="M6">${rule(`${good} compareCaseSensitive="false"`)}</add>
      <add name="m7" userName="M7"><rules><add ${good} /><add ${good} /></rules></add>
      <add name="m8" userName="M8"><rules><add /></rules></add>
    </manyToOneMappings>`, `
  <location path="One/a"><system.webServer><security>
    <access sslFlags="SslMapCert,Odd" />
  </security></system.webServer></location>
  <location path="Two/a"><system.webServer><security>
    <access sslFlags="Ssl" />
  </security></system.webServer></location>`)
    .replace('enabled="true"', ''))
  t.equal(status, 1)
  t.same(stderr.trim().split('\n').map((line) => line.replace('ce-cert-auth: not carried over: ', '').slice(0, 64)), [
    'iisClientCertificateMappingAuthentication: it is not enabled; it',
    'oneToOneMappings, A: the password; nobody logs on to Windows her',
    'oneToOneMappings, a: a has an entry already, and a user has one ',
    'oneToOneMappings, B: it is not enabled',
    'oneToOneMappings, C: certificate has no "-----BEGIN CERTIFICATE-',
    'oneToOneMappings, D: certificate is empty: give a certificate as',
    'oneToOneMappings, : userName: the name "" is empty',
    'manyToOneMappings, m1: permissionMode Deny: users can\'t deny',
    'manyToOneMappings, m2: it has no rules, and would take every cer',
    'manyToOneMappings, m3: the rule Issuer CN \'*x\'; users match by t',
    'manyToOneMappings, m4: the rule Subject CN \'x\'; users match by t',
    'manyToOneMappings, m5: the rule Issuer O \'x\'; users match by the',
    'manyToOneMappings, m6: the rule Issuer CN \'x\' compares without c',
    'manyToOneMappings, m7: it has 2 rules; users match by the issuer',
    'manyToOneMappings, m8: the rule   \'\'; users match by the issuer\'',
    'access of \'One/a\': the flag Odd is not known',
    'access of \'One/a\': SslMapCert, since no certificate is asked for',
    'access of \'Two/a\': another site has /a already; convert one site'
  ])
})

t.test('a configuration may be UTF-16, and holds no document type and no entities of its own', async (t) => {
  const utf16 = Buffer.from(`\ufeff${applicationHost('').replace('UTF-8', 'UTF-16')}`, 'utf16le')
  t.match(await convert(t, 'a.config', utf16), { status: 0, stdout: /"virtualRoots": \{\}/ })
  for (const [content, complaint] of [
    ['<!DOCTYPE x [<!ENTITY a "b">]><configuration/>', 'a.config: document types are not read'],
    ['<configuration>', /^a\.config:1:\d+: Unclosed tag/],
    ['<configuration/>', 'a.config: there is no iisClientCertificateMappingAuthentication in it'],
    ['text', /^a\.config:/]
  ] as const) {
    const { status, stderr } = await convert(t, 'a.config', content)
    t.equal(status, 2)
    t.match(stderr.replace('ce-cert-auth: ', '').trim(), complaint)
  }
})

t.test('wrong use is one sentence', async (t) => {
  t.match(await convert(t, 'a.txt', 'x'), { status: 2, stderr: 'ce-cert-auth: a.txt: only .reg, .json, .config, .xml files are converted\n' })
  t.match(await convert(t, 'a.json', '{'), { status: 2, stderr: /^ce-cert-auth: a\.json:1:2: expected/ })
  t.match(await convert(t, 'a.json', '{ "virtualRoots": 5 }'), { status: 2, stderr: /^ce-cert-auth: a\.json: virtualRoots: 5 is not a plain object/ })
  t.match(await convert(t, 'a.json', '[]'), { status: 2, stderr: /^ce-cert-auth: a\.json: a site is a JSON object; this is none\n$/ })
})
