/** RFC 1034 §3.5, RFC 1123 §2.1. Departure: an underscore is read, as Windows, OpenSSL and webpki do. */
const LABEL = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?'
const HOST_NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`, 'i')
/** RFC 1034 §3.1: 255 octets with those of the lengths. */
const MAX_LENGTH = 253

/** WHATWG URL §3.5: what ends in a number is an IPv4 address to those who look it up, or nothing. */
const NUMBER_AT_END = /(?:^|\.)(?:\d+|0x[0-9a-f]*)$/i

/**
 * RFC 5280 §4.2.1.6: a host's name in the preferred syntax, in lower case (§7.2). `null`: it is none, such as one with
 * a blank, a NUL, a dot at the end or a letter beyond ASCII (IDN are A-labels), or one that ends in a number.
 */
export function readHostName (text: string): string | null {
  const isHostName = text.length <= MAX_LENGTH && HOST_NAME.test(text) && !endsInNumber(text)
  return isHostName ? text.toLowerCase() : null
}

/** It is an IPv4 address, or could be taken for one. */
export function endsInNumber (host: string): boolean {
  return NUMBER_AT_END.test(host)
}

/**
 * The key of a base that is a host, or a domain with its dot: `host.example.org`, `.example.org`. The empty base is
 * about all hosts: RFC 5280 says so of dNSName alone, NSS and Go of each form. `null`: it is neither.
 */
export function keyOfHostBase (base: string): string | null {
  if (base === '') return ''
  const host = readHostName(base.startsWith('.') ? base.slice(1) : base)
  return host === null ? null : base.toLowerCase()
}

/** The domains that a host is in, each with its dot: `.example.org` and `.org` for `host.example.org`. */
export function domainsOf (host: string): string[] {
  const domains: string[] = []
  for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) domains.push(host.slice(dot))
  return domains
}

/** The keys of the bases that are about this host, where a base is a host or a domain. */
export function keysOfHost (host: string): string[] {
  return [host, ...domainsOf(host), '']
}
