import type { ServerResponse } from 'node:http'
import t from 'tap'
import type { GateRequest } from '../../lib/gate/gate-request.js'
import { prepare, type Preparation } from '../../lib/gate/preparation.js'
import { AMBIGUOUS, VirtualRoots, type Governing } from '../../lib/site/virtual-roots.js'

const request = {} as GateRequest
const response = {} as ServerResponse
const roots = new VirtualRoots({ '/Accounts': { permissions: ['READ', 'REQUIRE_CERT'] }, '/open': {} })
const accounts = roots.find('/Accounts')
const open = roots.find('/open')

function recorder (): { done: string[], preparation: (name: string, waits: boolean) => Preparation } {
  const done: string[] = []
  return {
    done,
    preparation: (name, waits) => () => {
      done.push(name)
      return waits ? Promise.resolve().then(() => { done.push(`${name} came`) }) : null
    }
  }
}

t.test('a request whose preparations have nothing to wait for is decided at once', async (t) => {
  const { done, preparation } = recorder()
  t.equal(prepare([preparation('a', false), preparation('b', false)], request, response, accounts), null)
  t.strictSame(done, ['a', 'b'])
})

t.test('a preparation begins when those before it have ended', async (t) => {
  const { done, preparation } = recorder()
  const waiting = prepare([preparation('a', true), preparation('b', false), preparation('c', true)], request, response, accounts)
  t.strictSame(done, ['a'])
  await waiting
  t.strictSame(done, ['a', 'a came', 'b', 'c', 'c came'])
})

t.test('the last one to wait for may have none after it that waits', async (t) => {
  const { done, preparation } = recorder()
  await prepare([preparation('a', true), preparation('b', false)], request, response, accounts)
  t.strictSame(done, ['a', 'a came', 'b'])
})

t.test('what asks for no certificate has nothing to wait for', async (t) => {
  const { done, preparation } = recorder()
  for (const governing of [null, AMBIGUOUS, open] satisfies Governing[]) {
    t.equal(prepare([preparation('a', true)], request, response, governing), null)
  }
  t.strictSame(done, [])
})
