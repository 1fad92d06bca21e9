import t from 'tap'
import { requestRawPath } from './support/clients.js'
import { createGuardedSite } from './support/guarded-site.js'
import { startExpressSite } from './support/start-express-site.js'

const { site, alice, stranger } = await createGuardedSite({ '/open': {} })
t.test('x', async (t) => {
  const { port } = await startExpressSite(t, site)
  console.error(await requestRawPath({ port, identity: alice }, '/Accounts'))
  console.error(await requestRawPath({ port, identity: stranger }, '/Accounts'))
  console.error(await requestRawPath({ port }, '/Accounts'))
  console.error(await requestRawPath({ port }, '/Accounts', 'POST'))
  console.error(await requestRawPath({ port }, '/x/..%2fAccounts'))
  console.error(await requestRawPath({ port }, '/x'))
})
