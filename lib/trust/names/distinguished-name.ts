import { attributeTypeNames } from './attribute-types.js'
import type { NameAttribute } from './name-attribute.js'

/** RFC 4514: the last RDN first. */
export function printName (rdns: ReadonlyArray<readonly NameAttribute[]>): string {
  return rdns.map((attributes) => attributes.map(printAttribute).join('+')).reverse().join(',')
}

function printAttribute ({ type, value, der }: NameAttribute): string {
  const name = attributeTypeNames.get(type) ?? type
  // RFC 4514 §2.4: what has no text, or a type without a name, is given as the hexadecimal form of its DER
  return value === null || name === type ? `${name}=#${Buffer.from(der).toString('hex')}` : `${name}=${escape(value)}`
}

/** RFC 4514 §2.4. Control characters are escaped besides: the string goes to logs and terminals. */
function escape (value: string): string {
  return value
    .replace(/["+,;<>\\]|^[ #]| $/g, '\\$&')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escapeOctets)
}

function escapeOctets (character: string): string {
  return Buffer.from(character).toString('hex').replace(/../g, '\\$&')
}
