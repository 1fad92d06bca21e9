import type { IncomingMessage } from 'node:http'
import t from 'tap'
import { shown, urlOf, type ExpressRequest } from '../../lib/express/express-request.js'

const cases: Array<[why: string, request: { url: string, baseUrl?: string }, expected: string]> = [
  ['no router', { url: '/a/b?c' }, '/a/b?c'],
  ['a router of the whole app', { url: '/a/b?c', baseUrl: '' }, '/a/b?c'],
  ['a router of a prefix', { url: '/b?c', baseUrl: '/a' }, '/a/b?c'],
  ['a router of the whole path', { url: '/?c', baseUrl: '/a' }, '/a/?c'],
  ['absolute-form', { url: 'http://host:1/b?c=http://d/', baseUrl: '/a' }, 'http://host:1/a/b?c=http://d/'],
  ['a path that looks like absolute-form', { url: '/http://host/b', baseUrl: '/a' }, '/a/http://host/b'],
  ['the server as a whole', { url: '*' }, '*']
]

for (const [why, request, expected] of cases) {
  t.test(`the whole URL in ${why}`, async (t) => { t.equal(urlOf(request as ExpressRequest), expected) })
}

t.test('handlers see nothing before anything is decided', async (t) => {
  const message = { url: '/x', method: 'GET', socket: {} } as IncomingMessage
  const request = shown(message)
  t.equal(request, message)
  t.strictSame([request.virtualRoot, request.pseudoUser, request.clientCertificate], [null, null, null])
  t.match(request.serverVariables, { URL: '/x', REQUEST_METHOD: 'GET', AUTH_USER: '' })
})
