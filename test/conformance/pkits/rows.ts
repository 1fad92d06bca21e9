import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Names of bits: of the chain, and of each of its elements by file. */
export interface ExpectedBits {
  readonly chain: readonly string[] | null
  readonly elements: ReadonlyArray<readonly [file: string, bits: readonly string[] | null]> | null
}

/** A test of PKITS, or a part of one. */
export interface Row {
  readonly id: string
  readonly section: string
  readonly title: string
  /** The anchor first, the leaf last. */
  readonly chain: readonly string[]
  /** Of these the certificates of the path: the others serve the CRLs. */
  readonly path: readonly string[]
  readonly crls: readonly string[]
  readonly validationTime: string
  /** RFC 5280 §6.1.1(c)-(f) */
  readonly inputs: {
    readonly initialPolicySet: readonly string[]
    readonly explicitPolicy: boolean
    readonly policyMappingInhibit: boolean
    readonly anyPolicyInhibit: boolean
  }
  readonly expect: 'valid' | 'invalid'
  /** Why it is invalid. */
  readonly reason: string | null
  /** RFC 5280 §6.1.6; null where the path is invalid. */
  readonly expectedUserPolicySet: readonly string[] | null
  readonly observedOnWindowsXp?: ExpectedBits
  readonly expectedByRfcReading?: ExpectedBits
}

export const pkitsFolder = join('test', 'conformance', 'pkits')

export const { rows } = JSON.parse(readFileSync(join(pkitsFolder, 'pkits.json'), 'utf8')) as { rows: readonly Row[] }

/** Paths from here, for programs. */
export const certificateFile = (file: string): string => join(pkitsFolder, 'certs', file)
export const crlFile = (file: string): string => join(pkitsFolder, 'crls', file)

export const readCertificate = (file: string): Buffer => readFileSync(certificateFile(file))
export const readCrl = (file: string): Buffer => readFileSync(crlFile(file))
