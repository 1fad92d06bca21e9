import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { FastifyInstance } from 'fastify'
import type { Person } from './people.js'
import type { Pki } from './pki.js'

/** What became of a person's request. */
export interface Outcome {
  person: Person
  /** Status, with its sub-status, as the client received it. */
  answer: string
  /** The step of the decision that settled it; the last one where all were passed. */
  step: string
  asExpected: boolean
}

/** Sends a real request and asks the plugin why it is answered so. */
export async function tryDoor (
  app: Pick<FastifyInstance, 'server' | 'ceCertAuth'>,
  pki: Pki,
  person: Person
): Promise<Outcome> {
  const answer = await send((app.server.address() as AddressInfo).port, pki, person)
  const { path = '/Accounts/balance', file } = person
  const decision = app.ceCertAuth.explain({ path, certificate: file ? new X509Certificate(pki[file]) : null })
  return {
    person,
    answer,
    step: decision.steps.at(-1)?.step ?? '',
    asExpected: answer === person.expected && (decision.subStatus ?? '200') === person.expected
  }
}

async function send (port: number, pki: Pki, person: Person): Promise<string> {
  const { path = '/Accounts/balance', file, leafAlone, headers } = person
  const pem = file && pki[file]
  const sent = request({
    host: '127.0.0.1',
    port,
    path,
    headers,
    ca: pki['company-root.pem'],
    ...(pem && { key: pem, cert: leafAlone ? new X509Certificate(pem).toString() : pem }),
    agent: false
  })
  sent.end()
  const [response] = await once(sent, 'response') as [IncomingMessage]
  const body = await text(response)
  const { subStatus = null } = response.statusCode === 200 ? {} : JSON.parse(body)
  return subStatus ?? String(response.statusCode)
}
