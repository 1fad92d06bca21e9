import t from 'tap'
import { Registry } from '../../../lib/site/registry/registry.js'

/** What is there in the end: each key with its values. */
function contents (lines: readonly string[], defines: readonly string[] = []): object {
  return Array.from(new Registry(lines.join('\n'), defines), ({ path, values }) => {
    return [path.join('\\'), Object.fromEntries(Array.from(values.values(), ({ name, data }) => [name, data.value]))]
  })
}

t.test('a key is the same key in any case, and under the short name of its root', async (t) => {
  t.strictSame(contents(['[HKEY_LOCAL_MACHINE\\A\\B]', '"x"=1', '"y"=1', '[hklm\\a\\b]', '"X"=2']),
    [['HKEY_LOCAL_MACHINE\\A\\B', { X: 2, y: 1 }]])
})

t.test('a key may hold brackets and blanks', async (t) => {
  t.strictSame(contents(['[HKLM\\a]b]c] ; [x]', '[HKLM\\a b;c]']), [['HKEY_LOCAL_MACHINE\\a]b]c', {}], ['HKEY_LOCAL_MACHINE\\a b;c', {}]])
})

t.test('a deleted root key takes everything below it', async (t) => {
  t.strictSame(contents(['[HKCU\\a]', '[HKLM\\a]', '[HKLM\\ab]', '[-HKLM\\A]', '[-HKCU]']), [['HKEY_LOCAL_MACHINE\\ab', {}]])
})

t.test('nothing between IF and ENDIF happens unless every IF around it is taken', async (t) => {
  const lines = ['[HKLM\\a]', '"x"=1', 'IF A', '"y"=1', 'IF B', '[-HKLM\\a]', 'ENDIF', '[HKLM\\b]', '"x"=-', 'ENDIF', '[HKLM\\c]']
  const a = ['HKEY_LOCAL_MACHINE\\a', { x: 1 }]
  const b = ['HKEY_LOCAL_MACHINE\\b', {}]
  const c = ['HKEY_LOCAL_MACHINE\\c', {}]
  t.strictSame(contents(lines), [a, c])
  t.strictSame(contents(lines, ['B']), [a, c])
  t.strictSame(contents(lines, ['A']), [['HKEY_LOCAL_MACHINE\\a', { x: 1, y: 1 }], b, c])
  t.strictSame(contents(lines, ['A', 'B']), [b, c])
})
