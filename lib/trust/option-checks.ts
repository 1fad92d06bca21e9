/** Throws a TypeError for an option that nobody knows: it would otherwise be a misspelt one that has no effect. */
export function rejectUnknown (options: object, known: ReadonlySet<string>, what: string): void {
  if (typeof options !== 'object' || options === null) throw new TypeError(`${what}: give an object`)
  for (const name of Object.keys(options)) {
    if (known.has(name)) continue
    throw new TypeError(`${what}: ${JSON.stringify(name)} is unknown; known are ${[...known].join(', ')}`)
  }
}

/** Throws a TypeError unless the value is one of those. */
export function oneOf<Value extends string> (value: Value, values: readonly Value[], what: string): Value {
  if (values.includes(value)) return value
  throw new TypeError(`${what} is ${describe(value)}: give one of ${values.map(describe).join(', ')}`)
}

/** Throws a TypeError unless the value is a boolean; absent is false. */
export function booleanOption (value: boolean | undefined = false, what: string): boolean {
  if (typeof value === 'boolean') return value
  throw new TypeError(`${what} is ${describe(value)}: give true or false`)
}

/** Throws a TypeError unless the value is a whole number from `least` on. */
export function countOption (value: number, least: number, what: string): number {
  if (Number.isSafeInteger(value) && value >= least) return value
  throw new TypeError(`${what} is ${describe(value)}: give a whole number of ${least} or more`)
}

/** Throws a TypeError unless the value is an OID in dotted form. */
export function objectIdentifierOption (value: string, what: string): string {
  if (typeof value === 'string' && /^[0-2](?:\.(?:0|[1-9]\d*))+$/.test(value)) return value
  throw new TypeError(`${what} is ${describe(value)}: give an OID such as "1.3.6.1.5.5.7.3.2"`)
}

function describe (value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}
