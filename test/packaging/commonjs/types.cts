/** What the types of the CommonJS build allow. It is compiled, never run. */
import Fastify from 'fastify'
import ceCertAuth, { httpsOptions } from 'fastify-ce-cert-auth'
import required = require('fastify-ce-cert-auth')

const app = Fastify({ https: httpsOptions({ virtualRoots: {} }) })
app.register(ceCertAuth, { virtualRoots: {} })
app.register(required.ceCertAuth, { virtualRoots: {} })
// @ts-expect-error a misspelt option
app.register(ceCertAuth, { virtualRoots: {}, certTrustOveride: 0x20 })
