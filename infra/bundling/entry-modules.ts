import type { Plugin } from 'esbuild';
import type { Entry } from '../entries.ts';

/** `entry:<bundle>`: the module that exports the handlers of a bundle, each under its name. */
export function entryModules(entries: readonly Entry[]): Plugin {
  return {
    name: 'entry-modules',
    setup(build) {
      build.onResolve({ filter: /^entry:/ }, ({ path, resolveDir }) => ({
        path: path.slice('entry:'.length),
        namespace: 'entry',
        pluginData: resolveDir,
      }));
      build.onLoad({ filter: /.*/, namespace: 'entry' }, ({ path, pluginData }) => ({
        contents: entries
          .filter(({ bundle }) => bundle === path)
          .map(({ file, exported }) => `export { handler as ${exported} } from './${file}';`)
          .join('\n'),
        resolveDir: pluginData as string,
      }));
    },
  };
}
