/**
 * Made the files of `seeds/`, once: `npx tsx test/conformance/mutations/make-seeds.ts`. They are kept so that every run
 * mutates the same bytes. A file is a chain, the leaf first, each certificate followed by its private key; the keys are
 * used nowhere else.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  createAuthority, Extension, type Authority, type CertificateOptions, type HashAlgorithm, type Identity,
  type KeyAlgorithm
} from '../../support/pki.js'
import { element, integer, name, objectIdentifier, sequence, text, utf8 } from '../../support/der.js'

interface Recipe {
  /** Of the root, the intermediates and the leaf. */
  readonly keys: readonly KeyAlgorithm[]
  readonly hash: HashAlgorithm
}

const recipes: Record<string, Recipe> = {
  'p-256': { keys: ['P-256', 'P-256', 'P-256'], hash: 'SHA-256' },
  'rsa-2048': { keys: ['RSA-2048', 'RSA-2048', 'RSA-2048'], hash: 'SHA-256' },
  'rsa-pss-2048': { keys: ['RSA-PSS-2048', 'RSA-PSS-2048', 'RSA-PSS-2048'], hash: 'SHA-384' },
  ed25519: { keys: ['Ed25519', 'Ed25519', 'Ed25519'], hash: 'SHA-256' },
  'five-deep': { keys: ['P-384', 'P-521', 'RSA-2048', 'Ed448', 'P-256'], hash: 'SHA-512' }
}

const VALIDITY = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2051-06-30T23:59:59Z') }

const uri = (value: string): Buffer => text(0x86, value)
const directoryName = name(['2.5.4.6', text(0x13, 'DE')], ['2.5.4.3', utf8('Alice Ωμέγα')])

/** The kinds that real certificates have besides what test/support/pki.ts always writes. */
function manyExtensions (): Extension[] {
  const distributionPoint = sequence(element(0xa0, element(0xa0, uri('http://crl.example.com/issuer.crl'))))
  const accessDescription = sequence(objectIdentifier('1.3.6.1.5.5.7.48.1'), uri('http://ocsp.example.com/'))
  const policy = sequence(objectIdentifier('1.3.6.1.4.1.99999.1'), sequence(
    sequence(objectIdentifier('1.3.6.1.5.5.7.2.1'), text(0x16, 'http://example.com/cps'))))
  const otherName = element(0xa0,
    objectIdentifier('1.3.6.1.4.1.311.20.2.3'), element(0xa0, utf8('alice@example.com')))
  return [
    ['2.5.29.31', sequence(distributionPoint)],
    ['1.3.6.1.5.5.7.1.1', sequence(accessDescription)],
    ['2.5.29.32', sequence(policy)],
    ['2.5.29.18', sequence(uri('http://issuer.example.com/'), element(0xa4, directoryName))],
    ['1.3.6.1.4.1.99999.2', sequence(integer('2a'), otherName)]
  ].map(([oid, value]) => new Extension(oid as string, false, value as Buffer))
}

function optionsOf (commonName: string, keyAlgorithm: KeyAlgorithm, hash: HashAlgorithm): CertificateOptions {
  const subject = [
    { C: [{ printableString: 'DE' }] }, { O: [{ utf8String: 'Mutations' }] }, { DC: [{ ia5String: 'example' }] },
    { CN: [{ utf8String: commonName }] }
  ]
  return { subject, keyAlgorithm, hash, ...VALIDITY }
}

async function makeChain ({ keys, hash }: Recipe): Promise<Identity[]> {
  const [rootKeys, ...rest] = keys
  const leafKeys = rest.pop()!
  let issuer: Authority = await createAuthority(optionsOf('Root', rootKeys!, hash))
  const chain: Identity[] = [issuer]
  for (const [index, keyAlgorithm] of rest.entries()) {
    const basicConstraints = { cA: true, pathLenConstraint: rest.length - index }
    issuer = await issuer.issueAuthority({ ...optionsOf(`Issuer ${index}`, keyAlgorithm, hash), basicConstraints })
    chain.unshift(issuer)
  }
  const hosts = ['alice.example.com', '192.0.2.1', '2001:db8::1']
  chain.unshift(await issuer.issue({ ...optionsOf('Alice', leafKeys, hash), hosts, extensions: manyExtensions() }))
  return chain
}

for (const [file, recipe] of Object.entries(recipes)) {
  const chain = await makeChain(recipe)
  const folder = join('test', 'conformance', 'mutations', 'seeds')
  writeFileSync(join(folder, `${file}.pem`), chain.map(({ pem, keyPem }) => pem + keyPem).join(''))
}
