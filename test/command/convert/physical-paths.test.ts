import t from 'tap'
import { PhysicalPaths } from '../../../lib/command/convert/physical-paths.js'
import { readXml } from '../../../lib/command/convert/xml.js'

const paths = new PhysicalPaths(readXml(Buffer.from(`<configuration><system.applicationHost><sites>
  <site name="Default Web Site">
    <application path="/">
      <virtualDirectory path="/" physicalPath="%SystemDrive%\\inetpub\\wwwroot" />
      <virtualDirectory path="/pictures" physicalPath="D:\\pictures" />
    </application>
    <application path="/Accounts"><virtualDirectory path="/" physicalPath="C:\\accounts" /></application>
  </site>
  <site name="Other"><application path="/"><virtualDirectory path="/" /></application></site>
  <site name="Third"><application><virtualDirectory physicalPath="E:\\third" /></application></site>
</sites></system.applicationHost></configuration>`), 'applicationHost.config'))

for (const [name, location, path] of [
  ['a site', 'Default Web Site', '%SystemDrive%\\inetpub\\wwwroot'],
  ['an application, whatever the case', 'default web site/accounts', 'C:\\accounts'],
  ['a virtual directory', 'Default Web Site/pictures', 'D:\\pictures'],
  ['a folder below an application', 'Default Web Site/Accounts/2026/June', 'C:\\accounts\\2026\\June'],
  ['a folder whose name begins as an application\'s', 'Default Web Site/AccountsOld', '%SystemDrive%\\inetpub\\wwwroot\\AccountsOld'],
  ['a site whose folder is not told', 'Other', null],
  ['a site whose paths are left out', 'Third/x', 'E:\\third\\x'],
  ['a site that is not there', 'None/Accounts', null],
  ['no location', '', null]
] as const) {
  t.test(`the folder of ${name}`, async (t) => t.equal(paths.of(location), path))
}
