/** A place in a file. Lines and columns count from 1. */
export interface Place {
  readonly file: string
  readonly line?: number
  readonly column?: number
}

/** Something that is wrong, or dangerous, and where. */
export interface Finding {
  readonly severity: 'error' | 'warning'
  /** One sentence, which begins with what it is about. */
  readonly message: string
  readonly place: Place
}

/** As compilers write it, so that editors find it: `site.json:12:5`. */
export function printPlace ({ file, line, column }: Place): string {
  return [file, line, column].filter((part) => part !== undefined).join(':')
}
