/** How many rows of PKITS this engine and others answer as the suite does. */
import { chainOf, found, known } from './judge.js'
import { isDeepStrictEqual } from 'node:util'
import type { Verdicts } from './peers.js'
import { readCertificate, readCrl, rows, type Row } from './rows.js'

/** How many of so many. */
export interface Score {
  readonly right: number
  readonly of: number
}

export function engineVerdicts (): Verdicts {
  return new Map(rows.map((row) => [row.id, judged(row).errorStatus === 0 ? '' : 'refused']))
}

export function isRight ({ id, expect }: Row, verdicts: Verdicts): boolean {
  return (verdicts.get(id) === '') === (expect === 'valid')
}

/** Of the rows of these sections; of all by default. */
export function scoreOf (verdicts: Verdicts, sections?: readonly string[]): Score {
  const asked = sections === undefined ? rows : rows.filter(({ section }) => sections.includes(section))
  return { right: asked.filter((row) => isRight(row, verdicts)).length, of: asked.length }
}

/** Windows XP, where somebody observed it: its verdicts, and bits of our chains that are the same on each element. */
export function windowsScores (): { readonly verdicts: Score, readonly bits: Score } {
  const observed = rows.flatMap((row) => {
    const bits = row.observedOnWindowsXp === undefined ? null : known(row.observedOnWindowsXp)
    return bits === null ? [] : [{ row, bits }]
  })
  const verdicts = new Map(observed.map(({ row, bits }) => [row.id, bits.chain.join()]))
  return {
    verdicts: { right: observed.filter(({ row }) => isRight(row, verdicts)).length, of: observed.length },
    bits: {
      right: observed.filter(({ row, bits }) => isDeepStrictEqual(found(row, judged(row)), bits)).length,
      of: observed.length
    }
  }
}

function judged (row: Row) {
  return chainOf(row, row.chain.slice(1, -1).map(readCertificate), row.crls.map(readCrl))
}

interface Explanation {
  readonly what: string
  readonly fits: (row: Row, refusal: string) => boolean
}

const CRL_SECTIONS = ['4.4', '4.5', '4.7', '4.14', '4.15']
const says = (text: string): Explanation['fits'] => (_, refusal) => refusal.includes(text)

/** Why Go answers otherwise; the first that fits. */
export const goExplanations: readonly Explanation[] = [
  { what: 'checks no CRLs', fits: ({ section }, refusal) => refusal === '' && CRL_SECTIONS.includes(section) },
  { what: 'processes no policies', fits: ({ section }, refusal) => refusal === '' && section === '4.8' },
  {
    what: 'knows neither policyConstraints, policyMappings and inhibitAnyPolicy nor constraints of directory names',
    fits: says('unhandled critical extension')
  },
  { what: 'compares names octet by octet', fits: ({ section }) => section === '4.3' },
  { what: 'reads no distribution point with a relative name', fits: says('invalid CRL distribution point') },
  { what: 'has other rules for constraints of mail addresses and URIs', fits: ({ section }) => section === '4.13' },
  { what: 'counts self-issued certificates into the path length', fits: says('too many intermediates') },
  { what: 'verifies no DSA signatures', fits: ({ section }) => section === '4.1' }
]

/** How many rows each of them explains; `null`: those that none does. */
export function explained (verdicts: Verdicts): ReadonlyMap<string | null, number> {
  const counts = new Map<string | null, number>()
  for (const row of rows.filter((row) => !isRight(row, verdicts))) {
    const what = goExplanations.find(({ fits }) => fits(row, verdicts.get(row.id)!))?.what ?? null
    counts.set(what, (counts.get(what) ?? 0) + 1)
  }
  return counts
}

/** Parts of the suite, by their sections. */
export const parts: Readonly<Record<string, readonly string[]>> = {
  'signatures, validity': ['4.1', '4.2'],
  'name chaining': ['4.3'],
  'CRLs (also by other keys)': ['4.4', '4.5'],
  'basic constraints, key usage': ['4.6', '4.7'],
  'policies, mapping': ['4.8', '4.9', '4.10', '4.11', '4.12'],
  'name constraints': ['4.13'],
  'distribution points, indirect CRLs': ['4.14'],
  'delta CRLs': ['4.15'],
  'private extensions': ['4.16']
}
