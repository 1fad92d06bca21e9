import { InvalidArgumentError, Option } from 'commander'
import { declareSiteFileOptions } from './site-file/site-file-options.js'
import { collect, helpText, type DeclareVerb } from './verb.js'

const HELP = helpText([
  'ce-cert-auth serve site.json',
  'ce-cert-auth serve accounts.reg --anchors root.pem --store certs \\',
  '    --root device --target /Accounts=http://127.0.0.1:9000',
  'ce-cert-auth serve site.json --cert server.pem --key server.key \\',
  '    --host 0.0.0.0 --port 443 --json'
], [
  '0  SIGTERM or SIGINT has ended it',
  '1  the site has errors, and was not served',
  '2  wrong use, a file that can\'t be read, or a port that can\'t be used'
])

export const declareServe: DeclareVerb = (program, context, conclude) => {
  declareSiteFileOptions(program.command('serve'))
    .description('serves a site over HTTPS: folders, upstream servers, modules')
    .argument('<site>', 'a .reg file, a .json file, or a module')
    .option('--target <path=value>', 'what a virtual root serves: a folder, an upstream URL, or a module that ' +
      'exports a Fastify plugin (repeatable)', collect)
    .option('--root <folder>', 'of a .reg file: where paths of the device are looked up')
    .option('--host <host>', 'the address to listen on; 0.0.0.0 and :: are all', '127.0.0.1')
    .option('--port <n>', 'the port to listen on; 0 lets the system choose', port, 8443)
    .option('--cert <file>', 'the server\'s certificate, PEM, with its intermediates')
    .option('--key <file>', 'its key, PEM')
    .option('--pfx <file>', 'both of them, PKCS#12')
    .option('--passphrase <text>', 'of the key; others can see it in the list of processes')
    .option('--passphrase-file <file>', 'the same, from the first line of a file')
    .addOption(new Option('--acquire <when>', 'when clients are asked, whatever the site says')
      .choices(['handshake', 'renegotiate']))
    .option('--grace <seconds>', 'how long requests under way may take when it ends', seconds, 10)
    .option('--no-watch', 'read the site anew on SIGHUP only, not when its files change')
    .option('--json', 'log JSON')
    .addHelpText('after', HELP)
    .action((site, options) => conclude(import('./serve/serve.js').then(({ serve }) => serve(context, site, options))))
}

function port (value: string): number {
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65535) throw new InvalidArgumentError('Give a number up to 65535.')
  return Number(value)
}

function seconds (value: string): number {
  if (!/^\d{1,6}$/.test(value)) throw new InvalidArgumentError('Give a number of seconds.')
  return Number(value)
}
