import t from 'tap'
import { Scanner } from '../../../lib/site/registry/scanner.js'

t.test('a pattern is taken where the cursor stands, and nowhere else', async (t) => {
  const scanner = new Scanner('one two')
  t.equal(scanner.take(/two/y), null)
  t.equal(scanner.offset, 0)
  t.equal(scanner.expect(/(o)ne/y, 'one')[1], 'o')
  t.equal(scanner.offset, 3)
  t.throws(() => scanner.expect(/two/y, 'two'), { message: 'registry file, line 1, column 4: expected two, found " two"' })
  t.equal(scanner.atEnd, false)
  scanner.take(/ two/y)
  t.equal(scanner.atEnd, true)
  t.match(scanner.error('more'), { line: 1, column: 8, message: /expected more, found the end of the file$/ })
})

t.test('lines and columns count from 1', async (t) => {
  const scanner = new Scanner('ab\n\ncd\n')
  t.strictSame([0, 1, 2, 3, 4, 6, 7].map((offset) => Object.values(scanner.position(offset)).join(':')),
    ['1:1', '1:2', '1:3', '2:1', '3:1', '3:3', '4:1'])
  t.match(scanner.error('text', 3).message, /found the end of the line$/)
})
