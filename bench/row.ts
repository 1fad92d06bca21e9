/** What another one needs for the same. */
export interface Peer {
  readonly name: string
  readonly value: number
}

/** What issue 5 asks of a figure. */
export interface Target {
  readonly text: string
  readonly isMet: boolean
}

/** One figure beside its peers, all measured in one run. */
export interface Row {
  readonly figure: string
  readonly unit: string
  readonly value: number
  /** The first is the one that the figure is compared with. */
  readonly peers: readonly Peer[]
  readonly targets: readonly Target[]
}

/** A program of the bench: makes its figures. */
export type Program = () => Promise<Row[]>

export function row (
  figure: string,
  unit: string,
  value: number,
  peers: readonly Peer[],
  ...targets: readonly Target[]
): Row {
  return { figure, unit, value, peers, targets }
}

/** The value is at most so many times the peer's. */
export function atMost (factor: number, value: number, peer: Peer): Target {
  return { text: `≤ ${factor} × ${peer.name}`, isMet: value <= factor * peer.value }
}

/** The value is so many times smaller than the peer's. */
export function aheadOf (peer: Peer, value: number, factor = 1): Target {
  const text = factor === 1 ? `ahead of ${peer.name}` : `${factor} × ahead of ${peer.name}`
  return { text, isMet: value * factor < peer.value }
}

/** In each round the ratio to the peer was so high; its median says so. */
export function atLeast (least: number, ratio: number, peer: Peer): Target {
  return { text: `≥ ${least} of ${peer.name}`, isMet: ratio >= least }
}

/** The value is below a limit. */
export function below (limit: number, value: number, unit: string): Target {
  return { text: `< ${limit} ${unit}`, isMet: value < limit }
}

/** All of them as one Markdown table. */
export function printTable (rows: readonly Row[]): string {
  const lines = rows.map(({ figure, unit, value, peers, targets }) => [
    figure,
    `${show(value)} ${unit}`,
    peers[0] === undefined ? '' : show(value / peers[0].value),
    peers.map((peer) => `${peer.name} ${show(peer.value)}`).join(', '),
    targets.map(({ text, isMet }) => `${isMet ? '' : '**missed:** '}${text}`).join(', ')
  ])
  const header = ['figure', 'ours', 'ratio', 'peers', 'target']
  return [header, header.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

export function median (values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!
}

function show (value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 }).replaceAll(',', ' ')
}
