import t from 'tap'
import { defaultBudget } from '../../../lib/trust/path/budget.js'

t.test('the limits are those of trust-status, and nobody can change them', async (t) => {
  t.match(defaultBudget, {
    depth: 16,
    signatureChecks: 100,
    nameConstraintComparisons: 250_000,
    policyNodes: 50_000,
    certificateSize: 64 * 1024,
    keySize: 16_384
  })
  t.ok(Object.isFrozen(defaultBudget))
})
