import t from 'tap'
import packageJson from '../../package.json' with { type: 'json' }
import { runCommand } from '../../lib/command/run.js'
import { command } from '../support/command.js'

t.test('--help names the verbs and is no error', async (t) => {
  const { status, stdout, stderr } = await command(['--help'])
  t.equal(status, 0)
  t.equal(stderr, '')
  for (const verb of ['check', 'explain', 'serve', 'pki', 'convert']) t.match(stdout, new RegExp(`^ {2}${verb} `, 'm'), verb)
})

t.test('--version is that of the package', async (t) => {
  t.same(await command(['--version']), { status: 0, stdout: `${packageJson.version}\n`, stderr: '' })
})

for (const verb of [
  ['check'], ['explain'], ['serve'], ['convert'], ['pki'], ['pki', 'init'], ['pki', 'issue'], ['pki', 'revoke'], ['pki', 'crl'], ['pki', 'list']
]) {
  t.test(`${verb.join(' ')} --help has examples and exit statuses, in 80 columns`, async (t) => {
    const { status, stdout } = await command([...verb, '--help'], { terminal: true, columns: 200 })
    t.equal(status, 0)
    t.match(stdout, /^Examples:\n {2}ce-cert-auth /m)
    t.match(stdout, /^Exit status:\n {2}0 /m)
    t.same(stdout.split('\n').filter((line) => line.length > 80), [])
  })
}

for (const [args, complaint] of [
  [['chekc'], "unknown command 'chekc' (Did you mean check?)"],
  [['--verbose'], "unknown option '--verbose'"],
  [['check', 'a.reg'], 'a.reg: there is no such file']
] as const) {
  t.test(`wrong use is one sentence and the status 2: ${args.join(' ')}`, async (t) => {
    t.same(await command(args), { status: 2, stdout: '', stderr: `ce-cert-auth: ${complaint}\n` })
  })
}

t.test('on a terminal a complaint is broken where that ends', async (t) => {
  const { stderr } = await command(['check', 'a.reg', '--at', 'noon'], { terminal: true, columns: 60 })
  t.equal(stderr, `ce-cert-auth: option '--at <time>' argument 'noon' is
              invalid. Give a time such as 2026-06-01 or
              2026-06-01T12:00:00Z.
`)
})

t.test('without a verb the help goes to stderr, with the status 2', async (t) => {
  const { status, stdout, stderr } = await command([])
  t.same([status, stdout], [2, ''])
  t.match(stderr, /^Usage: ce-cert-auth/)
})

t.test('what is nobody\'s mistake but ours is not hidden', async (t) => {
  const broken = { write () { throw new RangeError('broken') } }
  const world = { stdin: [] as never, environment: {}, clock: () => new Date(), signals: process }
  const context = { ...world, stdout: broken, stderr: broken }
  await t.rejects(runCommand(['--version'], context), new RangeError('broken'))
})
