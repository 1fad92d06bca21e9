/** A figure of ours beside those of its peers, all of one run. */
export interface Row {
  readonly figure: string
  readonly unit: string
  readonly ours: number
  /** By name. */
  readonly peers: Readonly<Record<string, number>>
  /** What the target is about: ours to the first peer, or ours alone where there are none. */
  readonly compared: number
  readonly target: { readonly atLeast: number } | { readonly atMost: number } | null
}

export function isMet ({ compared, target }: Row): boolean {
  if (target === null) return true
  return 'atLeast' in target ? compared >= target.atLeast : compared <= target.atMost
}

export function median (values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!
}

/** For a terminal. */
export function showRows (rows: readonly Row[]): void {
  console.table(Object.fromEntries(rows.map((row) => [row.figure, {
    ours: `${short(row.ours)} ${row.unit}`,
    peers: Object.entries(row.peers).map(([name, value]) => `${short(value)} ${name}`).join(', '),
    compared: short(row.compared),
    target: row.target === null ? '' : Object.entries(row.target).join(' '),
    met: isMet(row)
  }])))
}

function short (value: number): number {
  return Number(value.toPrecision(3))
}
