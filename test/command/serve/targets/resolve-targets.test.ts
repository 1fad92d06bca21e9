import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { resolveTargets, type TargetOptions } from '../../../../lib/command/serve/targets/resolve-targets.js'
import { printTarget } from '../../../../lib/command/serve/targets/target.js'
import { Places } from '../../../../lib/command/site-file/places.js'
import type { GivenTarget } from '../../../../lib/command/site-file/targets.js'
import { temporaryFolder } from '../../../support/temporary-folder.js'

async function resolve (
  t: Test, given: Record<string, GivenTarget | null>, settings: (folder: string) => TargetOptions = () => ({})
): Promise<{ targets: Record<string, string>, complaints: string[] }> {
  const folder = await temporaryFolder(t, { 'app.mjs': '', 'page.html': '' })
  await mkdir(join(folder, 'www'))
  const roots = Object.entries(given)
  const { targets, findings } = await resolveTargets(join(folder, 'site.json'), {
    options: { virtualRoots: Object.fromEntries(roots.map(([prefix]) => [prefix, {}])) },
    places: new Places({ file: 'site.json' }),
    targets: new Map(roots.filter((root): root is [string, GivenTarget] => root[1] !== null))
  }, settings(folder))
  return {
    targets: Object.fromEntries(Array.from(targets, ([prefix, target]) => {
      return [prefix, `${target.kind} ${printTarget(target).replace(`${folder}/`, '')}`]
    })),
    complaints: findings.map(({ message }) => message.replaceAll(`${folder}/`, ''))
  }
}

t.test('folders and modules stand beside the site, upstreams anywhere', async (t) => {
  const given = {
    '/a': { folder: 'www' },
    '/b': { upstream: 'https://example.org/app' },
    '/c': { module: 'app.mjs' },
    '/d': { physicalPath: 'http://127.0.0.1:9000' },
    '/e': { physicalPath: '\\www' },
    '/f': { physicalPath: '\\app.mjs' }
  }
  t.same(await resolve(t, given, (root) => ({ root })), {
    targets: {
      '/a': 'folder www',
      '/b': 'upstream https://example.org/app',
      '/c': 'module app.mjs',
      '/d': 'upstream http://127.0.0.1:9000/',
      '/e': 'folder www',
      '/f': 'module app.mjs'
    },
    complaints: []
  })
})

t.test('--target takes the place of what the site says, whatever the case', async (t) => {
  const given = { '/Accounts': { physicalPath: '\\windows\\accounting.dll' }, '/': null, '/C/': null }
  const target = (folder: string): string[] => [`/accounts=${folder}/www`, '/=http://127.0.0.1:1', `/c=${folder}/app.mjs`]
  t.same((await resolve(t, given, (folder) => ({ target: target(folder) }))).targets, {
    '/Accounts': 'folder www', '/': 'upstream http://127.0.0.1:1/', '/C/': 'module app.mjs'
  })
})

t.test('a root below another may leave it to that one what is served', async (t) => {
  t.same(await resolve(t, { '/a': { folder: 'www' }, '/A/secret': null }), { targets: { '/a': 'folder www' }, complaints: [] })
  t.same((await resolve(t, { '/': { folder: 'www' }, '/any': null })).complaints, [])
})

for (const [what, given, complaint] of [
  ['no target', { '/a': { folder: 'www' }, '/ab': null }, "virtualRoots['/ab']: nothing says what it serves; give --target /ab=VALUE, a folder, an upstream URL or a module"],
  ['two targets', { '/a': { folder: 'www', upstream: 'http://x' } }, "virtualRoots['/a']: has two targets, folder and upstream; give it one"],
  ['a target of a wrong type', { '/a': { folder: 5 } }, "virtualRoots['/a']: folder: 5 is no name; write a folder, an upstream URL or a module"],
  ['an empty target', { '/a': { module: '' } }, "virtualRoots['/a']: module: '' is no name; write a folder, an upstream URL or a module"],
  ['a folder that is not there', { '/a': { folder: 'none' } }, "virtualRoots['/a']: the folder none: there is no such file"],
  ['a folder that is a file', { '/a': { folder: 'page.html' } }, "virtualRoots['/a']: page.html is a file, and only a folder can be served"],
  ['a module that is a folder', { '/a': { module: 'www' } }, "virtualRoots['/a']: the module www is a folder"],
  ['an upstream that is no URL', { '/a': { upstream: 'localhost:9000' } }, "virtualRoots['/a']: the upstream 'localhost:9000' is no URL; write it as http://127.0.0.1:9000 or https://…"],
  ['an upstream without a protocol', { '/a': { upstream: 'example.org' } }, "virtualRoots['/a']: the upstream 'example.org' is no URL; write it as http://127.0.0.1:9000 or https://…"],
  ['an upstream of another protocol', { '/a': { upstream: 'ftp://x' } }, "virtualRoots['/a']: the upstream 'ftp://x' is no URL; write it as http://127.0.0.1:9000 or https://…"],
  ['an upstream with a password', { '/a': { upstream: 'http://a:b@x' } }, "virtualRoots['/a']: the upstream 'http://a:b@x' has more than a host, a port and a path; leave that out"],
  ['a path with a colon', { '/a:b': { folder: 'www' } }, "virtualRoots['/a:b']: nothing can be served under a path with a colon; take another path"]
] as const) {
  t.test(`${what} is told in one sentence`, async (t) => {
    t.same((await resolve(t, given)).complaints, [complaint])
  })
}

for (const [target, complaint] of [
  [['www'], '--target www: write it as /Accounts=VALUE, a folder, an upstream URL or a module'],
  [['/b=www'], '--target /b=www: the site has no virtual root /b; it has /a'],
  [['/a=www', '/A=www'], '--target /A=www: /A has a target already; give it one']
] as const) {
  t.test(`wrong use: --target ${target.join(' --target ')}`, async (t) => {
    await t.rejects(resolve(t, { '/a': null }, () => ({ target })), { name: 'CommandError', message: complaint })
  })
}
