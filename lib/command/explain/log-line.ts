import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { CommandError, type Context } from '../context.js'
import { fileError } from '../files.js'
import { isRecord } from '../is-record.js'
import type { ChainCertificate } from './chain-tree.js'

/** A decision as our log has it: `ceCertAuth` of a line (docs/reference/errors.md, "The log"). */
export interface LoggedDecision {
  readonly code: string | null
  readonly subStatus: string | null
  readonly virtualRoot: string | null
  readonly step: string
  readonly reason: string
  readonly user: string | null
  readonly issuer: string | null
  readonly serialNumber: string | null
  readonly fingerprint256: string | null
  readonly trust: readonly string[]
  readonly chain: readonly ChainCertificate[]
  /** When it was made; null if the line does not say. */
  readonly time: Date | null
}

/**
 * The last decision in a log of JSON lines.
 *
 * @param file `-` for standard input
 * @throws CommandError if there is none
 */
export async function readLoggedDecision (file: string, { stdin }: Pick<Context, 'stdin'>): Promise<LoggedDecision> {
  const log = file === '-'
    ? await text(stdin)
    : await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => { throw fileError(file, error) })
  const found = log.split('\n').reduceRight<LoggedDecision | null>((later, line) => later ?? decisionIn(line), null)
  if (found === null) throw new CommandError(`${file}: no line has a decision of ours, a JSON object with "ceCertAuth"`)
  return found
}

function decisionIn (line: string): LoggedDecision | null {
  const logged = objectOf(line)
  const decision = logged?.['ceCertAuth'] ?? logged
  if (!isRecord(decision) || typeof decision['step'] !== 'string') return null
  const time = new Date(logged!['time'] as number)
  return {
    code: textOf(decision['code']),
    subStatus: textOf(decision['subStatus']),
    virtualRoot: textOf(decision['virtualRoot']),
    step: decision['step'],
    reason: textOf(decision['reason']) ?? '',
    user: textOf(decision['user']),
    issuer: textOf(decision['issuer']),
    serialNumber: textOf(decision['serialNumber']),
    fingerprint256: textOf(decision['fingerprint256']),
    trust: textsOf(decision['trust']),
    chain: itemsOf(decision['chain']).filter(isRecord).map(({ subject, trust }) => {
      return { subject: textOf(subject), trust: textsOf(trust), facts: [] }
    }),
    time: Number.isNaN(time.getTime()) ? null : time
  }
}

function objectOf (line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line)
    return isRecord(value) ? value : null
  } catch {
    // Logs hold lines of others too.
    return null
  }
}

function itemsOf (value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A log is no more to be trusted by a terminal than any other file. */
function textOf (value: unknown): string | null {
  return typeof value === 'string' ? value.replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd') : null
}

function textsOf (value: unknown): string[] {
  return itemsOf(value).filter((item) => typeof item === 'string')
}
