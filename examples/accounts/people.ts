import type { PkiFile } from './pki.js'

/** Someone at the door. */
export interface Person {
  who: string
  /** What this person sends, for the reader. */
  sends: string
  /** The certificate and its key. */
  file?: PkiFile
  /** Whether the intermediates are left at home. */
  leafAlone?: boolean
  headers?: Record<string, string>
  /** Default: `/Accounts/balance`. */
  path?: string
  /** Status, with its sub-status. */
  expected: string
}

const basicCredentials = `Basic ${Buffer.from('Alice:correct horse').toString('base64')}`

export const people: readonly Person[] = [
  { who: 'Alice', sends: 'CompanyIssuer …05, and CompanyIssuer\'s own', file: 'alice.pem', expected: '200' },
  { who: 'Bob', sends: 'CompanyIssuer …06, alone', file: 'bob.pem', leafAlone: true, expected: '200' },
  { who: 'Carol', sends: 'AccountingIssuer, any serial number', file: 'carol.pem', expected: '200' },
  { who: 'Mallory', sends: 'CompanyIssuer …99, which is nobody\'s', file: 'mallory.pem', expected: '403.12' },
  { who: 'Dave', sends: 'CompanyIssuer …07, his, but not in the UserList', file: 'dave.pem', expected: '403.12' },
  { who: 'Erin', sends: 'BranchIssuer …05, below CompanyIssuer', file: 'erin.pem', expected: '403.12' },
  { who: 'Alice', sends: 'CompanyIssuer …05, expired', file: 'alice-expired.pem', expected: '403.17' },
  { who: 'Trudy', sends: 'self-signed, named AccountingIssuer', file: 'self-signed.pem', expected: '403.16' },
  { who: 'Stranger', sends: '…05 of a CA that calls itself CompanyIssuer', file: 'stranger.pem', expected: '403.16' },
  { who: 'Nobody', sends: 'no certificate', expected: '403.7' },
  {
    who: 'Nobody',
    sends: 'Basic credentials, no certificate',
    headers: { authorization: basicCredentials },
    expected: '403.7'
  },
  { who: 'Nobody', sends: 'no certificate, to / outside /Accounts', path: '/', expected: '200' }
]
