/** X.690 §8.1, §10.1: identifier octet, shortest length, contents. */
export function encodeElement (tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(contents)
  const length: number[] = []
  for (let rest = content.length; rest > 0; rest >>>= 8) length.unshift(rest & 0xff)
  return Buffer.concat([
    Uint8Array.from(content.length < 0x80 ? [tag, content.length] : [tag, 0x80 | length.length, ...length]),
    content
  ])
}
