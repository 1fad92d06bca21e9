import t from 'tap'
import { elementsAt, isFalse, isTrue, readXml } from '../../../lib/command/convert/xml.js'

t.test('elements come with their attributes, what is in them, and their lines', async (t) => {
  const [root] = readXml(Buffer.from('<?xml version="1.0"?>\n<a>\n <!-- c --><b x="1&amp;2"/>text\n<b/><c><b/></c></a>'), 'a.xml')
  t.same([root!.name, root!.line], ['a', 2])
  t.same(elementsAt([root!], 'a', 'b').map(({ attributes, line }) => [attributes, line]), [[{ x: '1&2' }, 3], [{}, 4]])
  t.equal(elementsAt([root!], 'a', 'c', 'b').length, 1)
  t.same(elementsAt([root!], 'x', 'b'), [])
  t.same(elementsAt([root!]), [root])
})

t.test('UTF-16 is read too', async (t) => {
  t.equal(readXml(Buffer.from('\ufeff<a/>', 'utf16le'), 'a.xml')[0]!.name, 'a')
})

for (const [content, complaint] of [
  ['<!DOCTYPE x [<!ENTITY a "b">]><a/>', 'a.xml: document types are not read'],
  ['<a>', /^a\.xml:1:\d+: Unclosed tag/],
  ['text', /^a\.xml:/]
] as const) {
  t.test(`what is no XML, or holds a document type, is told: ${content}`, async (t) => {
    t.throws(() => readXml(Buffer.from(content), 'a.xml'), { name: 'CommandError', message: complaint })
  })
}

t.test('booleans of IIS and of PowerShell', async (t) => {
  t.same([isTrue('true'), isTrue('True'), isTrue('false'), isTrue(undefined)], [true, true, false, false])
  t.same([isFalse('false'), isFalse('False'), isFalse('true'), isFalse(undefined)], [true, true, false, false])
})
