import { numbersFrom } from './numbers-from.js'

/**
 * Request targets that somebody on the way may take for a path below a given name: the corpus of lessons.md S15-S18.
 * A character stands for a byte, so that bytes which are no UTF-8 can be written too.
 */

const prefixes: readonly string[] = [
  '/', '//', '///', '/./', '/../', '/.//', '/%2f', '/%2F/', '/%5c', '/\\', '\\', '/;/', '/;x=1/', '/%3b/', '/%2e/', '/.%00/', '/%00/',
  '/public/../', '/public/%2e%2e/', '/public/.%2e/', '/public/%2E./', '/public/..%2f', '/public%2f..%2f', '/public/..%5c',
  '/public\\..\\', '/public/..;/', '/public/..;x/', '/public/%252e%252e/', '/public/..%252f', '/public/x/../../', '/public//../',
  '/%c0%ae%c0%ae/', '/%c0%af', '/%e0%80%af', '/\xc0\xaf', '/\xc0\xae\xc0\xae/', '/%uff0f', '/%ef%bc%8f', '/%e2%80%8b', '/%ff/',
  '//localhost/', '//evil.example/', '/\\evil.example/', 'http://localhost/', 'https://localhost:8443/', 'HTTPS://LOCALHOST/',
  'http://localhost?/', 'http://localhost?x/', 'http://localhost#/',
  'http://localhost//', 'http://user@localhost/', 'http://localhost/public/../', 'http:///', 'http://localhost\\', 'ftp://localhost/',
  '/#/', '/#/../', '/?/../', '/public?/../', '/public#/../', '', '*', ':', '/%', '/%4', '/%zz/', '/%20/', '/%09', '/public/%0a/../'
]

/** Ways to write a name. */
const spellings: ReadonlyArray<(name: string) => string> = [
  (name) => name,
  (name) => name.toLowerCase(),
  (name) => name.toUpperCase(),
  (name) => [...name].map((letter, index) => index % 2 === 0 ? letter.toLowerCase() : letter.toUpperCase()).join(''),
  (name) => escaped(name, 1),
  (name) => escaped(name, name.length),
  (name) => escaped(name.toLowerCase(), 1),
  (name) => escaped(name, 1).replace('%', '%25'),
  (name) => escaped(name, 1).replace('%', '%2525'),
  // Upper and lower case outside of ASCII: KELVIN SIGN, LATIN SMALL LETTER LONG S, LATIN SMALL LETTER DOTLESS I
  (name) => name.replace(/k/i, '%E2%84%AA'),
  (name) => name.replace(/s$/i, '%C5%BF'),
  (name) => name.replace(/i/i, '%C4%B1'),
  // The same as bytes, and in FULLWIDTH
  (name) => name.replace(/k/i, '\xe2\x84\xaa'),
  (name) => name.replace(/^./, '%EF%BC%A1'),
  // Overlong UTF-8 of the first letter
  (name) => `%c1%${(name.charCodeAt(0) + 0x40).toString(16)}${name.slice(1)}`,
  (name) => `${name}.`,
  (name) => `${name}%20`,
  (name) => `${name}%2e`,
  (name) => `${name};x=1`,
  (name) => `${name};`,
  (name) => `${name}%3bx`,
  (name) => `${name}%00`,
  (name) => `${name}%09`,
  (name) => `${name}\\`,
  (name) => `${name}%5c`,
  (name) => `${name}%2f`,
  (name) => `${name}%252f`,
  (name) => `${name}/.`,
  (name) => `${name}/%2e`,
  (name) => `${name}::$INDEX_ALLOCATION`
]

const suffixes: readonly string[] = [
  '', '/', '//', '/books', '/books.txt', '/BOOKS.TXT', '//books', '/./books', '/x/../books.txt', '/%2e/books', '/%62ooks.txt', '/books.txt/',
  '/books;x', '/books.txt;x=/../..', '/books?x', '/books?/../../public', '/books#x', '?', '#', ';', '/books%00.html', '/books.txt%00',
  '/books.txt.', '/books.txt%20', '%2fbooks', '%2fbooks.txt', '\\books', '%5cbooks.txt', '/deep/er', '/deep//er', '/deep%2fer', '/deep/..;/books',
  '/child', '/child/', '/child//', '/missing', '/live', '/..', '/../', '/../public/page.txt', '/%2e%2e/public/page.txt', '/*', '/:id'
]

/** Every trick once, and some that are long. */
export function hostilePaths (name: string): string[] {
  return [...new Set([
    ...prefixes.flatMap((prefix) => [`${prefix}${name}/books`, `${prefix}${name}/books.txt`]),
    ...spellings.flatMap((spell) => [`/${spell(name)}/books`, `/${spell(name)}/books.txt`, `/${spell(name)}`]),
    ...suffixes.map((suffix) => `/${name}${suffix}`),
    `/${'./'.repeat(2000)}${name}/books`,
    `/${'../'.repeat(2000)}${name}/books`,
    `/${'x/../'.repeat(1000)}${name}/books`,
    `/${'/'.repeat(4000)}${name}/books`,
    `/${';'.repeat(4000)}/${name}/books`,
    `/${'%2e%2e%2f'.repeat(800)}${name}/books`,
    `/${name}/${'x'.repeat(8000)}`,
    `/${name}/${'x/'.repeat(4000)}`
  ])]
}

/** Paths that combine the tricks, as many as are asked for, the same for the same seed. */
export function * combinedPaths (name: string, seed: number, count: number): Iterable<string> {
  const random = numbersFrom(seed)
  const pick = <Value>(values: readonly Value[]): Value => values[random(values.length)] as Value
  const tricks = ['/', '\\', ';', '.', '..', '%2e', '%2f', '%5c', '%3b', '%00', '//', '/../', '/./', ';x', '%25', '%', '?', '#', '%2523']
  for (let index = 0; index < count; index++) {
    let path = `${pick(prefixes)}${random(3) === 0 ? pick(prefixes).slice(1) : ''}${pick(spellings)(name)}${pick(suffixes)}`
    for (let insertions = random(3); insertions > 0; insertions--) {
      const at = random(path.length + 1)
      path = path.slice(0, at) + pick(tricks) + path.slice(at)
    }
    if (random(2) === 0) {
      const at = random(path.length)
      path = path.slice(0, at) + path.slice(at).replace(/[a-z/.;\\]/i, (character) => escaped(character, 1))
    }
    yield path
  }
}

/** The first letters percent-encoded. */
function escaped (name: string, letters: number): string {
  return name.slice(0, letters).replace(/[^%]/g, (letter) => `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`) + name.slice(letters)
}
