import type { SiteOptions } from '../../site/options.js'
import type { Places } from '../site-file/places.js'
import type { GivenTargets } from '../site-file/targets.js'

/** A site as a file says it, to be written as another kind of file. */
export interface SourceSite {
  readonly site: SiteOptions
  readonly targets: GivenTargets
  /** Of the virtual roots. */
  readonly places: Places
  /** What the file says besides, one sentence each. */
  readonly lost: readonly string[]
}
