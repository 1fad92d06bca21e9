/** What came of an attempt: a value, or what was wrong. */
export type Attempt<Value> = { readonly value: Value } | { readonly complaint: string, readonly cause: TypeError }

/** Tries something that complains of an operator's mistakes with a TypeError; any other error is none of them. */
export function attempt<Value> (work: () => Value): Attempt<Value> {
  try {
    return { value: work() }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return { complaint: error.message, cause: error }
  }
}
