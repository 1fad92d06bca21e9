import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { siteFromRegistry, siteToRegistry } from '../../lib/site/registry-file.js'

const company = (last: number): object => ({
  issuerCN: 'CompanyIssuer', serialNumber: Uint8Array.of(1, 2, 3, 4, 0, 0, 0, 0, 0, last)
})

const scenario = {
  virtualRoots: { '/Accounts': { authentication: 1, permissions: 0x1c4, userList: 'Alice;Bob;Carol' } },
  users: { Alice: company(5), Bob: company(6), Carol: { issuerCN: 'AccountingIssuer' } },
  certificateSubject: 'CE Server Certificate'
}

t.test('the scenario of the page "SSL Client Authentication", as the page writes it', async (t) => {
  const page = `
[HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\SSL]
    "CertificateSubject"= "CE Server Certificate"

[HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\VROOTS\\/Accounts]
    ; ISAPI extension that we're placing restricitons on.
    @="\\\\windows\\\\accounting.dll"
    "A"=1
    "P"=dword: 0x000001C4
    "UserList"="Alice;Bob;Carol"

[HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\SSL\\Users\\Alice]
    "IssuerCN"="CompanyIssuer"
    "SerialNumber"=hex: 01,02,03,04,00,00,00,00,00,05
[HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\SSL\\Users\\Bob]
    "IssuerCN"="CompanyIssuer"
    "SerialNumber"=hex: 01,02,03,04,00,00,00,00,00,06
[HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\SSL\\Users\\Carol]
    "IssuerCN"="AccountingIssuer"
`
  t.same(siteFromRegistry(page), scenario)
  t.same(siteFromRegistry(`${page}
[HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\SSL]
    CertTrustOverride=dword: 0x00010020
`), { ...scenario, certTrustOverride: 0x10020 })
})

t.test('the example\'s file is the scenario, and Dave', async (t) => {
  const site = siteFromRegistry(readFileSync(join('examples', 'accounts', 'accounts.reg')))
  t.same(site, { ...scenario, users: { ...scenario.users, Dave: company(7) } })
  t.same(siteFromRegistry(siteToRegistry(site)), site)
})

t.test('an export of Windows\' registry editor is read', async (t) => {
  const exported = [
    'Windows Registry Editor Version 5.00',
    '',
    '[HKEY_LOCAL_MACHINE\\COMM\\HTTPD]',
    '"AdminUsers"="Eve;J\u00fcrgen"',
    '"PostReadSize"=dword:0000c000',
    '',
    '[HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\SSL]',
    '"CertificateSubject"=hex(2):43,00,45,00,20,00,53,00,65,00,72,00,76,00,65,00,72,00,\\',
    '  20,00,43,00,65,00,72,00,74,00,69,00,66,00,69,00,63,00,61,00,74,00,65,00,00,00',
    '',
    '[HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\SSL\\Users\\J\u00fcrgen]',
    '"SerialNumber"=hex:01,02,03,04,00,00,00,00,00,05,01,02,03,04,00,00,00,00,00,05,01,02,\\',
    '  03,04',
    '', ''
  ].join('\r\n')
  const { users, ...site } = siteFromRegistry(Buffer.from(`\ufeff${exported}`, 'utf16le'))
  t.same(site, {
    virtualRoots: {}, adminUsers: 'Eve;J\u00fcrgen', postReadSize: 49152, certificateSubject: 'CE Server Certificate'
  })
  t.equal((users as Record<string, { serialNumber: Uint8Array }>)['J\u00fcrgen']?.serialNumber.length, 24)
})

t.test('a file of CE\'s build tools is read', async (t) => {
  const built = [
    '; Copyright (c) the maker of the device',
    '; @CESYSGEN IF CE_MODULES_HTTPD',
    'IF SYSGEN_HTTPD',
    '[HKEY_LOCAL_MACHINE\\Comm\\HTTPD]',
    '    "Dll"="HTTPD.DLL"          ; loaded by services.exe',
    '    "DisplayName"=mui_sz:"netmui.dll,#9001"',
    '    ; LOC_ADMINUSERS',
    '    "AdminUsers"="ADMINISTRATOR"',
    '[HKEY_LOCAL_MACHINE\\Comm\\HTTPD\\VROOTS\\/]',
    '    @="\\\\windows\\\\www"',
    'IF IMGNOAUTH !',
    '[HKEY_LOCAL_MACHINE\\Comm\\HTTPD\\VROOTS\\/remoteadmin]',
    '    @="\\\\windows\\\\httpdadm.dll"',
    '    "a"=dword:2',
    'ENDIF',
    'ENDIF ; SYSGEN_HTTPD',
    '; @CESYSGEN ENDIF'
  ].join('\r\n')
  const warned: string[] = []
  const site = siteFromRegistry(built, {
    defines: ['SYSGEN_HTTPD=1'], onWarning: ({ message, line }) => warned.push(`${line}: ${message}`)
  })
  t.same(site, { adminUsers: 'ADMINISTRATOR', virtualRoots: { '/': {}, '/remoteadmin': { authentication: 2 } } })
  t.same(warned, [
    '5: the value Dll of the key HKEY_LOCAL_MACHINE\\Comm\\HTTPD is not known',
    '6: the value DisplayName of the key HKEY_LOCAL_MACHINE\\Comm\\HTTPD is not known'
  ])
})
