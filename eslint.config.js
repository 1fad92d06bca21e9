import neostandard, { plugins, resolveIgnoresFromGitignore } from 'neostandard'

/** What the lowest floor, which knows X.509 and nothing of HTTP, may not know of. */
const FASTIFY = {
  regex: '^(fastify|fastify-plugin|@fastify/.*)$',
  message: 'The trust engine knows nothing of Fastify.'
}

/** Its version 2 needs a polyfill to be loaded first; one module sees to that. */
const X509 = {
  regex: '^@peculiar/x509$',
  allowTypeImports: true,
  message: 'Import its values from lib/trust/x509.ts.'
}

/** All floors but the two lowest, which know nothing of sites. */
const ABOVE_TRUST = ['index', 'command', 'testing', 'pki', 'plugin', 'connection', 'access', 'site', 'errors']

/**
 * Imports go down only: command -> plugin -> access, connection, site -> revocation-sources -> trust (docs: the house).
 *
 * @param {string} files where
 * @param {string[]} above names of folders and modules of lib/ that these files may not import
 * @param {object[]} others further patterns that they may not import
 */
function floor (files, above, others = [X509]) {
  const patterns = [{
    regex: `^\\.{1,2}/(.*/)?(${above.join('|')})(/|\\.js$)`,
    message: 'Imports go down only: command -> plugin -> access, connection, site -> revocation-sources -> trust.'
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
  floor('lib/{*,plugin/**/*}.ts', ['index', 'command']),
  floor('lib/testing/**/*.ts', ['index', 'command']),
  floor('lib/pki/**/*.ts', ABOVE_TRUST.filter((name) => name !== 'pki'), [X509, FASTIFY]),
  floor('lib/connection/**/*.ts', ['index', 'command', 'plugin', 'access']),
  floor('lib/access/**/*.ts', ['index', 'command', 'plugin', 'connection']),
  floor('lib/site/**/*.ts', ['index', 'command', 'plugin', 'connection', 'access']),
  floor('lib/revocation-sources/**/*.ts', ABOVE_TRUST, [X509, FASTIFY]),
  floor('lib/trust/**/*.ts', [...ABOVE_TRUST, 'revocation-sources'], [X509, FASTIFY]),
  floor('lib/trust/x509.ts', [...ABOVE_TRUST, 'revocation-sources'], [FASTIFY])
]
