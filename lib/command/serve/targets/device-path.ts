import { join } from 'node:path'
import { show } from '../../../validation.js'

/** What CE's web server runs. */
const PROGRAM = /\.(?:dll|asp|exe)$/i

/**
 * Where a path of a Windows device, such as `\windows\www`, is found in a folder that holds what the device held.
 *
 * @param root the folder
 * @throws TypeError if it can't be, or names a program of the device
 */
export function devicePath (path: string, root: string | undefined): string {
  if (PROGRAM.test(path)) {
    throw new TypeError(`${show(path)} is a program that only Windows CE runs; name with --target what serves instead`)
  }
  if (root === undefined) {
    throw new TypeError(`${show(path)} is a path of the device; name with --root the folder that holds such paths, ` +
      'or with --target what serves instead')
  }
  const names = path.replace(/^[a-z]:/i, '').split(/[\\/]+/).filter((name) => name !== '')
  if (names.includes('..')) throw new TypeError(`${show(path)} leads out of --root; name with --target what serves`)
  return join(root, ...names)
}
