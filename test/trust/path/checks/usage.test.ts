import t from 'tap'
import {
  checkClaimsNoKeyCertSign, checkExtendedKeyUsage, checkKeyCertSign, checkLeafKeyUsage, KeyPurpose
} from '../../../../lib/trust/path/checks/usage.js'
import type { PathContext, PathElement } from '../../../../lib/trust/path/path.js'
import { CertTrust } from '../../../../lib/trust/status.js'

const DIGITAL_SIGNATURE = 1
const KEY_ENCIPHERMENT = 1 << 2
const KEY_AGREEMENT = 1 << 4
const KEY_CERT_SIGN = 1 << 5
const { clientAuth, serverAuth, any } = KeyPurpose
const refused = CertTrust.IS_NOT_VALID_FOR_USAGE

interface Facts {
  index?: number
  keyUsage?: number | null
  cA?: boolean
  extKeyUsage?: readonly string[] | null
  applicationPolicies?: readonly string[] | null
}

function element (facts: Facts): PathElement {
  const { index = 0, keyUsage = null, cA, extKeyUsage = null, applicationPolicies = null } = facts
  const basicConstraints = cA === undefined ? null : { cA, pathLenConstraint: null }
  const certificate = { keyUsage, basicConstraints, extKeyUsage, applicationPolicies }
  return { index, certificate } as unknown as PathElement
}

t.test('a CA that has a keyUsage has keyCertSign in it', async (t) => {
  t.equal(checkKeyCertSign(element({ index: 1 })), 0)
  t.equal(checkKeyCertSign(element({ index: 1, keyUsage: KEY_CERT_SIGN | DIGITAL_SIGNATURE })), 0)
  t.equal(checkKeyCertSign(element({ index: 1, keyUsage: DIGITAL_SIGNATURE })), refused)
  t.equal(checkKeyCertSign(element({ index: 0, keyUsage: DIGITAL_SIGNATURE })), 0)
})

t.test('a leaf that is no CA does not claim keyCertSign', async (t) => {
  t.equal(checkClaimsNoKeyCertSign(element({ keyUsage: KEY_CERT_SIGN, cA: true })), 0)
  t.equal(checkClaimsNoKeyCertSign(element({ keyUsage: KEY_CERT_SIGN, cA: false })), refused)
  t.equal(checkClaimsNoKeyCertSign(element({ keyUsage: KEY_CERT_SIGN })), refused)
  t.equal(checkClaimsNoKeyCertSign(element({ keyUsage: DIGITAL_SIGNATURE })), 0)
  t.equal(checkClaimsNoKeyCertSign(element({})), 0)
  t.equal(checkClaimsNoKeyCertSign(element({ index: 1, keyUsage: KEY_CERT_SIGN })), 0, 'it has its own bit')
})

for (const [usage, keyUsage, expected] of [
  [clientAuth, null, 0],
  [clientAuth, DIGITAL_SIGNATURE, 0],
  [clientAuth, KEY_AGREEMENT, 0],
  [clientAuth, KEY_ENCIPHERMENT, refused],
  [clientAuth, 0, refused],
  [serverAuth, KEY_ENCIPHERMENT, 0],
  [serverAuth, KEY_CERT_SIGN, refused],
  [null, KEY_CERT_SIGN, 0],
  ['1.2.3', KEY_CERT_SIGN, 0]
] as const) {
  t.test(`keyUsage ${keyUsage} of the leaf is ${expected === 0 ? '' : 'in'}consistent with ${usage}`, async (t) => {
    t.equal(checkLeafKeyUsage(element({ keyUsage }), { usage } as PathContext), expected)
    t.equal(checkLeafKeyUsage(element({ keyUsage, index: 1 }), { usage } as PathContext), 0)
  })
}

for (const [usage, extKeyUsage, expected] of [
  [clientAuth, null, 0],
  [clientAuth, [clientAuth], 0],
  [clientAuth, [serverAuth, clientAuth], 0],
  [clientAuth, [any], 0],
  [clientAuth, [serverAuth], refused],
  [clientAuth, [], refused],
  [null, [serverAuth], 0]
] as const) {
  t.test(`extKeyUsage ${extKeyUsage} ${expected === 0 ? 'allows' : 'refuses'} ${usage}`, async (t) => {
    for (const index of [0, 1]) {
      t.equal(checkExtendedKeyUsage(element({ extKeyUsage, index }), { usage } as PathContext), expected)
    }
  })
}

for (const [applicationPolicies, extKeyUsage, expected] of [
  [[clientAuth], null, 0],
  [[clientAuth], [serverAuth], 0],
  [[any], [serverAuth], 0],
  [[serverAuth], [clientAuth], refused],
  [[], [clientAuth], refused],
  [['2.5.29.32.0'], [clientAuth], refused]
] as const) {
  t.test(`application policies ${applicationPolicies} stand in the place of extKeyUsage ${extKeyUsage}`, async (t) => {
    const facts = element({ applicationPolicies, extKeyUsage })
    t.equal(checkExtendedKeyUsage(facts, { usage: clientAuth } as PathContext), expected)
    t.equal(checkExtendedKeyUsage(facts, { usage: null } as PathContext), 0)
  })
}
