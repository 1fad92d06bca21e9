export { createAuthority, TestAuthority } from './testing/authority.js'
export { assertEveryRouteIsGoverned } from './testing/governed-routes.js'
export { inject } from './testing/inject.js'

export type { TestCertificateOptions, TestIdentity } from './testing/authority.js'
export type { GovernedApp, GovernedRoutesOptions } from './testing/governed-routes.js'
export type { InjectableApp, TlsInjectOptions } from './testing/inject.js'
export type { RoutedApp } from './testing/route-patterns.js'
export type { TlsFacts } from './testing/tls-socket.js'
