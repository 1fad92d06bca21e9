import { Option } from 'commander'
import { collect, helpText, USAGE_STATUS, type DeclareVerb } from './verb.js'

const HELP = helpText([
  'ce-cert-auth convert accounts.reg > site.json',
  'ce-cert-auth convert site.json --output accounts.reg',
  'ce-cert-auth convert applicationHost.config --to json --output site.json'
], [
  '0  all of it was carried over',
  '1  it was written, and what could not be carried over is named on stderr',
  USAGE_STATUS
])

export const declareConvert: DeclareVerb = (program, context, conclude) => {
  program.command('convert')
    .description('turns a .reg file into JSON and back, and IIS\' certificate mappings into a site')
    .argument('<file>', 'a .reg file, a .json file, or an applicationHost.config')
    .addOption(new Option('--to <form>', 'what to write; default: reg of a .json file, else json')
      .choices(['json', 'reg']))
    .option('--output <file>', 'write a new file instead of standard output')
    .option('--site <name>', 'of a .reg file: the site below Websites')
    .option('--define <name[=value]>', 'of a .reg file: what IF finds set (repeatable)', collect)
    .addHelpText('after', HELP)
    .action((file, options) => {
      return conclude(import('./convert/convert.js').then(({ convert }) => convert(context, file, options)))
    })
}
