import type { NameForm } from './name-form.js'

/** The ones of a mask come first (RFC 4632 §5.1). */
const MASK = /^1*0*$/

/**
 * RFC 5280 §4.2.1.10: a base is an address and its mask, as long as each other. An address of one version is never
 * within a base of the other.
 */
export const ipAddressForm: NameForm<Uint8Array> = {
  keysOfBase (base) {
    const length = base.length / 2
    const mask = bitsOf(base.subarray(length))
    if (!MASK.test(mask)) return null
    const prefixLength = mask.replaceAll('0', '').length
    return [versionAndBits(base.subarray(0, length)).slice(0, 1 + prefixLength)]
  },

  keysOfName (name) {
    const keys: string[] = []
    const address = versionAndBits(name)
    for (let length = 1; length <= address.length; length++) keys.push(address.slice(0, length))
    return keys
  }
}

function versionAndBits (address: Uint8Array): string {
  return (address.length === 4 ? '4' : '6') + bitsOf(address)
}

function bitsOf (octets: Uint8Array): string {
  let bits = ''
  for (const octet of octets) bits += octet.toString(2).padStart(8, '0')
  return bits
}
