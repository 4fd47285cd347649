import { type BuildOptions, build, type Metafile } from 'esbuild';
import type { Entry } from '../entries.ts';
import { withoutDocumentation } from './documentation.ts';
import { oneNamePerService } from './endpoints.ts';
import { entryModules } from './entry-modules.ts';
import { errorsOnDemand } from './errors.ts';
import { packedTables } from './packed.ts';
import { builtinsByLookup, credentialsFromEnvironment } from './plugins.ts';
import { constantsArePure } from './pure.ts';
import { withoutTheUnused } from './unused.ts';

/** How every function is built. `mainFields`: esbuild's default takes the SDK's CommonJS build, 535 KB instead of 341. */
export const buildOptions = {
  bundle: true,
  minify: true,
  sourcemap: 'external',
  sourcesContent: false,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  // A Chinese character is three bytes as itself and six as its escape.
  charset: 'utf8',
  // zod looks for Cloudflare's user agent; to look is to load node's module of it, a thirtieth of a cold start.
  define: { navigator: 'undefined' },
  logLevel: 'warning',
  plugins: [
    builtinsByLookup,
    credentialsFromEnvironment,
    withoutTheUnused,
    oneNamePerService,
    errorsOnDemand,
    withoutDocumentation,
    constantsArePure,
    packedTables,
  ],
} as const satisfies BuildOptions;

/** All functions in one pass: what they share is parsed once. NodejsFunction would start a process for each. */
export async function buildAll(entries: readonly Entry[], outdir: string): Promise<Metafile> {
  const { metafile } = await build({
    ...buildOptions,
    plugins: [entryModules(entries), ...buildOptions.plugins],
    entryPoints: [...new Set(entries.map(({ bundle }) => bundle))].map((bundle) => ({
      in: `entry:${bundle}`,
      out: `${bundle}/index`,
    })),
    outdir,
    outExtension: { '.js': '.mjs' },
    metafile: true,
  });
  return metafile;
}
