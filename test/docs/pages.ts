import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const ROOT = new URL('../../', import.meta.url)

/** The pages for readers, by their paths in the repository. */
export const pages: readonly string[] = [
  ...pagesIn(''),
  ...pagesIn('examples/'),
  ...pagesIn('docs/'),
  ...pagesIn('docs/guides/'),
  ...pagesIn('docs/reference/')
]

function pagesIn (folder: string): string[] {
  return readdirSync(fileURLToPath(new URL(folder, ROOT)))
    .filter(name => name.endsWith('.md'))
    .map(name => folder + name)
}
