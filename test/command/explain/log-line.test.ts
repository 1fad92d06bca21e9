import { Readable } from 'node:stream'
import t from 'tap'
import { readLoggedDecision, type LoggedDecision } from '../../../lib/command/explain/log-line.js'
import { temporaryFolder } from '../../support/temporary-folder.js'

const read = (log: string): Promise<LoggedDecision> => readLoggedDecision('-', { stdin: Readable.from([log]) })

const line = {
  time: Date.parse('2026-06-01T12:00:00Z'),
  ceCertAuth: {
    code: 'FST_CE_CERT_TIME',
    subStatus: '403.17',
    virtualRoot: '/a',
    step: 'trust',
    reason: 'IS_NOT_TIME_VALID',
    user: null,
    issuer: 'CN=x',
    serialNumber: '0A',
    fingerprint256: 'AB:CD',
    trust: ['IS_NOT_TIME_VALID'],
    chain: [{ subject: 'CN=y', trust: ['IS_NOT_TIME_VALID'] }]
  }
}

t.test('the last decision counts, other lines are passed over', async (t) => {
  const log = ['{"step":"x"}', JSON.stringify(line), '{"msg":"x"}', '{}', 'null', 'text', ''].join('\n')
  const { time, chain, ...rest } = await read(log)
  const { chain: _, ...decision } = line.ceCertAuth
  t.same(rest, decision)
  t.equal(time?.toISOString(), '2026-06-01T12:00:00.000Z')
  t.same(chain, [{ subject: 'CN=y', trust: ['IS_NOT_TIME_VALID'], facts: [] }])
})

t.test('the decision alone will do, and what it lacks is not there', async (t) => {
  t.same(await read('{"step":"trust","chain":[5],"trust":[5],"user":5}'), {
    code: null,
    subStatus: null,
    virtualRoot: null,
    step: 'trust',
    reason: '',
    user: null,
    issuer: null,
    serialNumber: null,
    fingerprint256: null,
    trust: [],
    chain: [],
    time: null
  })
})

t.test('a log can\'t control the terminal', async (t) => {
  t.equal((await read('{"step":"x","reason":"\\u001b[2J"}')).reason, '\ufffd[2J')
})

t.test('a log without a decision, and none at all', async (t) => {
  await t.rejects(read('text'), { name: 'CommandError', message: '-: no line has a decision of ours, a JSON object with "ceCertAuth"' })
  const folder = await temporaryFolder(t, { log: JSON.stringify(line) })
  const stdin = Readable.from([])
  t.equal((await readLoggedDecision(`${folder}/log`, { stdin })).code, 'FST_CE_CERT_TIME')
  await t.rejects(readLoggedDecision(`${folder}/none`, { stdin }), { message: `${folder}/none: there is no such file` })
})
