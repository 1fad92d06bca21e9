import neostandard, { plugins, resolveIgnoresFromGitignore } from 'neostandard'

/** What the lowest floor, which knows X.509 and nothing of HTTP, may not know of. */
const FASTIFY = {
  regex: '^(fastify|fastify-plugin|@fastify/.*)$',
  message: 'Nothing below the plugin knows of Fastify, nor does what Express needs.'
}

/** Its version 2 needs a polyfill to be loaded first; one module sees to that. */
const X509 = {
  regex: '^@peculiar/x509$',
  allowTypeImports: true,
  message: 'Import its values from lib/trust/x509.ts; lib/gate, which hardly needs them, has x509Certificate.'
}

/** All floors but the lowest, which know nothing of sites. */
const ABOVE_TRUST = [
  'index', 'command', 'testing', 'pki', 'plugin', 'express', 'gate', 'connection', 'access', 'site', 'errors'
]

const ORDER = 'command -> plugin, express -> gate -> access, connection, site -> revocation-sources -> trust -> ' +
  'bits, validation'

/**
 * Imports go down only, as ORDER says (docs: the house).
 *
 * @param {string} files where
 * @param {string[]} above names of folders and modules of lib/ that these files may not import
 * @param {object[]} others further patterns that they may not import
 */
function floor (files, above, others = [X509]) {
  const patterns = [{
    regex: `^\\.{1,2}/(.*/)?(${above.join('|')})(/|\\.js$)`,
    message: `Imports go down only: ${ORDER}.`
  }, ...others]
  return { files: [files], rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] } }
}

export default [
  ...neostandard({ ts: true, noJsx: true, ignores: resolveIgnoresFromGitignore() }),
  {
    plugins: { '@stylistic': plugins['@stylistic'] },
    rules: {
      '@stylistic/max-len': ['error', { code: 120, ignoreUrls: true }],
      '@stylistic/comma-dangle': ['error', 'never'],
      'no-empty': ['error', { allowEmptyCatch: false }]
    }
  },
  {
    files: ['**/*.ts'],
    plugins: { '@typescript-eslint': plugins['typescript-eslint'].plugin },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error'
    }
  },
  {
    // A row of a table of cases is one line.
    files: ['test/**'],
    rules: { '@stylistic/max-len': ['error', { code: 120, ignoreUrls: true, ignoreStrings: true }] }
  },
  {
    files: ['lib/**/*.ts'],
    rules: {
      'max-lines': ['error', 400],
      'no-console': 'error',
      'no-restricted-syntax': ['error', {
        selector: 'CatchClause > BlockStatement[body.length=0]',
        message: 'A caught error is handled, not hidden.'
      }]
    }
  },
  floor('lib/command/**/*.ts', ['index']),
  floor('lib/{*,plugin/**/*}.ts', ['index', 'command', 'express']),
  floor('lib/{express,express/**/*}.ts', ['index', 'command', 'testing', 'plugin'], [X509, FASTIFY]),
  floor('lib/gate/**/*.ts', ['index', 'command', 'testing', 'plugin', 'express'], [X509, FASTIFY]),
  floor('lib/testing/**/*.ts', ['index', 'command']),
  floor('lib/pki/**/*.ts', ABOVE_TRUST.filter((name) => name !== 'pki'), [X509, FASTIFY]),
  floor('lib/connection/**/*.ts', ['index', 'command', 'plugin', 'express', 'gate', 'access'], [X509, FASTIFY]),
  floor('lib/access/**/*.ts', ['index', 'command', 'plugin', 'express', 'gate', 'connection'], [X509, FASTIFY]),
  floor(
    'lib/site/**/*.ts', ['index', 'command', 'plugin', 'express', 'gate', 'connection', 'access'], [X509, FASTIFY]
  ),
  floor('lib/revocation-sources/**/*.ts', ABOVE_TRUST, [X509, FASTIFY]),
  floor('lib/trust/**/*.ts', [...ABOVE_TRUST, 'revocation-sources'], [X509, FASTIFY]),
  floor('lib/{bits,validation}.ts', [...ABOVE_TRUST, 'revocation-sources', 'trust'], [X509, FASTIFY]),
  floor('lib/trust/x509.ts', [...ABOVE_TRUST, 'revocation-sources'], [FASTIFY])
]
