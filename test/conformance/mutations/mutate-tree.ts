import type { Donors } from './donors.js'
import { mutateBytes, oddLengths } from './mutate-bytes.js'
import type { Random } from './random.js'
import { contentOf, encodeTlv, parseTlv, placesBelow, type Place, type Tlv } from './tlv.js'
import { tags, tellingContent } from './values.js'

type TreeMutation = (place: Place, random: Random, donors: Donors) => void

/** Changes one element below the root; the lengths around it are repaired when the tree is encoded. */
export function mutateTree (random: Random, root: Tlv, donors: Donors): void {
  const places = placesBelow(root)
  if (places.length === 0) return
  const mutate = random.pick(mutations)
  const primitives = places.filter(({ node }) => node.children === null)
  const suitable = primitiveOnly.has(mutate) && primitives.length > 0 ? primitives : places
  mutate(random.pick(suitable), random, donors)
}

const mutations: readonly TreeMutation[] = [
  remove, repeat, move, replaceByLike, replaceByLike, replaceByAny, insertAny, retag, wrap, unwrap, changeLength,
  changeBytes, changeBytes, changeContent, changeContent, changeContent, changeContent
]
const primitiveOnly: ReadonlySet<TreeMutation> = new Set([changeBytes, changeContent])

function remove ({ siblings, index }: Place): void {
  siblings.splice(index, 1)
}

function repeat ({ siblings, index, node }: Place): void {
  siblings.splice(index, 0, node)
}

function move ({ siblings, index, node }: Place, random: Random): void {
  siblings.splice(index, 1)
  siblings.splice(random.below(siblings.length + 1), 0, node)
}

/** An extension by an extension, an attribute by an attribute, and so on. */
function replaceByLike ({ siblings, index, node }: Place, random: Random, donors: Donors): void {
  siblings[index] = treeOf(donors.like(node, random) ?? donors.any(random))
}

function replaceByAny ({ siblings, index }: Place, random: Random, donors: Donors): void {
  siblings[index] = treeOf(donors.any(random))
}

function insertAny ({ siblings, index, node }: Place, random: Random, donors: Donors): void {
  siblings.splice(index, 0, treeOf(donors.like(node, random) ?? donors.any(random)))
}

function retag ({ node }: Place, random: Random): void {
  node.tag = random.chance(50) ? random.pick(tags) : random.below(256)
}

function wrap ({ siblings, index, node }: Place, random: Random): void {
  siblings[index] = { ...treeOf(Buffer.of(random.pick(tags), 0)), children: [node] }
}

function unwrap ({ siblings, index, node }: Place): void {
  siblings.splice(index, 1, ...(node.children ?? []))
}

function changeLength ({ node }: Place, random: Random): void {
  const { length } = encodeTlv(node)
  node.lengthOctets = random.pick([...oddLengths, Buffer.of(0x82, length >> 8, length & 0xff)])
}

function changeBytes ({ node }: Place, random: Random): void {
  setContent(node, mutateBytes(random, contentOf(node)))
}

function changeContent ({ node }: Place, random: Random): void {
  setContent(node, tellingContent(random, node.tag) ?? mutateBytes(random, contentOf(node)))
}

function setContent (node: Tlv, content: Buffer): void {
  node.content = content
  node.children = null
}

function treeOf (der: Buffer): Tlv {
  return parseTlv(der)!
}
