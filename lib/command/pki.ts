import { Option, type Command } from 'commander'
import { collect, days, helpText, USAGE_STATUS, type DeclareVerb } from './verb.js'

const STATUSES = ['0  done', USAGE_STATUS]
const reasons = [
  'unspecified', 'keyCompromise', 'affiliationChanged', 'superseded', 'cessationOfOperation', 'privilegeWithdrawn'
]

export const declarePki: DeclareVerb = (program, context, conclude) => {
  const pki = program.command('pki')
    .description('a small private certification authority')
    .helpCommand(false)
    .addHelpText('after', helpText([
      'ce-cert-auth pki init --name CompanyIssuer',
      'ce-cert-auth pki issue Alice --p12',
      'ce-cert-auth pki issue localhost --server localhost --server 127.0.0.1',
      'ce-cert-auth pki revoke Alice && ce-cert-auth pki crl'
    ], STATUSES))

  verb(pki, 'init', ['ce-cert-auth pki init --name CompanyIssuer --days 1825'])
    .description('makes the folder, and an authority in it: ca.pem, ca.key')
    .option('--name <name>', 'its common name', 'Private CA')
    .option('--days <n>', 'how long it is valid', days, 3650)
    .addOption(keyOption())
    .action((options) => conclude(import('./pki/init.js').then(({ init }) => init(context, options))))

  verb(pki, 'issue', [
    'ce-cert-auth pki issue Alice --serial 01:02:03 --days 90 --p12',
    'ce-cert-auth pki issue localhost --server localhost --server 127.0.0.1',
    'ce-cert-auth pki issue Branch --authority',
    'ce-cert-auth pki issue Bob --issuer Branch'
  ])
    .description('issues a certificate with a new key: NAME.pem, NAME.key, NAME.p12')
    .argument('<name>', 'its common name, and that of its files')
    .option('--issuer <name>', 'the authority that signs it', 'ca')
    .option('--serial <hex>', 'its serial number; default: a random one')
    .option('--days <n>', 'how long it is valid, at most as long as its issuer', days, 365)
    .addOption(keyOption())
    .option('--authority', 'it is for an authority below')
    .option('--server <host>', 'it is for a server under this name or address (repeatable)', collect)
    .option('--crl-url <url>', 'where the issuer\'s CRL will be published')
    .option('--p12', 'write a PKCS#12 file too; without a passphrase one is made up')
    .option('--passphrase <text>', 'of that file; others can see it in the list of processes')
    .option('--passphrase-file <file>', 'the same, from the first line of a file')
    .action((name, options) => {
      return conclude(import('./pki/issue.js').then(({ issue }) => issue(context, name, options)))
    })

  verb(pki, 'revoke', ['ce-cert-auth pki revoke Alice --reason keyCompromise'])
    .description('notes that a certificate is revoked; "pki crl" publishes it')
    .argument('<name>', 'of its files')
    .addOption(new Option('--reason <reason>', 'why').choices(reasons).default('unspecified'))
    .action((name, options) => {
      return conclude(import('./pki/revoke.js').then(({ revoke }) => revoke(context, name, options)))
    })

  verb(pki, 'crl', ['ce-cert-auth pki crl --days 7'])
    .description('writes the revocation list of each authority: ca.crl, NAME.crl')
    .option('--days <n>', 'how long it is valid', days, 30)
    .action((options) => conclude(import('./pki/crl.js').then(({ crl }) => crl(context, options))))

  verb(pki, 'list', ['ce-cert-auth pki list', 'ce-cert-auth pki list --json'])
    .description('lists the certificates')
    .action((options) => conclude(import('./pki/list.js').then(({ list }) => list(context, options))))
}

function verb (pki: Command, name: string, examples: readonly string[]): Command {
  return pki.command(name)
    .option('--dir <folder>', 'of the authority', 'pki')
    .option('--json', 'print JSON')
    .addHelpText('after', helpText(examples, STATUSES))
}

function keyOption (): Option {
  return new Option('--key <type>', 'of its key').choices(['P-256', 'P-384', 'RSA-2048', 'RSA-4096']).default('P-256')
}
