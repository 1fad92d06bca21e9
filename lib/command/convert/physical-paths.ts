import { win32 } from 'node:path'
import { foldCase } from '../../site/names.js'
import { elementsAt, type XmlElement } from './xml.js'

/**
 * Where IIS finds what it serves: the folders of its virtual directories, and those below them.
 *
 * @see https://learn.microsoft.com/iis/configuration/system.applicationhost/sites/site/application/virtualdirectory
 */
export class PhysicalPaths {
  /** By the location of the directory, as it is compared: `default web site/accounts`. */
  readonly #paths = new Map<string, string>()

  /** @param roots the elements of the file */
  constructor (roots: readonly XmlElement[]) {
    for (const site of elementsAt(roots, 'configuration', 'system.applicationHost', 'sites', 'site')) {
      for (const application of elementsAt(site.children, 'application')) {
        for (const { attributes: { path, physicalPath } } of elementsAt(application.children, 'virtualDirectory')) {
          if (physicalPath === undefined) continue
          const location = [site.attributes['name'], application.attributes['path'], path].join('/')
          this.#paths.set(keyOf(location.split('/').filter((name) => name !== '')), physicalPath)
        }
      }
    }
  }

  /** The folder behind a location, such as `Default Web Site/Accounts`; null if the file does not say it. */
  of (location: string): string | null {
    const names = location.split('/')
    for (let depth = names.length; depth > 0; depth--) {
      const path = this.#paths.get(keyOf(names.slice(0, depth)))
      if (path !== undefined) return win32.join(path, ...names.slice(depth))
    }
    return null
  }
}

function keyOf (names: readonly string[]): string {
  return foldCase(names.join('/'))
}
