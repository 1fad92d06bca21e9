import t from 'tap'
import { answers, errorCodes, type ErrorCode } from '../lib/errors.js'

t.test('every code has an answer and a factory, under its own name', async (t) => {
  t.strictSame(Object.keys(errorCodes), Object.keys(answers))
  for (const code of Object.keys(answers) as ErrorCode[]) {
    const { statusCode, subStatus, message } = answers[code]
    const error = new errorCodes[code]()
    t.match(error, { code, statusCode, subStatus, message, name: 'FastifyError' })
    t.ok(error instanceof errorCodes[code])
    t.ok(error instanceof Error)
  }
})

t.test('a factory works without new', async (t) => {
  t.equal(errorCodes.FST_CE_CERT_REQUIRED().subStatus, '403.7')
})

t.test('the answers are those of IIS', async (t) => {
  const told = Object.entries(answers).map(([code, { statusCode, subStatus }]) => `${code} ${statusCode} ${subStatus}`)
  t.strictSame(told, [
    'FST_CE_AMBIGUOUS_PATH 400 400',
    'FST_CE_EXECUTE_DENIED 403 403.1',
    'FST_CE_READ_DENIED 403 403.2',
    'FST_CE_WRITE_DENIED 403 403.3',
    'FST_CE_SSL_REQUIRED 403 403.4',
    'FST_CE_SSL128_REQUIRED 403 403.5',
    'FST_CE_CERT_REQUIRED 403 403.7',
    'FST_CE_MAPPER_DENIED 403 403.12',
    'FST_CE_CERT_REVOKED 403 403.13',
    'FST_CE_CERT_UNTRUSTED 403 403.16',
    'FST_CE_CERT_TIME 403 403.17',
    'FST_CE_POST_READ_SIZE 413 413',
    'FST_CE_CERT_HOST 307 307',
    'FST_CE_MISDIRECTED 421 421'
  ])
})

t.test('answers and factories can\'t be changed', async (t) => {
  t.ok(Object.isFrozen(answers) && Object.values(answers).every(Object.isFrozen) && Object.isFrozen(errorCodes))
})
