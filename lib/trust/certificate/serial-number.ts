/**
 * Upper-case hexadecimal of whole octets, negative ones with `-`, zero as `0`: as node:crypto (BN_bn2hex) gives it.
 */
export function formatSerialNumber (content: Uint8Array): string {
  const value = BigInt.asIntN(content.length * 8, BigInt('0x' + Buffer.from(content).toString('hex')))
  if (value === 0n) return '0'
  const digits = (value < 0n ? -value : value).toString(16).toUpperCase()
  return (value < 0n ? '-' : '') + (digits.length % 2 === 0 ? digits : '0' + digits)
}
