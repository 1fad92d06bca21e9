/** A family of named bits, as Microsoft's header files define them. */
export type NamedBits<Names extends Record<string, number>> = Readonly<Names> & {
  /**
   * The names of the bits that are set, in ascending order of their values. A bit without a name is given in
   * hexadecimal (`0x40000000`).
   */
  readonly namesOf: (bits: number) => string[]
  /** All named bits together. */
  readonly ALL: number
}

/**
 * Makes a family of named bits. `namesOf` and `ALL` are not enumerable: `Object.entries` gives the bits alone.
 */
export function namedBits<Names extends Record<string, number>> (names: Names): NamedBits<Names> {
  const entries = Object.entries(names).sort(([, a], [, b]) => a - b)
  const all = entries.reduce((bits, [, value]) => bits | value, 0) >>> 0
  function namesOf (bits: number): string[] {
    const found = entries.filter(([, value]) => (bits & value) !== 0).map(([name]) => name)
    for (let rest = (bits & ~all) >>> 0; rest !== 0; rest = (rest & (rest - 1)) >>> 0) {
      found.push('0x' + ((rest & -rest) >>> 0).toString(16))
    }
    return found
  }
  return Object.freeze(Object.defineProperties({ ...names }, {
    namesOf: { value: namesOf },
    ALL: { value: all }
  })) as NamedBits<Names>
}
