import t from 'tap'
import { readPem } from '../../../lib/trust/certificate/pem.js'
import { DerError } from '../../../lib/trust/der/der-error.js'

const block = (base64: string, label = 'CERTIFICATE'): string => `-----BEGIN ${label}-----\n${base64}\n-----END ${label}-----\n`

function read (text: string): Array<[string, string]> {
  return readPem(text).map(({ label, der }) => [label, Buffer.from(der).toString()])
}

t.test('all blocks are read, whatever stands around them', async (t) => {
  t.strictSame(read(''), [])
  t.strictSame(read('no PEM at all'), [])
  t.strictSame(read(`\ufeffsubject=CN = a\n${block('YWJj')}\n0 s:CN = b\n${block('ZGVm', 'X509 CRL')}bye`), [
    ['CERTIFICATE', 'abc'], ['X509 CRL', 'def']
  ])
})

t.test('line ends and blanks around lines do not matter', async (t) => {
  for (const text of [
    block('YWJj').replaceAll('\n', '\r\n'),
    block('YWJj').replaceAll('\n', '\r'),
    block('YWJj').replaceAll('\n', ' \t\n'),
    block('YWJj').replace(/^/gm, '    '),
    block('YWJj').trimEnd(),
    block('YW\nJj')
  ]) t.strictSame(read(text), [['CERTIFICATE', 'abc']])
})

t.test('headers are passed over', async (t) => {
  t.strictSame(read(block('Proc-Type: 4,ENCRYPTED\nDEK-Info: AES\n\nYWJj')), [['CERTIFICATE', 'abc']])
})

t.test('a block that can\'t be read is never skipped', async (t) => {
  const good = block('YWJj')
  const cases: Record<string, string> = {
    'wrong base64': block('YW!j'),
    'base64 cut short': block('YWJ'),
    'nothing in it': '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n',
    'no END line': '-----BEGIN CERTIFICATE-----\nYWJj\n',
    'another END line': '-----BEGIN CERTIFICATE-----\nYWJj\n-----END X509 CRL-----\n',
    'two END lines': `${good}-----END CERTIFICATE-----\n`,
    'a block in a block': `-----BEGIN CERTIFICATE-----\n${good}`,
    'a blank line in it': block('YW\n\nJj'),
    'comments in it': good.replace(/^/gm, '# '),
    'text behind its END line': good.trimEnd() + '-',
    'a header without a blank line': block('a: b'),
    'one line': good.replaceAll('\n', ' ')
  }
  for (const [why, bad] of Object.entries(cases)) {
    t.throws(() => readPem(bad), DerError, why)
    t.throws(() => readPem(good + bad), DerError, `${why}, behind a good one`)
    t.throws(() => readPem(bad + good), DerError, `${why}, before a good one`)
  }
  t.throws(() => readPem(`YWJj\n-----END CERTIFICATE-----\n${good}`), /without its BEGIN line at offset 5/)
})

t.test('the message says which block, and where', async (t) => {
  const good = block('YWJj')
  t.throws(() => readPem(good + block('YW!j') + good), {
    message: `PEM block 2 of 3 can't be read at offset ${good.length}`, offset: good.length
  })
})

t.test('a block may have tens of megabytes', async (t) => {
  const size = 24_000_000
  const [read] = readPem(block(Buffer.alloc(size, 'abc').toString('base64').replace(/.{64}/g, '$&\n')))
  t.equal(read?.der.length, size)
})

t.test('hostile text takes no time', async (t) => {
  const size = 200_000
  const started = process.hrtime.bigint()
  for (const text of [
    '-----BEGIN '.repeat(size / 10), `-----BEGIN CERTIFICATE-----\n${'a: b\n'.repeat(size / 5)}`, ' '.repeat(size),
    `-----BEGIN CERTIFICATE-----\n${'A\n'.repeat(size / 2)}-----END `, `-----BEGIN ${'-'.repeat(size)}`
  ]) {
    try {
      readPem(text)
    } catch (error) {
      DerError.assert(error)
    }
  }
  t.ok(process.hrtime.bigint() - started < 5_000_000_000n)
})
