/**
 * Prepares a text for comparison: two attribute values are equal if and only if what they are prepared to is
 * (caseIgnoreMatch of RFC 4517 §4.2.11 after RFC 4518 §2, which RFC 5280 §7.1 asks for).
 *
 * Departures: unassigned code points are not prohibited (that would tie the answer to Unicode 3.2), and control
 * characters are not mapped to nothing: a name with hidden characters never equals one without.
 */
export function prepareForComparison (text: string): string {
  return collapseSpaces(isPrintableAscii(text) ? text.toLowerCase() : fold(text))
}

function isPrintableAscii (text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < 0x20 || code > 0x7e) return false
  }
  return true
}

/** RFC 4518 §2.2 (spaces, case) and §2.3 (NFKC). Folding can undo the normalization, so that is done again. */
function fold (text: string): string {
  return text.replace(/[\t\n\v\f\r\x85\p{Z}]/gu, ' ').normalize('NFKC').replace(/[^ı]+/gu, foldCase).normalize('NFKC')
}

/**
 * RFC 3454 §B.2: full folding, so `ß` equals `ss` and `ς` equals `σ`. The dotless `ı`, which only Turkish upper case
 * makes an `I`, is kept out of it by the caller.
 */
function foldCase (text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase()
}

/** RFC 4518 §2.6.1: blanks at the ends do not count, inner ones count as one. */
function collapseSpaces (text: string): string {
  return text.replace(/ {2,}/g, ' ').trim()
}
