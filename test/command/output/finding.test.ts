import t from 'tap'
import { printPlace } from '../../../lib/command/output/finding.js'

t.test('a place is printed as editors know it', async (t) => {
  t.equal(printPlace({ file: 'site.json', line: 12, column: 5 }), 'site.json:12:5')
  t.equal(printPlace({ file: 'root.pem', line: 1 }), 'root.pem:1')
  t.equal(printPlace({ file: 'root.der' }), 'root.der')
})
