import t from 'tap'
import { jsonTargets, registryTargets } from '../../../lib/command/convert/carried-targets.js'
import { Places, virtualRootWords } from '../../../lib/command/site-file/places.js'
import type { GivenTarget } from '../../../lib/command/site-file/targets.js'

/** The one root `/a`, on the third line of a file. */
function sourceOf (target: GivenTarget): { targets: Map<string, GivenTarget>, places: Places } {
  const places = new Places({ file: 'sites/a.json' })
  places.add(virtualRootWords('/a'), { file: 'sites/a.json', line: 3 })
  return { targets: new Map([['/a', target]]), places }
}

const program = 'add what takes its place to the root, "upstream": "http://HOST:PORT" or "module": "FILE.mjs"'

t.test('for JSON, what a root serves stays as it is, and a URL of a registry becomes an upstream', async (t) => {
  for (const [given, expected] of [
    [{ folder: 'www' }, { folder: 'www' }],
    [{ upstream: 'http://127.0.0.1:9000' }, { upstream: 'http://127.0.0.1:9000' }],
    [{ module: 'a.mjs', folder: 5 }, { module: 'a.mjs', folder: 5 }],
    [{ physicalPath: 'HTTPS://books.example.org/a' }, { upstream: 'HTTPS://books.example.org/a' }]
  ] as const) t.same(jsonTargets(sourceOf(given)), { targets: new Map([['/a', expected]]), lost: [] })
})

t.test('for JSON, a path of a device is lost, and what to write instead is told', async (t) => {
  for (const [physicalPath, advice] of [
    ['\\windows\\www', 'copy the folder beside the new file, and add "folder": "www" to the root'],
    ['%SystemDrive%\\inetpub\\wwwroot\\', 'copy the folder beside the new file, and add "folder": "wwwroot" to the root'],
    ['\\windows\\accounting.dll', program],
    ['\\windows\\..', program],
    ['\\', program]
  ] as const) {
    t.same(jsonTargets(sourceOf({ physicalPath })), {
      targets: new Map(), lost: [`sites/a.json:3: what /a serves, ${JSON.stringify(physicalPath)}; ${advice}`]
    })
  }
})

t.test('for a registry, upstreams and paths of a device stay as they are', async (t) => {
  for (const [given, expected] of [
    [{ upstream: 'http://127.0.0.1:9000/a' }, 'http://127.0.0.1:9000/a'],
    [{ physicalPath: '\\windows\\accounting.dll' }, '\\windows\\accounting.dll']
  ] as const) t.same(registryTargets(sourceOf(given)), { targets: new Map([['/a', expected]]), lost: [] })
})

t.test('for a registry, folders and modules are lost, and the option to serve them with is told', async (t) => {
  const complaint = 'a registry has paths of a device alone: serve it with --target /a='
  for (const [given, name, path] of [
    [{ folder: '../www' }, '../www', 'www'], [{ module: 'a.mjs' }, 'a.mjs', 'sites/a.mjs']
  ] as const) {
    t.same(registryTargets(sourceOf(given)), {
      targets: new Map(), lost: [`sites/a.json:3: what /a serves, "${name}"; ${complaint}${path}`]
    })
  }
})

t.test('for a registry, what is no target is complained of', async (t) => {
  for (const [given, message] of [
    [{ folder: 5 }, "virtualRoots['/a'].folder: 5 is not a string"],
    [{ upstream: '127.0.0.1:9000' }, "virtualRoots['/a'].upstream: '127.0.0.1:9000' is not a URL, such as http://127.0.0.1:9000"]
  ] as const) t.throws(() => registryTargets(sourceOf(given)), { name: 'TypeError', message })
})
