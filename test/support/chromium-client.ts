import { spawnSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium as playwright } from 'playwright-core'
import type { BrowserContext, Page } from 'playwright-core'
import { ClientFailure, clientResponse } from './conversation.js'
import type { ClientRequest, ClientResponse, Teardown } from './conversation.js'
import { runProgram } from './program.js'
import { credentialFiles, originOf } from './real-client.js'
import type { Credentials, OneConnection, RealClient } from './real-client.js'
import { temporaryFolder } from './temporary-folder.js'

const EXECUTABLE = '/usr/bin/chromium'

/**
 * Headless, with its own TLS: the certificate is in the NSS database of its home, and the question which certificate to
 * send is answered beforehand. A conversation is a page; pages of one origin share connections, so that each
 * conversation needs a port of its own.
 */
export const chromium: RealClient = {
  name: 'Chromium',
  programs: [
    { name: 'chromium', debianPackage: 'chromium' },
    { name: 'certutil', debianPackage: 'libnss3-tools' },
    { name: 'openssl', debianPackage: 'openssl' }
  ],
  version: () => spawnSync(EXECUTABLE, ['--version'], { encoding: 'utf8' }).stdout.trim(),
  async start (t, credentials) {
    const home = await createHome(t, credentials)
    const browsers = new Map<string, Promise<BrowserContext>>()
    const browserFor = (conversation: OneConnection): Promise<BrowserContext> => {
      const flags = protocolFlags(conversation)
      const browser = browsers.get(flags.join(' ')) ?? launch(t, home, flags)
      browsers.set(flags.join(' '), browser)
      return browser
    }
    return async (t, conversation) => converse(t, await browserFor(conversation), conversation)
  }
}

/** Which protocols it may speak: it has no flag for HTTP/2 alone. */
function protocolFlags ({ tls, http }: OneConnection): string[] {
  return [
    tls === 'TLSv1.2' ? '--ssl-version-max=tls1.2' : '--ssl-version-min=tls1.3',
    ...(http === 'h2' ? [] : ['--disable-http2'])
  ]
}

async function createHome (t: Teardown, credentials: Credentials): Promise<string> {
  const home = await temporaryFolder(t, credentialFiles(credentials))
  const file = (name: string) => join(home, name)
  const database = file('.pki/nssdb')
  await mkdir(database, { recursive: true })
  const run = async (program: string, ...args: string[]) => {
    const { exitCode, stdout, stderr } = await runProgram(t, program, args)
    if (exitCode !== 0) throw new Error(`${program} ${args.join(' ')}: ${stdout}${stderr}`)
  }
  await run('openssl', 'pkcs12', '-export', '-passout', 'pass:', '-in', file('chain.pem'), '-inkey', file('key.pem'), '-out', file('p12'))
  await run('certutil', '-N', '-d', `sql:${database}`, '--empty-password')
  await run('certutil', '-A', '-d', `sql:${database}`, '-n', 'root', '-t', 'C,,', '-i', file('root.pem'))
  await run('pk12util', '-d', `sql:${database}`, '-i', file('p12'), '-W', '')
  return home
}

async function launch (t: Teardown, home: string, flags: readonly string[]): Promise<BrowserContext> {
  const profile = await temporaryFolder(t)
  await mkdir(join(profile, 'Default'))
  await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences))
  const context = await playwright.launchPersistentContext(profile, {
    executablePath: EXECUTABLE,
    env: { ...process.env, HOME: home },
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', ...flags
    ]
  })
  t.teardown(() => context.close())
  return context
}

/** What the policy AutoSelectCertificateForUrls sets where a browser is managed: any certificate, for every site. */
const preferences = {
  profile: { content_settings: { exceptions: { auto_select_certificate: { '*,*': { setting: { filters: [{}] } } } } } }
}

async function converse (t: Teardown, browser: BrowserContext, conversation: OneConnection): Promise<ClientResponse[]> {
  const page = await browser.newPage()
  const origin = originOf(conversation)
  // A script needs a page. It comes from here: the connection's first request is the first of the conversation.
  await page.route(`${origin}/`, route => route.fulfill({ contentType: 'text/html', body: '' }))
  await page.goto(`${origin}/`)
  const responses: ClientResponse[] = []
  for (const request of conversation.requests) {
    if (request.body === undefined) responses.push(...await navigate(page, origin + request.path))
    else responses.push(await post(t, page, request, request.body))
  }
  await page.close()
  return responses
}

/** The response, and before it the redirections that led to it. */
async function navigate (page: Page, url: string): Promise<ClientResponse[]> {
  const last = await page.goto(url).catch((error: Error) => {
    throw new ClientFailure(/net::\w+/.exec(error.message)?.[0] ?? error.message)
  })
  const responses: ClientResponse[] = []
  for (let request = last?.request() ?? null; request !== null; request = request.redirectedFrom()) {
    const response = await request.response()
    if (response === null) throw new Error(`${url} gave no response`)
    const body = response === last ? await response.text() : ''
    responses.unshift(clientResponse(response.status(), Object.entries(await response.allHeaders()), body))
  }
  return responses
}

/** By a script, with a file that the browser reads by itself. */
async function post (
  t: Teardown, page: Page, { path, method = 'POST', headers = {} }: ClientRequest, body: string | Uint8Array
): Promise<ClientResponse> {
  const folder = await temporaryFolder(t, { body })
  await page.evaluate('document.body.append(Object.assign(document.createElement("input"), { type: "file" }))')
  const input = page.locator('input')
  await input.setInputFiles(join(folder, 'body'))
  let failure = 'fetch failed'
  page.on('requestfailed', failed => { failure = failed.failure()?.errorText ?? failure })
  const received = await input.evaluate(async (input, [path, method, headers]) => {
    const [body = null] = (input as unknown as { files: Iterable<Blob> }).files
    try {
      const response = await fetch(path, { method, headers, body })
      return { status: response.status, headers: [...response.headers], body: await response.text() }
    } catch {
      return null
    }
  }, [path, method, headers] as const)
  if (received === null) throw new ClientFailure(failure)
  return clientResponse(received.status, received.headers, received.body)
}
