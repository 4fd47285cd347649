import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { buildOptions } from '#infra/bundling/esbuild.ts';

/** A line of source, built as our functions are and loaded. It stands in the project, so that it finds its packages. */
export async function builtAndLoaded(
  folder: string,
  bundle: string,
  contents: string,
  plugins: readonly Plugin[] = buildOptions.plugins,
) {
  const outfile = join(folder, bundle, 'index.mjs');
  await build({ ...buildOptions, plugins: [...plugins], stdin: { contents, resolveDir: process.cwd() }, outfile });
  return await import(pathToFileURL(outfile).href);
}
