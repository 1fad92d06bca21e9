import { createSite, type Site, type SiteOptions } from '../../site/options.js'
import { Users, type UsersOptions } from '../../site/users.js'
import { VirtualRoots } from '../../site/virtual-roots.js'
import { attempt } from '../attempt.js'

type OptionName = keyof SiteOptions

/** What is wrong with a site's options, and what can be made of those that are right. */
export interface Inspection {
  /** One sentence each. */
  readonly errors: readonly string[]
  /** The options without the parts that are wrong. */
  readonly sound: SiteOptions
  /** Of `sound`, whether or not it is a whole site. */
  readonly parts: Omit<Site, 'warnings'>
}

const ofEngine: readonly OptionName[] = ['trustAnchors']
/** What an option makes no sense without. */
const companions: Readonly<Record<string, readonly OptionName[]>> = {
  intermediates: ofEngine,
  crls: ofEngine,
  ocspResponses: ofEngine,
  ocspClockSkew: ofEngine,
  distrusted: ofEngine,
  strength: ofEngine,
  store: ['certificateSubject'],
  passphrase: ['store', 'certificateSubject']
}

/**
 * Finds all that is wrong with the options, where `createSite` stops at the first: each part of them is tried by
 * itself, then all that are right together.
 */
export function inspectOptions (options: SiteOptions): Inspection {
  const errors = new Set<string>()
  const isSound: IsSound = (work) => {
    const outcome = attempt(work)
    if ('complaint' in outcome) errors.add(outcome.complaint)
    return !('complaint' in outcome)
  }
  const { virtualRoots, users, ...others } = options
  const sound = {
    ...Object.fromEntries(Object.keys(others).filter((name) => {
      return isSound(() => createSite({ virtualRoots: {}, ...pick(options, [name, ...companions[name] ?? []]) }))
    }).map((name) => [name, others[name as keyof typeof others]])),
    virtualRoots: soundRoots(virtualRoots, isSound),
    users: soundUsers(options, isSound)
  }
  isSound(() => createSite(sound))
  const parts = { ...createSite({ ...sound, virtualRoots: {} }), virtualRoots: new VirtualRoots(sound.virtualRoots) }
  return { errors: [...errors], sound, parts }
}

/** Says whether an attempt succeeds; notes what it complains of. */
type IsSound = (work: () => unknown) => boolean

function soundRoots (virtualRoots: unknown, isSound: IsSound): SiteOptions['virtualRoots'] {
  const make = (entries: readonly Entry[]): unknown => new VirtualRoots(Object.fromEntries(entries))
  isSound(() => new VirtualRoots(virtualRoots))
  return Object.fromEntries(soundEntries(entriesOf(virtualRoots), make, isSound)) as SiteOptions['virtualRoots']
}

function soundUsers ({ users = {}, serialNumberByteOrder }: SiteOptions, isSound: IsSound): UsersOptions {
  const byteOrder = serialNumberByteOrder === 'little' ? 'little' : 'big'
  const make = (entries: unknown): unknown => new Users(entries, byteOrder)
  // Read once: it may be an iterator.
  const entries = entriesOf(users)
  isSound(() => make(isIterable(users) ? entries : users))
  return soundEntries(entries, make, isSound) as UsersOptions
}

type Entry = readonly [name: string, value: unknown]

function entriesOf (value: unknown): readonly Entry[] {
  if (isIterable(value)) return [...value as Iterable<Entry>]
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

function isIterable (value: unknown): boolean {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}

/** Those that are right by themselves, and of two that can't stand together the first. */
function soundEntries (
  entries: readonly Entry[], make: (entries: readonly Entry[]) => unknown, isSound: IsSound
): readonly Entry[] {
  const alone = entries.filter((entry) => isSound(() => make([entry])))
  if ('value' in attempt(() => make(alone))) return alone
  const together: Entry[] = []
  for (const entry of alone) {
    if (isSound(() => make([...together, entry]))) together.push(entry)
  }
  return together
}

function pick (options: SiteOptions, names: readonly string[]): Partial<SiteOptions> {
  return Object.fromEntries(Object.entries(options).filter(([name]) => names.includes(name)))
}
