import type { NameForm, SubtreeList } from '../../lib/trust/names/forms/name-form.js'

/** How a name stands to the subtree of a base. */
export type Standing = 'within' | 'outside' | 'nowhere' | 'malformed name' | 'malformed base'

export function standingOf<Value> (
  form: NameForm<Value>,
  base: Value,
  name: Value,
  list: SubtreeList = 'permitted'
): Standing {
  const baseKeys = form.keysOfBase(base, list)
  const keys = form.keysOfName(name)
  if (baseKeys === null) return 'malformed base'
  if (keys === null) return 'malformed name'
  if (keys.length === 0) return 'nowhere'
  return keys.some((key) => baseKeys.includes(key)) ? 'within' : 'outside'
}
