/** The form in which names and paths are compared: without case, as the registry and the router do it. */
export function foldCase (text: string): string {
  return text.toLowerCase()
}

/** A path of which it makes no difference whether it ends with a slash, without: `/` is ''. */
export function withoutEndingSlash (path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path
}

/** The parts of a list separated by `;`, blanks around them trimmed, empty parts left out. */
export function splitList (text: string): string[] {
  return text.split(';').map((part) => part.trim()).filter((part) => part !== '')
}

/**
 * What no name of a user or group holds: control characters, `:` (it ends the name in a Basic credential, RFC 7617 §2,
 * so that a name with one could pose as another user), `;` and `*`, which mean something else in a UserList.
 */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const forbiddenInNames = /[\0-\x1f\x7f-\x9f\u2028\u2029:;*]/

/**
 * Checks the name of a user or a group: it must be one that a UserList can name.
 *
 * @throws TypeError if it is empty, begins with `-` or `@`, has blanks around it or holds a forbidden character
 */
export function checkName (name: string, what: string): string {
  const fault = faultOf(name)
  if (fault !== null) throw new TypeError(`${what}: the name ${JSON.stringify(name)} ${fault}`)
  return name
}

function faultOf (name: string): string | null {
  if (name === '') return 'is empty'
  if (name !== name.trim()) return 'begins or ends with a blank'
  if (name.startsWith('-') || name.startsWith('@')) return `begins with '${name.charAt(0)}', an operator of UserLists`
  const forbidden = forbiddenInNames.exec(name)
  return forbidden === null ? null : `holds ${JSON.stringify(forbidden[0])}, which no name may hold`
}
