import t from 'tap'
import { readApplicationHost } from '../../../lib/command/convert/application-host.js'
import { createAuthority } from '../../support/pki.js'

const issuer = await createAuthority({ commonName: 'CompanyIssuer' })
const alice = await issuer.issue({ commonName: 'Alice', serialNumber: '0a0b' })
const base64 = alice.der.toString('base64')
const good = '<rules><add certificateField="Issuer" certificateSubField="CN" matchCriteria="x" /></rules>'

const applicationHost = (mappings: string, rest = '', attributes = 'enabled="true"'): Buffer => Buffer.from(`<?xml version="1.0"?>
<configuration>
  <!-- of IIS --><note>text</note>
  <system.webServer><security><authentication>
    <iisClientCertificateMappingAuthentication ${attributes}>${mappings}</iisClientCertificateMappingAuthentication>
  </authentication></security></system.webServer>${rest}
</configuration>`)

t.test('mappings become users, access flags virtual roots', async (t) => {
  const { site, targets, places, lost } = readApplicationHost(applicationHost(`
    <manyToOneMappings>
      <add name="Staff" userName="Tom &amp; Co" permissionMode="Allow">${good}</add>
      <add name="No" permissionMode="Deny">${good}</add>
      <add name="Staff, denied" permissionMode="Deny">${good}</add>
      <add name="Alice" permissionMode="Deny" userName="x">${good}</add>
    </manyToOneMappings>
    <oneToOneMappings><add enabled="true" userName="DOM\\Alice" certificate="${base64}" /></oneToOneMappings>`, `
  <location path="Default Web Site/Accounts"><system.webServer><security>
    <access sslFlags="Ssl, SslNegotiateCert, SslRequireCert, SslMapCert" />
  </security></system.webServer></location>
  <location path="Default Web Site/Bare"><system.webServer><security>
    <access sslFlags="Ssl" />
  </security></system.webServer></location>
  <location><system.webServer /></location>
  <system.applicationHost><sites><site name="Default Web Site"><application path="/Accounts">
    <virtualDirectory path="/" physicalPath="C:\\accounts" />
  </application></site></sites></system.applicationHost>`), 'a.config')
  t.same(lost, [])
  t.same([...targets], [['/Accounts', { physicalPath: 'C:\\accounts' }]])
  t.same(places.at("virtualRoots['/Accounts']"), { file: 'a.config', line: 15 })
  const rule = { issuer: { CN: 'x' } }
  t.same(site, {
    virtualRoots: { '/Accounts': { permissions: 0x2e9, authentication: 1 }, '/Bare': { permissions: 0x209 } },
    users: [
      ['DOM\\Alice', { certificate: alice.pem }],
      ['Tom & Co', rule],
      ['No', { ...rule, deny: true }],
      ['Staff, denied', { ...rule, deny: true }],
      ['Alice', { ...rule, deny: true }]
    ]
  })
})

t.test('what can\'t be carried over is named with its line', async (t) => {
  const { site, lost } = readApplicationHost(applicationHost(`
    <oneToOneMappings>
      <clear />
      <add userName="A" password="p" certificate="${base64}" />
      <add userName="a" certificate="${base64}" />
      <add userName="B" enabled="False" certificate="${base64}" />
      <add userName="C" certificate="AAAA" />
      <add certificate="${base64}" />
    </oneToOneMappings>
    <manyToOneMappings>
      <add name="m1" userName="M1"></add>
      <add name="A" permissionMode="Deny">${good}</add>
      <add permissionMode="Deny">${good}</add>
    </manyToOneMappings>`, `
  <location path="One/a"><system.webServer><security>
    <access sslFlags="Odd" />
    <authentication><iisClientCertificateMappingAuthentication enabled="true" oneToOneCertificateMappingsEnabled="false"
      manyToOneCertificateMappingsEnabled="false" /></authentication>
  </security></system.webServer></location>`, ''), 'a.config')
  t.same(lost.map((line) => line.slice(0, 88)), [
    'a.config:5: iisClientCertificateMappingAuthentication: it is not enabled, and its mappings are taken',
    'a.config:7: oneToOneMappings: <clear>, which speaks of another file\'s mappings',
    'a.config:8: oneToOneMappings, A: the password; nobody logs on to Windows here',
    'a.config:9: oneToOneMappings, a: a has an entry already, and a user has one only',
    'a.config:10: oneToOneMappings, B: it is not enabled',
    'a.config:11: oneToOneMappings, C: it.certificate is no certificate (tag 0x0 instead of 0x30 at byte 0',
    'a.config:12: oneToOneMappings, without a name: userName: the name "" is empty',
    'a.config:15: manyToOneMappings, m1: it has no rules, and would take every certificate',
    'a.config:17: manyToOneMappings, without a name: name: the name "" is empty',
    'a.config:22: iisClientCertificateMappingAuthentication of \'One/a\': its mappings are taken for every virtual root',
    'a.config:22: oneToOneMappings: they are not enabled, and none is taken',
    'a.config:22: manyToOneMappings: they are not enabled, and none is taken',
    'a.config:21: access of \'One/a\': the flag Odd is not known'
  ].map((line) => line.slice(0, 88)))
  t.same((site.users as Array<[string]>).map(([name]) => name), ['A', 'A (denied)'])
})

t.test('a file without the section', async (t) => {
  t.throws(() => readApplicationHost(Buffer.from('<configuration/>'), 'a.config'), {
    name: 'CommandError', message: 'a.config: there is no iisClientCertificateMappingAuthentication in it'
  })
})
