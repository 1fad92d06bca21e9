import type { Random } from './random.js'
import { encodeTlv, parseTlv, placesBelow, type Tlv } from './tlv.js'

/** Elements of many certificates, to be put into another one. */
export class Donors {
  readonly #all: Buffer[] = []
  readonly #byKind = new Map<string, Buffer[]>()

  constructor (certificates: Iterable<Buffer>) {
    const seen = new Set<string>()
    for (const { node } of [...certificates].flatMap((der) => placesBelow(parseTlv(der)!))) {
      const der = encodeTlv(node)
      const key = der.toString('latin1')
      if (seen.has(key)) continue
      seen.add(key)
      this.#all.push(der)
      const namesakes = this.#byKind.get(kindOf(node))
      if (namesakes === undefined) this.#byKind.set(kindOf(node), [der])
      else namesakes.push(der)
    }
  }

  any (random: Random): Buffer {
    return random.pick(this.#all)
  }

  /** One of the same type with children of the same types; null if there is none. */
  like (node: Tlv, random: Random): Buffer | null {
    const namesakes = this.#byKind.get(kindOf(node))
    return namesakes === undefined ? null : random.pick(namesakes)
  }
}

function kindOf ({ tag, children }: Tlv): string {
  return children === null ? `${tag}` : `${tag}(${children.map((child) => child.tag).join(' ')})`
}
