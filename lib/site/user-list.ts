import { checkName, foldCase, splitList } from './names.js'

/** What a UserList says of a user, and the entry that decided; null if none did. */
export interface UserListVerdict {
  readonly allowed: boolean
  readonly entry: string | null
}

interface Entry {
  readonly position: number
  readonly verdict: UserListVerdict
}

const everyone = '*'
const emptyList: UserListVerdict = Object.freeze({ allowed: true, entry: null })
const noMatch: UserListVerdict = Object.freeze({ allowed: false, entry: null })

/**
 * A UserList: entries separated by `;`, blanks trimmed around entries, `-` and `@`.
 *
 * | entry | matches | and |
 * |---|---|---|
 * | `name`, `-name` | the user of that name | allows, denies |
 * | `@group`, `-@group` | the members of the group | allows, denies |
 * | `*` or `@*`, `-*` or `-@*` | everyone | allows, denies |
 *
 * The first entry that matches decides; if none matches, the user is denied. An empty list allows every user. Names
 * compare without case.
 *
 * @see https://learn.microsoft.com/previous-versions/windows/embedded/ms899695(v=msdn.10) Web Server access rights
 */
export class UserList {
  /** The list as it was written. */
  readonly text: string
  readonly #users = new Map<string, Entry>()
  readonly #groups = new Map<string, Entry>()
  #everyone: Entry | undefined

  /**
   * Reads a list.
   *
   * @param what how an error names the list
   * @throws TypeError naming the entry that is malformed, or if a text that is not empty holds no entry at all
   */
  static parse (text: string, what: string): UserList {
    return new UserList(text, what)
  }

  private constructor (text: string, what: string) {
    this.text = text
    const entries = splitList(text)
    if (entries.length === 0 && text !== '') {
      throw new TypeError(`${what}: ${JSON.stringify(text)} has no entry; write '' for every user or '-*' for nobody`)
    }
    entries.forEach((entry, position) => this.#add(entry, position, `${what}, entry ${position + 1} (${entry})`))
    Object.freeze(this)
  }

  /** Has it no entry, so that it allows every user? */
  get isEmpty (): boolean {
    return this.text === ''
  }

  /** The names of the users, without case, that it mentions. */
  get users (): Iterable<string> {
    return this.#users.keys()
  }

  /** The names of the groups, without case, that it mentions. */
  get groups (): Iterable<string> {
    return this.#groups.keys()
  }

  /** Says whether the user is allowed, by the first entry that names the user, a group of the user, or everyone. */
  judge (user: { readonly name: string, readonly groups: readonly string[] }): UserListVerdict {
    if (this.isEmpty) return emptyList
    let first = earlier(this.#everyone, this.#users.get(foldCase(user.name)))
    for (const group of user.groups) first = earlier(first, this.#groups.get(foldCase(group)))
    return first === undefined ? noMatch : first.verdict
  }

  #add (text: string, position: number, what: string): void {
    const denies = text.startsWith('-')
    const subject = denies ? text.slice(1).trim() : text
    const isGroup = subject.startsWith('@')
    const name = isGroup ? subject.slice(1).trim() : subject
    const entry = { position, verdict: Object.freeze({ allowed: !denies, entry: text }) }
    if (name === everyone) {
      this.#everyone ??= entry
      return
    }
    const entries = isGroup ? this.#groups : this.#users
    const key = foldCase(checkName(name, what))
    if (!entries.has(key)) entries.set(key, entry)
  }
}

function earlier (one: Entry | undefined, other: Entry | undefined): Entry | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return one.position < other.position ? one : other
}
