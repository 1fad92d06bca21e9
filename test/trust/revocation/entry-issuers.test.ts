import t from 'tap'
import { Name } from '../../../lib/trust/names/name.js'
import { EntryIssuers } from '../../../lib/trust/revocation/entry-issuers.js'
import { commonName } from '../../support/der.js'

const [own, a, b] = ['Own', 'A', 'B'].map((name) => Name.decode(commonName(name))) as [Name, Name, Name]

t.test('without certificateIssuer all entries are of the issuer of the CRL', async (t) => {
  const issuers = new EntryIssuers(own)
  t.equal(issuers.at(0), issuers.numberOf(own))
  t.equal(issuers.at(1e9), issuers.numberOf(own))
  t.equal(issuers.numberOf(a), undefined)
})

t.test('each entry is of the issuer that was named last', async (t) => {
  const issuers = new EntryIssuers(own)
  issuers.begin(100, a)
  issuers.begin(200, b)
  issuers.begin(300, Name.decode(commonName(' a ')))
  issuers.begin(400, own)
  for (const [offset, issuer] of [
    [99, own], [100, a], [199, a], [200, b], [299, b], [300, a], [399, a], [400, own], [9999, own]
  ] as const) t.equal(issuers.at(offset), issuers.numberOf(issuer), `at ${offset}`)
  t.equal(new Set([own, a, b].map((name) => issuers.numberOf(name))).size, 3)
})
