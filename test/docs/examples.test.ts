import t from 'tap'
import { blocksOf } from './markdown.js'
import { PageRun } from './page-run.js'
import { pages } from './pages.js'
import { typeErrorsOf } from './type-check.js'
import { createWorld, pageFolder } from './world.js'

t.test('every block of the documentation does what the text says', async t => {
  const world = await createWorld(t)
  t.jobs = 2
  for (const page of pages) {
    const blocks = blocksOf(page)
    if (blocks.length === 0) continue
    t.test(page, async t => {
      const { handlers } = new PageRun(world, await pageFolder(world, page.replace(/\W/g, '-')), t)
      for (const block of blocks) {
        await t.test(block.place, async t => {
          const { name = '', argument = '', lines = [] } = block.directive ?? {}
          const handler = handlers.get(name)
          if (handler === undefined) return t.fail(`there is no way to test this block: '${name}'`)
          await handler(t, block, argument, lines)
        })
      }
    })
  }
  t.test('the examples in TypeScript have no type errors', async t => {
    const blocks = pages.flatMap(blocksOf).filter(({ language }) => language === 'ts')
    t.not(blocks.length, 0)
    t.equal(await typeErrorsOf(t, world, blocks), '')
  })
})
