import type * as library from '../lib/index.js'

/** What is published, for that is what users run: tsx compiles lib in another way. `npm run bench` builds it first. */
export const { CertificateChainEngine } = await import('../dist/esm/index.js' as string) as typeof library
