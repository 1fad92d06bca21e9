import { RuleTable } from '../../site/mapping/rule-table.js'
import type { SiteOptions } from '../../site/options.js'
import type { ShadowedUser } from '../../site/users.js'
import { userEntries } from '../users/user-entries.js'
import { userRules } from '../users/user-rules.js'
import { widestCertificate } from '../users/widest-certificate.js'

/**
 * The entries that no certificate reaches, since one before them takes all that they would: also where it asks for the
 * same in other words, and where its wildcard takes more. `Users` finds those that ask for the very same.
 */
export function shadowedUsers (options: SiteOptions): ShadowedUser[] {
  const { serialNumberByteOrder = 'big' } = options
  const table = new RuleTable()
  const entries = userEntries(options)
  return entries.flatMap(([name, user], position) => {
    const rules = userRules(user, serialNumberByteOrder)
    const earlier = entries[table.findShown(widestCertificate(user, rules), position)]
    const [first, ...others] = rules.map(({ condition }) => condition)
    table.add(position, [first!, ...others])
    return earlier === undefined || earlier[0] === name ? [] : [{ name, by: earlier[0] }]
  })
}
