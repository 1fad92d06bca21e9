/** Which keys made one signature, and which did not: a list, for few are tried. The one tried last comes first. */
export interface KeyResults {
  readonly publicKeyDigest: string
  readonly isValid: boolean
  readonly former: KeyResults | undefined
  /** How many keys these are. */
  readonly count: number
}

/** `undefined`: the key was not tried. */
export function resultOf (results: KeyResults | undefined, publicKeyDigest: string): boolean | undefined {
  for (let result = results; result !== undefined; result = result.former) {
    if (result.publicKeyDigest === publicKeyDigest) return result.isValid
  }
  return undefined
}

export function withResult (former: KeyResults | undefined, publicKeyDigest: string, isValid: boolean): KeyResults {
  return { publicKeyDigest, isValid, former, count: 1 + (former?.count ?? 0) }
}
