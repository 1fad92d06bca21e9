import t from 'tap'
import { hostMatches } from '../../lib/site/host-pattern.js'

const cases: Array<[host: string | null, pattern: string, fits: boolean, why: string]> = [
  ['cert.example.org', 'cert.example.org', true, 'an exact name fits itself'],
  ['www.example.org', 'cert.example.org', false, 'another name does not fit'],
  ['a.example.org', '*.example.org', true, 'a star stands for a label'],
  ['a.b.example.org', '*.example.org', false, 'a star does not stand for two labels'],
  ['example.org', '*.example.org', false, 'a star does not stand for nothing'],
  ['.example.org', '*.example.org', false, 'a star does not stand for an empty label'],
  ['*.example.org', 'a.example.org', false, 'a star in the host is no pattern'],
  [null, '*.example.org', false, 'no host fits nothing'],
  [null, 'null', false, 'no host is not the text null']
]

for (const [host, pattern, fits, why] of cases) {
  t.test(`${why}: ${host} and ${pattern}`, async (t) => {
    t.equal(hostMatches(host, pattern), fits)
  })
}
