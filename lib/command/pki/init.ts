import { createCertificate } from '../../pki/certificate.js'
import { ExitStatus, type Context } from '../context.js'
import { daysAfter } from '../output/date.js'
import { Screen } from '../output/screen.js'
import { PkiFolder, ROOT } from './folder.js'
import type { InitOptions } from './options.js'
import './webcrypto.js'

/** Makes a folder with an authority that signs itself. */
export async function init (context: Context, { dir, name, days, key, json }: InitOptions): Promise<number> {
  const folder = new PkiFolder(dir)
  const time = context.clock()
  const { pem, keyPem } = await createCertificate(
    { commonName: name, profile: 'authority', keyType: key, time, notAfter: daysAfter(time, days) }, null)
  await folder.create()
  await folder.add([[`${ROOT}.pem`, pem], [`${ROOT}.key`, keyPem]])
  const files = { certificate: folder.file(`${ROOT}.pem`), key: folder.file(`${ROOT}.key`) }
  const screen = new Screen(context)
  if (json) {
    screen.json({ name, ...files })
    return ExitStatus.GOOD
  }
  screen.line(`${files.certificate}  the trust anchor, for trustAnchors`)
  screen.line(`${files.key}  its private key: whoever has it can be anybody`)
  return ExitStatus.GOOD
}
