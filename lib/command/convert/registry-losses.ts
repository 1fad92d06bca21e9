import { sitePath, WEBSITES } from '../../site/registry/layout.js'
import { statementsOf, type Condition } from '../../site/registry/statements.js'
import { scannerOf } from '../../site/registry/text.js'
import { foldCase } from '../../site/names.js'
import { printPlace } from '../output/finding.js'

/**
 * What a registry file says besides the site: other sites, keys of other programs, what IF leaves open, comments. One
 * sentence each, with its place.
 *
 * @param website the site that was read; undefined: the default one
 */
export function registryLosses (bytes: Uint8Array, file: string, website: string | undefined): string[] {
  const scanner = scannerOf(bytes)
  const place = (offset: number): string => printPlace({ file, ...scanner.position(offset) })
  const others = new Map<string, string>()
  const conditions: string[] = []
  for (const statement of statementsOf(scanner)) {
    if (statement.kind === 'key') {
      const other = otherThan(statement.path, website)
      if (other === null || others.has(foldCase(other))) continue
      others.set(foldCase(other), `${place(statement.offset)}: ${other}`)
    } else if (statement.kind === 'if') {
      conditions.push(`${place(statement.offset)}: ${conditionText(statement.condition)}, which --define has decided`)
    }
  }
  const comments = Buffer.from(bytes).toString('latin1').match(/^[ \t\0]*;/gm)?.length ?? 0
  return [...others.values(), ...conditions, ...comments === 0 ? [] : [`${file}: comments (${comments} lines)`]]
}

/** What a key is of that is not the site's; null if it is. */
function otherThan (path: readonly string[], website: string | undefined): string | null {
  const defaultSite = sitePath(undefined)
  if (!isBelow(path, defaultSite)) return `the key ${path.join('\\')}`
  const [container = '', name] = path.slice(defaultSite.length)
  if (foldCase(container) !== foldCase(WEBSITES)) return website === undefined ? null : 'the default site'
  if (name === undefined || (website !== undefined && foldCase(name) === foldCase(website))) return null
  return `the site ${name}; convert it with --site ${name}`
}

function isBelow (path: readonly string[], ancestor: readonly string[]): boolean {
  return ancestor.every((name, depth) => foldCase(name) === foldCase(path[depth] ?? ''))
}

function conditionText ({ name, value, negated }: Condition): string {
  return `IF ${name}${value === null ? '' : `=${value}`}${negated ? ' !' : ''}`
}
