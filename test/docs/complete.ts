/** Something that an example may leave out. */
interface Part {
  /** The example has it. */
  present: RegExp
  code: string
  /** The example has something that this part needs, so that it stands behind it. */
  behind?: RegExp
}

const OWN_SITE = /^const site\b/m
const OWN_APP = /^const app\b/m

const parts: readonly Part[] = [
  { present: /^import .*\breadFileSync\b/m, code: "import { readFileSync } from 'node:fs'" },
  { present: /^import Fastify\b/m, code: "import Fastify from 'fastify'" },
  { present: /^import ceCertAuth\b/m, code: "import ceCertAuth from 'fastify-ce-cert-auth'" },
  { present: /^import .*\bhttpsOptions\b/m, code: "import { httpsOptions } from 'fastify-ce-cert-auth'" },
  {
    present: /^const trustAnchors\b/m,
    code: "const trustAnchors = [readFileSync('company-issuer.crt'), readFileSync('accounting-issuer.crt')]"
  },
  {
    present: OWN_SITE,
    code: `const site = {
  virtualRoots: { '/Accounts': { permissions: 0x1C4, authentication: 1, userList: 'Alice; Bob; Carol' } },
  users: {
    Alice: { issuerCN: 'CompanyIssuer', serialNumber: '01:02:03:04:00:00:00:00:00:05' },
    Bob: { issuerCN: 'CompanyIssuer', serialNumber: '01:02:03:04:00:00:00:00:00:06' },
    Carol: { issuerCN: 'AccountingIssuer' },
    Dave: { issuerCN: 'CompanyIssuer', serialNumber: '01:02:03:04:00:00:00:00:00:07' }
  },
  trustAnchors
}`
  },
  { present: /^const key\b/m, code: "const key = readFileSync('server.key')" },
  { present: /^const cert\b/m, code: "const cert = readFileSync('server.crt')" },
  {
    present: OWN_APP,
    behind: OWN_SITE,
    code: 'const app = Fastify({ https: { key, cert, ...httpsOptions(site) }, forceCloseConnections: true })'
  },
  {
    present: /\.register\(ceCertAuth\b/,
    behind: new RegExp(`${OWN_SITE.source}|${OWN_APP.source}`, 'm'),
    code: 'await app.register(ceCertAuth, site)'
  },
  {
    present: /\.get\('\/Accounts\/balance'|\.listen\(/,
    behind: /^/,
    code: "app.get('/Accounts/balance', async (request) => 'hello ' + request.pseudoUser?.name)"
  },
  { present: /\.get\('\/'|\.listen\(/, behind: /^/, code: "app.get('/', async () => 'public')" },
  { present: /\.listen\(/, behind: /^/, code: "console.log(await app.listen({ host: '127.0.0.1', port: 0 }))" }
]

/** The example as a program that serves a site: with all that it leaves out. Those of Express leave out nothing. */
export function complete (example: string): string {
  if (/^import express\b/m.test(example)) return example
  const missing = parts.filter(({ present }) => !present.test(example))
  const isBehind = ({ behind }: Part): boolean => behind?.test(example) ?? false
  return [
    ...missing.filter(part => !isBehind(part)).map(({ code }) => code),
    example,
    ...missing.filter(isBehind).map(({ code }) => code)
  ].join('\n')
}
