/**
 * A module as it is published: tsx, which runs the benches, compiles `lib` to something slower (it keeps the names of
 * functions at run time).
 */
export async function built<Module> (path: string): Promise<Module> {
  return await import(new URL(`../dist/esm/${path}`, import.meta.url).href) as Module
}
