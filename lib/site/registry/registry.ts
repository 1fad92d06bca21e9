import { foldCase } from '../names.js'
import type { RegistryData } from './data.js'
import type { RegistryFileError, Position } from './registry-file-error.js'
import type { Scanner } from './scanner.js'
import { statementsOf } from './statements.js'
import type { Condition, Statement } from './statements.js'
import { scannerOf } from './text.js'

export interface RegistryValue {
  /** As written; '' for the default value. */
  readonly name: string
  readonly data: RegistryData
  readonly offset: number
  readonly dataOffset: number
}

export interface RegistryKey {
  /** From the root key, `HKEY_LOCAL_MACHINE`, down, each name as it was written first. */
  readonly path: readonly string[]
  readonly offset: number
  /** By name without case. */
  readonly values: Map<string, RegistryValue>
}

interface Block {
  readonly taken: boolean
  readonly offset: number
  namesKeys: boolean
}

/** The registry that a file describes: its keys in the order in which they were created. */
export class Registry implements Iterable<RegistryKey> {
  readonly #scanner: Scanner
  readonly #keys = new Map<string, RegistryKey>()
  readonly #isSet: (condition: Condition) => boolean
  readonly #blocks: Block[] = []
  #key: RegistryKey | null = null

  /** @throws RegistryFileError at the first thing that is not understood */
  constructor (source: string | Uint8Array, defines: readonly string[]) {
    this.#scanner = scannerOf(source)
    this.#isSet = setIn(defines)
    for (const statement of statementsOf(this.#scanner)) this.#apply(statement)
    const open = this.#blocks.at(-1)
    if (open !== undefined) throw this.#scanner.error('an IF that an ENDIF ends', open.offset)
  }

  [Symbol.iterator] (): Iterator<RegistryKey> {
    return this.#keys.values()
  }

  position (offset: number): Position {
    return this.#scanner.position(offset)
  }

  /** The error for something that is not what was expected at this place. */
  error (expected: string, offset: number): RegistryFileError {
    return this.#scanner.error(expected, offset)
  }

  get #skips (): boolean {
    return this.#blocks.some(({ taken }) => !taken)
  }

  #apply (statement: Statement): void {
    switch (statement.kind) {
      case 'if':
        this.#blocks.push({ taken: this.#isSet(statement.condition), offset: statement.offset, namesKeys: false })
        return
      case 'endif':
        return this.#endBlock(statement.offset)
      case 'key':
      case 'deleteKey':
        for (const block of this.#blocks) block.namesKeys = true
    }
    if (this.#skips) return
    switch (statement.kind) {
      case 'key':
        this.#key = this.#open(statement.path, statement.offset)
        return
      case 'deleteKey':
        this.#delete(statement.path)
        this.#key = null
        return
      case 'value':
        this.#openKey(statement.offset).values.set(foldCase(statement.name), statement)
        return
      case 'deleteValue':
        this.#openKey(statement.offset).values.delete(foldCase(statement.name))
    }
  }

  /**
   * Behind a block that names keys no key is open: to which one a value belongs would otherwise depend on what IF asks,
   * and the flags of one virtual root could end up at another. CE's own tools let this happen.
   */
  #endBlock (offset: number): void {
    const block = this.#blocks.pop()
    if (block === undefined) throw this.#scanner.error('an IF before this ENDIF', offset)
    if (block.namesKeys) this.#key = null
  }

  #open (path: readonly string[], offset: number): RegistryKey {
    const id = idOf(path)
    const key = this.#keys.get(id) ?? { path, offset, values: new Map() }
    this.#keys.set(id, key)
    return key
  }

  /** A key goes with all keys below it. */
  #delete (path: readonly string[]): void {
    const id = idOf(path)
    for (const other of this.#keys.keys()) {
      if (other === id || other.startsWith(`${id}\\`)) this.#keys.delete(other)
    }
  }

  #openKey (offset: number): RegistryKey {
    if (this.#key === null) throw this.#scanner.error('a key between brackets before this value', offset)
    return this.#key
  }
}

function idOf (path: readonly string[]): string {
  return foldCase(path.join('\\'))
}

/** Names are compared without case, as those of environment variables, which they are in CE's builds; values with. */
function setIn (defines: readonly string[]): (condition: Condition) => boolean {
  const values = new Map(defines.map((define) => {
    const [, name, value] = /^([^=]*)=?(.*)$/s.exec(define)!
    return [foldCase(name!), value]
  }))
  return ({ name, value, negated }) => {
    const actual = values.get(foldCase(name))
    return (value === null ? actual !== undefined : actual === value) !== negated
  }
}
