import t from 'tap'
import { answers } from '../../lib/errors.js'
import { blocksOf, headingsOf, sectionOf } from './markdown.js'

const PAGE = 'docs/guides/why-was-i-refused.md'

t.test('each answer has its section, and no other', async t => {
  const told = headingsOf(PAGE, 2).filter(heading => heading.includes('FST_CE_')).sort()
  t.same(told, Object.entries(answers).map(([code, { subStatus }]) => `${subStatus} ${code}`).sort())
})

t.test('each section ends at a cure', async t => {
  for (const heading of headingsOf(PAGE, 2)) t.match(sectionOf(PAGE, heading), /^\*Cure:\* \S/m, heading)
})

t.test('each answer is shown as the command explains it', async t => {
  const outputs = blocksOf(PAGE).filter(({ directive }) => directive?.name === 'output').map(({ content }) => content).join('')
  const commands = blocksOf(PAGE).filter(({ language }) => language === 'sh')
  t.equal(commands.length, Object.keys(answers).length + 1, 'one for each, and two for the mapper')
  t.match(outputs, /Users\n {2}≈/)
})
