import t from 'tap'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { anchorsOf, linksOf, readPage } from './markdown.js'
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

t.test('each departure in the code is listed', async t => {
  const files = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' })
    .map(file => posix.join('lib', file))
    .filter(file => file.endsWith('.ts') && /\bDepartures?\b/.test(readFileSync(join(ROOT, file), 'utf8')))
  t.not(files.length, 0)
  t.same(files.filter(file => !readPage('docs/reference/departures.md').includes(`\`${file}\``)), [])
})
