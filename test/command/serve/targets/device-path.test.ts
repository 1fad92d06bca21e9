import t from 'tap'
import { devicePath } from '../../../../lib/command/serve/targets/device-path.js'

for (const [path, found] of [
  ['\\accounts', '/device/accounts'],
  ['\\windows\\www\\', '/device/windows/www'],
  ['C:\\www', '/device/www'],
  ['c:/www', '/device/www'],
  ['\\', '/device']
] as const) {
  t.test(`${path} is found in the folder that holds what the device held`, async (t) => {
    t.equal(devicePath(path, '/device'), found)
  })
}

for (const [path, root, complaint] of [
  ['\\windows\\accounting.dll', '/device', /is a program that only Windows CE runs; name with --target/],
  ['\\www', undefined, /is a path of the device; name with --root/],
  ['\\www\\..\\..\\etc', '/device', /leads out of --root/]
] as const) {
  t.test(`${path} is nothing to serve${root === undefined ? ' without --root' : ''}`, async (t) => {
    t.throws(() => devicePath(path, root), { name: 'TypeError', message: complaint })
  })
}
