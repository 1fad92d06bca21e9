/** Orders of the named curves that keys may be on, by OID (RFC 5480 §2.1.1.1, SEC 2 §2, RFC 5639 §3). */
export const curveOrders: ReadonlyMap<string, bigint> = new Map([
  ['1.2.840.10045.3.1.1', order('ffffffffffffffffffffffff99def836146bc9b1b4d22831')], // secp192r1
  ['1.2.840.10045.3.1.7', order('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551')], // P-256
  ['1.3.132.0.33', order('ffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3d')], // P-224
  ['1.3.132.0.34', order( // P-384
    'ffffffffffffffffffffffffffffffffffffffffffffffff',
    'c7634d81f4372ddf581a0db248b0a77aecec196accc52973'
  )],
  ['1.3.132.0.35', order( // P-521
    '1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
    'a51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409'
  )],
  ['1.3.132.0.10', order('fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141')], // secp256k1
  ['1.3.36.3.3.2.8.1.1.3', order('c302f41d932a36cda7a3462f9e9e916b5be8f1029ac4acc1')], // brainpoolP192r1
  ['1.3.36.3.3.2.8.1.1.5', order('d7c134aa264366862a18302575d0fb98d116bc4b6ddebca3a5a7939f')], // brainpoolP224r1
  ['1.3.36.3.3.2.8.1.1.7', order( // brainpoolP256r1
    'a9fb57dba1eea9bc3e660a909d838d718c397aa3b561a6f7901e0e82974856a7'
  )],
  ['1.3.36.3.3.2.8.1.1.9', order( // brainpoolP320r1
    'd35e472036bc4fb7e13c785ed201e065f98fcfa5',
    'b68f12a32d482ec7ee8658e98691555b44c59311'
  )],
  ['1.3.36.3.3.2.8.1.1.11', order( // brainpoolP384r1
    '8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b3',
    '1f166e6cac0425a7cf3ab6af6b7fc3103b883202e9046565'
  )],
  ['1.3.36.3.3.2.8.1.1.13', order( // brainpoolP512r1
    'aadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca70330870',
    '553e5c414ca92619418661197fac10471db1d381085ddaddb58796829ca90069'
  )]
])

/** Bits of those orders. */
export const curveOrderBits: ReadonlyMap<string, number> = new Map(
  [...curveOrders].map(([oid, curveOrder]) => [oid, curveOrder.toString(2).length])
)

function order (...hexadecimal: readonly string[]): bigint {
  return BigInt(`0x${hexadecimal.join('')}`)
}
