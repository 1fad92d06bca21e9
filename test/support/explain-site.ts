import { explainer } from '../../lib/access/explain.js'
import type { Explain } from '../../lib/access/explain.js'
import { createSite } from '../../lib/site/options.js'
import type { SiteOptions } from '../../lib/site/options.js'
import { RouteRules } from '../../lib/site/route-rules.js'

/** What `app.ceCertAuth.explain` is, of a site that nobody serves. */
export function explainSite (options: SiteOptions): Explain {
  const site = createSite(options)
  return explainer(site, new RouteRules(site.virtualRoots))
}
