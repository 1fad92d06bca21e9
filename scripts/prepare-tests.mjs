/** What a run of the tests needs first: the types are right, lib is built, and all is compiled. */
import { sideBySide, typescriptCompiler } from './side-by-side.mjs'

if (!await sideBySide([typescriptCompiler], ['scripts/build.mjs'], ['scripts/compile-tests.mjs'])) process.exitCode = 1
