import { declareSiteFileOptions } from './site-file/site-file-options.js'
import { collect, helpText, moment, USAGE_STATUS, type DeclareVerb } from './verb.js'

const HELP = helpText([
  'ce-cert-auth explain site.json --path /Accounts/x --cert alice.pem',
  'ce-cert-auth explain site.json --path /Accounts/x --cert alice.p12 \\',
  '    --passphrase-file secret.txt --method POST --at 2027-01-01',
  'ce-cert-auth explain site.json --path /Accounts/x --cert example.org:443',
  'ce-cert-auth explain site.json --log server.log'
], [
  '0  the request is admitted',
  '1  the request is refused',
  USAGE_STATUS
])

export const declareExplain: DeclareVerb = (program, context, conclude) => {
  declareSiteFileOptions(program.command('explain'))
    .description('tells why a request is admitted or refused, step by step')
    .argument('<site>', 'a .reg file, a .json file, or a module')
    .option('--path <path>', 'of the request, such as /Accounts/x')
    .option('--method <method>', 'of the request', 'GET')
    .option('--cert <source>', 'the client\'s certificate: a PEM, DER or PKCS#12 file, or host:port to take what a ' +
      'server there presents; without it the client has none')
    .option('--chain <file>', 'what the client sends besides (repeatable)', collect)
    .option('--passphrase <text>', 'of the PKCS#12 file; others can see it in the list of processes')
    .option('--passphrase-file <file>', 'the same, from the first line of a file')
    .option('--at <time>', 'another time than now', moment)
    .option('--plain', 'the request comes over plain HTTP')
    .option('--ask', 'ask the site\'s mapUser, which then runs; without it, it is taken to admit')
    .option('--log <file>', 'explain the last decision in this log; - is standard input')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((site, options) => {
      return conclude(import('./explain/explain.js').then(({ explain }) => explain(context, site, options)))
    })
}
