import t from 'tap'
import { command } from '../support/command.js'

// What it does with a site is in test/command/serve/serve.test.ts.

const port = 'Give a number up to 65535.'
const grace = 'Give a number of seconds.'

for (const [args, complaint] of [
  [[], "missing required argument 'site'"],
  [['a.reg', 'b.reg'], "too many arguments for 'serve'. Expected 1 argument but got 2."],
  [['a.reg', '--port', 'https'], `option '--port <n>' argument 'https' is invalid. ${port}`],
  [['a.reg', '--port', '65536'], `option '--port <n>' argument '65536' is invalid. ${port}`],
  [['a.reg', '--port', '-1'], `option '--port <n>' argument '-1' is invalid. ${port}`],
  [['a.reg', '--grace', 'x'], `option '--grace <seconds>' argument 'x' is invalid. ${grace}`],
  [['a.reg', '--grace', '0.5'], `option '--grace <seconds>' argument '0.5' is invalid. ${grace}`],
  [['a.reg', '--acquire', 'never'],
    "option '--acquire <when>' argument 'never' is invalid. Allowed choices are handshake, renegotiate."],
  [['a.reg', '--port', '65535', '--grace', '0'], 'a.reg: there is no such file']
] as const) {
  t.test(`wrong use is one sentence and the status 2: serve ${args.join(' ')}`, async (t) => {
    t.same(await command(['serve', ...args]), { status: 2, stdout: '', stderr: `ce-cert-auth: ${complaint}\n` })
  })
}
