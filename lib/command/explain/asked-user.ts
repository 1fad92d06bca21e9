import { askForUser } from '../../gate/user-preparation.js'
import { createSite, type SiteOptions } from '../../site/options.js'
import { explainerOf, type Question } from './changes.js'

/** What the site's `mapUser` says of a request. */
export interface AskedUser {
  readonly allowed: boolean
  /** In words. */
  readonly said: string
}

/** Asks the site's `mapUser`, where the decision hangs on it; null where it does not, or there is none. */
export async function askedUser (options: SiteOptions, question: Question): Promise<AskedUser | null> {
  const refused = explainerOf(options)({ ...question, mapUser: false })
  if (refused.steps.at(-1)!.step !== 'mapUser' || refused.admitted) return null
  const { mapUser, mapUserTimeout } = createSite(options)
  // A command has nothing else that keeps it alive while it waits.
  const alive = setInterval(() => undefined, mapUserTimeout)
  const { allowed, reason, failure } = await askForUser(mapUser!, mapUserTimeout, refused)
  clearInterval(alive)
  return { allowed, said: failure === null ? `${reason} when it was asked` : `${reason}: ${failure.message}` }
}
