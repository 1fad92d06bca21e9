import { declareSiteFileOptions } from './site-file/site-file-options.js'
import { days, helpText, moment, USAGE_STATUS, type DeclareVerb } from './verb.js'

const HELP = helpText([
  'ce-cert-auth check site.json',
  'ce-cert-auth check accounts.reg --anchors root.pem --store certs',
  'ce-cert-auth check site.json --days 60 --json'
], [
  '0  no errors; there may be warnings',
  '1  the site has errors',
  USAGE_STATUS
])

export const declareCheck: DeclareVerb = (program, context, conclude) => {
  declareSiteFileOptions(program.command('check'))
    .description('says all that is wrong with a site, or dangerous, with file and line')
    .argument('<site>', 'a .reg file, a .json file, or a module')
    .option('--days <n>', 'warn of what ends within so many days', days, 30)
    .option('--at <time>', 'check the site for another time than now', moment)
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((site, options) => conclude(import('./check/check.js').then(({ check }) => check(context, site, options))))
}
