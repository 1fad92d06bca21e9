import t from 'tap'
import { keysOf, placedCertificates, sourcesOf } from '../../../lib/command/check/certificate-sources.js'
import { Places } from '../../../lib/command/site-file/places.js'
import { createAuthority } from '../../support/pki.js'

const one = await createAuthority({ commonName: 'One' })
const other = await createAuthority({ commonName: 'Other' })

t.test('each certificate has its place: the line of its block, or that of the site', async (t) => {
  const places = new Places({ file: 'site.json' })
  places.add('trustAnchors[0]', { file: 'all.pem' })
  places.add('trustAnchors[1]', { file: 'one.der' })
  places.add('trustAnchors[2]', { file: 'site.json', line: 7 })
  const bundle = Buffer.from(`notes\n${one.pem}${other.pem}`)
  const trustAnchors = [bundle, one.der, other.pem]
  const found = placedCertificates({ virtualRoots: {}, trustAnchors }, 'trustAnchors', places)
  t.same(found.map(({ certificate, place }) => [certificate.subject.commonName, place]), [
    ['One', { file: 'all.pem', line: 2 }],
    ['Other', { file: 'all.pem', line: one.pem.split('\n').length + 1 }],
    ['One', { file: 'one.der' }],
    ['Other', { file: 'site.json', line: 7 }]
  ])
  t.equal(keysOf(found.map(({ certificate }) => certificate)).size, 2)
})

t.test('one source, several, none', async (t) => {
  t.same(sourcesOf('a'), ['a'])
  t.same(sourcesOf(['a', 'b']), ['a', 'b'])
  t.same(sourcesOf(undefined), [])
})
