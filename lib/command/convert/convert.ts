import { extname } from 'node:path'
import type { SiteOptions } from '../../site/options.js'
import { attempt } from '../attempt.js'
import { CommandError, ExitStatus, type Context } from '../context.js'
import { readNamedFile, writeNewFile } from '../files.js'
import { printPlace } from '../output/finding.js'
import { Screen } from '../output/screen.js'
import { readJsonObject, usersInOrder } from '../site-file/json-site.js'
import { readRegistrySite } from '../site-file/registry-site.js'
import { Places, virtualRootWords } from '../site-file/places.js'
import { partTargets } from '../site-file/targets.js'
import { readApplicationHost } from './application-host.js'
import { registryLosses } from './registry-losses.js'
import { jsonText, registryText } from './site-text.js'
import type { SourceSite } from './source-site.js'

/** What `convert` can be told. */
export interface ConvertOptions {
  readonly to?: 'json' | 'reg'
  readonly output?: string
  readonly site?: string
  readonly define?: readonly string[]
}

type Reader = (path: string, bytes: Buffer, options: ConvertOptions) => Promise<SourceSite>

const readers = new Map<string, Reader>([
  ['.reg', readRegistry],
  ['.json', readJsonOptions],
  ['.config', async (path, bytes) => readApplicationHost(bytes, path)],
  ['.xml', async (path, bytes) => readApplicationHost(bytes, path)]
])

/** Writes a site in another form, and names all that is lost on the way. */
export async function convert (context: Context, path: string, options: ConvertOptions): Promise<number> {
  const extension = extname(path).toLowerCase()
  const read = readers.get(extension)
  const bytes = await readNamedFile(path)
  if (read === undefined) throw new CommandError(`${path}: only ${[...readers.keys()].join(', ')} files are converted`)
  const source = await read(path, bytes, options)
  const { to = extension === '.json' ? 'reg' : 'json', output } = options
  const written = attempt(() => to === 'json' ? jsonText(source) : registryText(source))
  if ('complaint' in written) throw new CommandError(`${path}: ${written.complaint}`)
  if (output === undefined) context.stdout.write(written.value.bytes)
  else await writeNewFile(output, written.value.bytes)
  const losses = [...written.value.lost, ...source.lost]
  const screen = Screen.ofErrors(context)
  for (const loss of losses) screen.paragraph('not carried over: ', loss)
  return losses.length > 0 ? ExitStatus.BAD : ExitStatus.GOOD
}

async function readJsonOptions (path: string, bytes: Buffer): Promise<SourceSite> {
  const { place, members } = readJsonObject(path, bytes)
  const entries = members.map(([name, node]) => [name, name === 'users' ? usersInOrder(node) : node.value])
  const { options: site, targets } = partTargets(Object.fromEntries(entries) as SiteOptions)
  const places = new Places(place)
  for (const [prefix, root] of members.flatMap(([name, node]) => name === 'virtualRoots' ? node.members : [])) {
    places.add(virtualRootWords(prefix), root.place)
  }
  return { site, targets, places, lost: [] }
}

async function readRegistry (path: string, bytes: Buffer, options: ConvertOptions): Promise<SourceSite> {
  const { options: site, targets, places, findings } = await readRegistrySite(path, bytes, options)
  return {
    site,
    targets,
    places,
    lost: [
      ...findings.map(({ message, place }) => `${printPlace(place)}: ${message}`),
      ...registryLosses(bytes, path, options.site)
    ]
  }
}
