import type { ErrorCode } from '../../errors.js'

/** What helps against an answer, in a sentence; where it hangs on the certificate's bits, `trustWords` say it. */
export const answerCures: Readonly<Record<ErrorCode, string>> = {
  FST_CE_AMBIGUOUS_PATH: 'send the plain path: without escapes of % and /, doubled slashes, dot segments, ; and \\',
  FST_CE_EXECUTE_DENIED: 'add READ, WRITE, EXECUTE or SCRIPT: permissions replaces the default, it does not add to it',
  FST_CE_READ_DENIED: 'add READ to the permissions of the virtual root; the route\'s own can only take away',
  FST_CE_WRITE_DENIED: 'add WRITE to the permissions of the virtual root; the route\'s own can only take away',
  FST_CE_SSL_REQUIRED: 'use https; if the client does, something in front of this server ends TLS',
  FST_CE_SSL128_REQUIRED: 'let the client use a current cipher suite; all those of TLS 1.3 will do',
  FST_CE_CERT_REQUIRED: 'give the client a certificate below one of the trustAnchors, and its key',
  FST_CE_MAPPER_DENIED: 'compare the certificate with users, and the user with the userList',
  FST_CE_CERT_REVOKED: 'issue another certificate, with another key',
  FST_CE_CERT_UNTRUSTED: 'see the bits of each certificate',
  FST_CE_CERT_TIME: 'renew the certificate, or set the clock',
  FST_CE_POST_READ_SIZE: 'raise postReadSize, or let the client send Expect: 100-continue',
  FST_CE_CERT_HOST: 'none is needed: clients follow Location to the certificateHost',
  FST_CE_MISDIRECTED: 'let the client make a connection of its own for this host, and ask it on the certificateHost'
}

/** Of a code in a log, which other versions may write; none of those that are not known. */
export function curesOf (code: string | null): string[] {
  return code !== null && Object.hasOwn(answerCures, code) ? [answerCures[code as ErrorCode]] : []
}
