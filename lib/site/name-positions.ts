import { halfSipHash } from '../trust/half-sip-hash.js'
import { HashSlots } from './mapping/hash-slots.js'
import { foldCase } from './names.js'

interface Named {
  readonly name: string
}

/**
 * Where in a list the names are, compared without case. A Map would keep each name once more, without case: of a
 * million names that takes a fifth of the time to load them.
 */
export class NamePositions {
  readonly #list: readonly Named[]
  readonly #slots = new HashSlots()
  /** The name that is looked for, in UTF-16. */
  #units = new Uint8Array(256)

  /** Of the names in this list, those that are added. */
  constructor (list: readonly Named[]) {
    this.#list = list
  }

  /** The position of a name; `undefined` if it was not added. */
  get (name: string): number | undefined {
    const folded = foldCase(name)
    return this.#find(folded, this.#hashOf(folded))
  }

  /** Adds the name that comes next in the list. One that was added before stays where it is, which is returned. */
  addNext (name: string): number | undefined {
    const folded = foldCase(name)
    const hash = this.#hashOf(folded)
    const former = this.#find(folded, hash)
    if (former === undefined) this.#slots.add(hash, this.#list.length)
    return former
  }

  #find (folded: string, hash: number): number | undefined {
    for (let slot = this.#slots.first(hash); slot !== -1; slot = this.#slots.next(hash, slot)) {
      const position = this.#slots.at(slot)
      if (foldCase(this.#list[position]!.name) === folded) return position
    }
    return undefined
  }

  #hashOf (folded: string): number {
    const end = 2 * folded.length
    if (end > this.#units.length) this.#units = new Uint8Array(2 * end)
    for (let index = 0; index < folded.length; index++) {
      const unit = folded.charCodeAt(index)
      this.#units[2 * index] = unit
      this.#units[2 * index + 1] = unit >> 8
    }
    return halfSipHash(this.#units, 0, end, 0)
  }
}
