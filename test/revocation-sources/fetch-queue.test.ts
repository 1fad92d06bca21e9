import { setImmediate } from 'node:timers/promises'
import t from 'tap'
import { FetchQueue } from '../../lib/revocation-sources/fetch-queue.js'

/** Tasks that run until they are ended by their names. */
class Tasks {
  readonly running: string[] = []
  readonly #ends = new Map<string, () => void>()

  start (queue: FetchQueue, name: string): Promise<string> {
    return queue.run(name.charAt(0), async () => {
      this.running.push(name)
      await new Promise<void>((resolve) => this.#ends.set(name, resolve))
      this.running.splice(this.running.indexOf(name), 1)
      return name
    })
  }

  async end (name: string): Promise<void> {
    this.#ends.get(name)!()
    await setImmediate()
  }
}

t.test('few tasks of one host run at a time, and others do not wait for them', async (t) => {
  const queue = new FetchQueue(2, 3)
  const tasks = new Tasks()
  const all = ['a1', 'a2', 'a3', 'b1', 'c1'].map((name) => tasks.start(queue, name))
  await setImmediate()
  t.same(tasks.running, ['a1', 'a2', 'b1'], 'two of a, three together')
  await tasks.end('b1')
  t.same(tasks.running, ['a1', 'a2', 'c1'])
  await tasks.end('a1')
  t.same(tasks.running, ['a2', 'c1', 'a3'])
  for (const name of ['a2', 'a3', 'c1']) await tasks.end(name)
  t.same(await Promise.all(all), ['a1', 'a2', 'a3', 'b1', 'c1'])
})

t.test('a task that fails makes room for the next one', async (t) => {
  const queue = new FetchQueue(1, 1)
  const failed = queue.run('a', async () => { throw new Error('no') })
  const next = queue.run('a', async () => 'yes')
  await t.rejects(failed, { message: 'no' })
  t.equal(await next, 'yes')
})
