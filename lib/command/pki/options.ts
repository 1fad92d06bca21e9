import type { KeyType } from '../../pki/keys.js'

/** What all verbs of `pki` can be told. */
export interface PkiOptions {
  readonly dir: string
  readonly json?: true
}

export interface InitOptions extends PkiOptions {
  readonly name: string
  readonly days: number
  readonly key: KeyType
}

export interface IssueOptions extends PkiOptions {
  readonly issuer: string
  readonly serial?: string
  readonly days: number
  readonly key: KeyType
  readonly authority?: true
  /** Hosts of a server. */
  readonly server?: readonly string[]
  readonly crlUrl?: string
  readonly p12?: true
  readonly passphrase?: string
  readonly passphraseFile?: string
}

export interface RevokeOptions extends PkiOptions {
  readonly reason: string
}

export interface CrlOptions extends PkiOptions {
  readonly days: number
}
