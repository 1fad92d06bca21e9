import { createECDH } from 'node:crypto'
import t from 'tap'
import { curveOrders } from '../../../lib/trust/certificate/named-curves.js'

// By the names of OpenSSL, in the order of the table
const names = [
  'prime192v1', 'prime256v1', 'secp224r1', 'secp384r1', 'secp521r1', 'secp256k1', 'brainpoolP192r1', 'brainpoolP224r1',
  'brainpoolP256r1', 'brainpoolP320r1', 'brainpoolP384r1', 'brainpoolP512r1'
]
const orders = [...curveOrders.values()]

t.equal(orders.length, names.length)
for (const [index, name] of names.entries()) {
  t.test(`${name}: the order less one is the greatest private key, which mirrors 1`, async (t) => {
    const order = orders[index]!
    const octetCount = Math.ceil(order.toString(2).length / 8)
    const pointOf = (privateKey: bigint): string => {
      const key = createECDH(name)
      key.setPrivateKey(privateKey.toString(16).padStart(octetCount * 2, '0'), 'hex')
      return key.getPublicKey('hex', 'compressed').slice(2)
    }
    t.equal(pointOf(order - 1n), pointOf(1n))
    t.throws(() => pointOf(order))
  })
}
