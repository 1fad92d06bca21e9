import { generateKeyPairSync } from 'node:crypto'
import t from 'tap'
import { Certificate } from '../../../lib/trust/certificate/certificate.js'
import { DistrustList } from '../../../lib/trust/path/distrust-list.js'
import { signatureTwin } from '../../../lib/trust/signature/signature-twin.js'
import { commonName } from '../../support/der.js'
import { handMade, handMadeAuthority } from '../../support/hand-made.js'

const issuer = handMadeAuthority({ subject: commonName('Issuer') })
const key = Certificate.decode(issuer.der)
const alice = Certificate.decode(handMade(issuer, { subject: commonName('Alice') }).der)
const bob = Certificate.decode(handMade(issuer, { subject: commonName('Bob') }).der)
const twin = Certificate.decode(signatureTwin(alice, key)!)

t.test('nobody is in an empty list', async (t) => {
  t.notOk(new DistrustList([], []).includes(alice, key))
})

t.test('a certificate is recognized by what is signed, whatever its signature', async (t) => {
  const list = new DistrustList([alice], [])
  for (const signer of [key, null]) {
    t.ok(list.includes(alice, signer))
    t.ok(list.includes(twin, signer))
    t.notOk(list.includes(bob, signer))
  }
})

t.test('a fingerprint is that of a certificate and of its twin', async (t) => {
  for (const fingerprint of [alice.fingerprint256, twin.fingerprint256]) {
    const list = new DistrustList([], [fingerprint])
    for (const time of ['first', 'second']) {
      t.ok(list.includes(alice, key), time)
      t.ok(list.includes(twin, key), time)
      t.notOk(list.includes(bob, key), time)
    }
  }
})

t.test('without a key that signed it a certificate has no twin', async (t) => {
  t.ok(new DistrustList([], [alice.fingerprint256]).includes(alice, null))
  t.notOk(new DistrustList([], [alice.fingerprint256]).includes(twin, null))
})

t.test('a key without twins is no obstacle', async (t) => {
  const signer = Certificate.decode(handMade(issuer, {}, generateKeyPairSync('ed25519')).der)
  t.notOk(new DistrustList([], [twin.fingerprint256]).includes(alice, signer))
})
