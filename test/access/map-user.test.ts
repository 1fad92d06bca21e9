import t from 'tap'
import type { Facts, Finding } from '../../lib/access/decide.js'
import { mapUser, type MapUserAnswer } from '../../lib/access/map-user.js'
import type { Site } from '../../lib/site/options.js'
import type { VirtualRoot } from '../../lib/site/virtual-roots.js'
import type { CertificateChain } from '../../lib/trust/chain.js'

const alice = { name: 'Alice', groups: [], isAdministrator: false }
const chain = { elements: [{ certificate: { fingerprint256: 'AB' } }] } as unknown as CertificateChain
const about = { user: 'Alice', fingerprint256: 'AB' }

function find (
  mapUserAnswer: MapUserAnswer | null, user: typeof alice | null = alice, of: CertificateChain | null = chain
): Finding {
  return mapUser({} as Site, {} as VirtualRoot, { chain: of, mapUserAnswer } as Facts, user)
}

t.test('only an answer about this user and certificate admits', async (t) => {
  const yes = { allowed: true, reason: 'yes' }
  for (const [answer, expected] of [
    [{ ...yes, about }, { reason: 'yes' }],
    [{ ...yes, about: null }, { reason: 'yes' }],
    [{ allowed: false, reason: 'no', about }, { code: 'FST_CE_MAPPER_DENIED', reason: 'no' }],
    [{ allowed: false, reason: 'no', about: null }, { code: 'FST_CE_MAPPER_DENIED', reason: 'no' }],
    [{ ...yes, about: { ...about, user: 'Bob' } }, { code: 'FST_CE_MAPPER_DENIED', reason: 'mapUser was asked about somebody else' }],
    [{ ...yes, about: { ...about, fingerprint256: 'CD' } }, { code: 'FST_CE_MAPPER_DENIED', reason: 'mapUser was asked about somebody else' }],
    [null, { code: 'FST_CE_MAPPER_DENIED', reason: 'mapUser was not asked' }]
  ] as const) t.strictSame(find(answer), { inputs: { user: 'Alice' }, ...expected })
})

t.test('there is nothing to ask where nobody was mapped', async (t) => {
  t.match(find(null, null), { skipped: true, reason: 'nobody was mapped' })
  t.match(find(null, alice, null), { skipped: true })
})
