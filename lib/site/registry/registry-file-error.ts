/** A place in a registry file. Both count from 1; the column counts UTF-16 units. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** A registry file that can't be understood. Its message names the place, what was expected and what is there. */
export class RegistryFileError extends TypeError implements Position {
  override readonly name = 'RegistryFileError'
  readonly line: number
  readonly column: number

  constructor (message: string, { line, column }: Position) {
    super(`registry file, line ${line}, column ${column}: ${message}`)
    this.line = line
    this.column = column
  }
}
