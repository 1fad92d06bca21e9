import t from 'tap'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { anchorsOf, linksOf, tableOf } from './markdown.js'
import { pages } from './pages.js'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

for (const page of pages) {
  t.test(`${page}: each link leads somewhere`, async t => {
    for (const link of linksOf(page).filter(target => !/^https:/.test(target))) {
      const [path, anchor] = link.split('#') as [string, string?]
      const target = path === '' ? page : posix.join(posix.dirname(page), path)
      t.ok(existsSync(join(ROOT, target)), link)
      if (anchor !== undefined) t.ok(anchorsOf(target).includes(anchor), link)
    }
  })
}

t.test('docs/README.md and README.md lead to every page', async t => {
  const others = pages.filter(page => /^docs\/.*\//.test(page))
  const linked = (page: string) => linksOf(page).map(link => posix.join(posix.dirname(page), link.replace(/#.*/, '')))
  for (const page of ['README.md', 'docs/README.md']) {
    t.same(others.filter(other => !linked(page).includes(other)), [])
  }
})

t.test('each departure in the code has a row', async t => {
  const files = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'))
  const stated = files.flatMap(file => {
    const departures = readFileSync(join(ROOT, 'lib', file), 'utf8').match(/\bDepartures?\b/g) ?? []
    return departures.map(() => `\`${posix.join('lib', file)}\``)
  })
  const listed = tableOf('docs/reference/departures.md', 'From the RFCs').map(row => row['where'])
  t.not(stated.length, 0)
  for (const file of new Set(stated)) t.ok(count(listed, file) >= count(stated, file), file)
})

function count<Item> (items: readonly Item[], wanted: Item): number {
  return items.filter(item => item === wanted).length
}
