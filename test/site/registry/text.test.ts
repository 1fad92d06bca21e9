import t from 'tap'
import { RegistryFileError } from '../../../lib/site/registry/registry-file-error.js'
import { scannerOf } from '../../../lib/site/registry/text.js'

function textOf (source: string | Uint8Array): string {
  return scannerOf(source).expect(/[^]*/y, 'anything')[0]
}

function utf16be (text: string): Uint8Array {
  return Buffer.from(text, 'utf16le').swap16()
}

t.test('each encoding gives the same text', async (t) => {
  const text = 'Größe €\n"x"\t😀'
  const sources = {
    'a string': text,
    'a string with a byte order mark': `\ufeff${text}`,
    'UTF-8': Buffer.from(text),
    'UTF-8 with a byte order mark': Buffer.from(`\ufeff${text}`),
    'UTF-16LE': Buffer.from(`\ufeff${text}`, 'utf16le'),
    'UTF-16BE': utf16be(`\ufeff${text}`),
    'a view on a part of a buffer': Buffer.from(`..${text}`).subarray(2)
  }
  for (const [name, source] of Object.entries(sources)) t.equal(textOf(source), text, name)
  t.equal(textOf('a\r\nb\rc\n\r\n'), 'a\nb\nc\n\n', 'all line ends are one')
})

t.test('bytes that are no text are an error with their place', async (t) => {
  const sources: Array<[name: string, source: string | Uint8Array, line: number, column: number]> = [
    ['another code page', Buffer.from('; ok\n"Andr\xe9"', 'latin1'), 2, 6],
    ['half a character', Buffer.from('ab\xe2\x82', 'latin1'), 1, 3],
    ['UTF-16 with an odd number of bytes', Buffer.from('\xff\xfea\0b', 'latin1'), 1, 2],
    ['UTF-16 with half a pair', Buffer.from('\xff\xfea\0\0\xd8', 'latin1'), 1, 2],
    ['UTF-16 without a byte order mark', Buffer.from('ab', 'utf16le'), 1, 2],
    ['a control character', 'a\n\x1a', 2, 1],
    ['a text that was damaged earlier', 'a\ufffd', 1, 2]
  ]
  for (const [name, source, line, column] of sources) {
    t.throws(() => scannerOf(source), { line, column, message: /expected text in UTF-8, or in UTF-16/ }, name)
    t.throws(() => scannerOf(source), RegistryFileError, name)
  }
})
