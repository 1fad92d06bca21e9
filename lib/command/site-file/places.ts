import { show } from '../../validation.js'
import type { Finding, Place } from '../output/finding.js'

/**
 * Where the parts of a site stand, by the words with which complaints about them begin: `virtualRoots['/a'].userList`,
 * `users['Alice']`, `trustAnchors[0]`.
 */
export class Places {
  readonly #places = new Map<string, Place>()
  readonly #site: Place

  /** @param site the place of whatever has none of its own */
  constructor (site: Place) {
    this.#site = site
  }

  add (what: string, place: Place): void {
    this.#places.set(what, place)
  }

  /** The place of a part. */
  at (what: string): Place {
    return this.#places.get(what) ?? this.#site
  }

  /** The place of the innermost part that a complaint names. */
  of (complaint: string): Place {
    let found = this.#site
    let length = 0
    for (const [what, place] of this.#places) {
      if (what.length <= length || !complaint.startsWith(what) || /^[\w]/.test(complaint.slice(what.length))) continue
      found = place
      length = what.length
    }
    return found
  }

  /** A finding, in the place of what its message begins with. */
  finding (severity: Finding['severity'], message: string): Finding {
    return { severity, message, place: this.of(message) }
  }
}

/** How complaints name a virtual root. */
export function virtualRootWords (prefix: string): string {
  return `virtualRoots[${show(prefix)}]`
}

/** How complaints name a user. */
export function userWords (name: string): string {
  return `users['${name}']`
}
