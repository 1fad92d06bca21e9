import { element, octets, sequence } from './der.js'

/** The base of a subtree, or with what follows it: `[0]` minimum, `[1]` maximum. */
export type Subtree = Buffer | readonly Buffer[]

/** The value of a nameConstraints extension. */
export function nameConstraints (lists: { permitted?: readonly Subtree[], excluded?: readonly Subtree[] }): Buffer {
  return sequence(
    lists.permitted === undefined ? '' : element(0xa0, ...lists.permitted.map(subtree)),
    lists.excluded === undefined ? '' : element(0xa1, ...lists.excluded.map(subtree))
  )
}

function subtree (parts: Subtree): Buffer {
  return sequence(Buffer.isBuffer(parts) ? parts : octets(...parts as readonly Buffer[]))
}
