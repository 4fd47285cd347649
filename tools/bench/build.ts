import { join } from 'node:path';
import { build } from 'esbuild';
import { buildOptions } from '#infra/bundling/esbuild.ts';

/** Everything that the bench writes; kept out of the repository. */
export const workDir = join('.guanxi', 'bench');

/** A program of the bench, built as functions are, so that it measures what is shipped. */
export async function buildProgram(name: string): Promise<string> {
  const outfile = join(workDir, `${name}.mjs`);
  await build({
    ...buildOptions,
    plugins: [...buildOptions.plugins],
    sourcemap: false,
    entryPoints: [`tools/bench/programs/${name}.ts`],
    outfile,
  });
  return outfile;
}

/** The same function as esbuild builds it when it is left to itself, with what CommonJS packages need to load at all. */
export async function buildNaively(context: string): Promise<string> {
  const outfile = join(workDir, 'defaults', `${context}.mjs`);
  await build({
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    entryPoints: [`functions/${context}/index.ts`],
    outfile,
  });
  return outfile;
}
