import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { createPki, june, trustOf } from '../../support/pki-folder.js'

t.test('a CRL made between two seconds is one that everybody reads', async (t) => {
  const { pki, read } = await createPki(t)
  for (const name of ['Alice', 'Bob']) await pki(['issue', name])
  const late = { time: new Date(june.getTime() + 1835) }
  await pki(['revoke', 'Alice'], late)
  await pki(['crl'], late)
  const time = new Date(june.getTime() + 3000)
  t.same(trustOf(read, 'Alice.pem', { crls: ['ca.crl'], time }), ['IS_REVOKED'])
  t.same(trustOf(read, 'Bob.pem', { crls: ['ca.crl'], time }), [])
})

t.test('what is revoked is in the next CRL', async (t) => {
  const { pki, dir, read } = await createPki(t)
  await pki(['issue', 'Branch', '--authority'])
  for (const name of ['Alice', 'Bob']) await pki(['issue', name])
  await pki(['issue', 'Carol', '--issuer', 'Branch'])
  t.same(await pki(['crl']), {
    status: 0,
    stdout: ['Branch', 'ca'].map((name) => `${dir}/${name}.crl: 0 revoked, the next one is due on 2026-07-01\n`).join(''),
    stderr: ''
  })
  t.same(trustOf(read, 'Alice.pem', { crls: ['ca.crl'] }), [])
  t.match(await pki(['revoke', 'Alice', '--reason', 'keyCompromise']), { status: 0, stdout: /^Alice is revoked\./ })
  t.match(JSON.parse((await pki(['revoke', 'Carol', '--json'])).stdout), { name: 'Carol', issuer: 'Branch', reason: 'unspecified' })
  t.match(JSON.parse((await pki(['crl', '--days', '7', '--json'], { time: new Date(june.getTime() + 1000) })).stdout), [
    { file: `${dir}/Branch.crl`, revoked: 1 }, { file: `${dir}/ca.crl`, revoked: 1, nextUpdate: '2026-06-08T12:00:01.000Z' }
  ])
  const time = new Date(june.getTime() + 2000)
  t.same(trustOf(read, 'Alice.pem', { crls: ['ca.crl'], time }), ['IS_REVOKED'])
  t.same(trustOf(read, 'Bob.pem', { crls: ['ca.crl'], time }), [])
  t.same(trustOf(read, 'Carol.pem', { crls: ['ca.crl', 'Branch.crl'], time }), ['IS_REVOKED'])
  t.match(execFileSync('openssl', ['crl', '-in', join(dir, 'ca.crl'), '-noout', '-text'], { encoding: 'utf8' }), /Key Compromise/)
})
