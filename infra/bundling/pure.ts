import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * In domain/, events/ and store/ a constant is a value and nothing else: making it has no effect, so one that a bundle does
 * not use is dropped with all that only it uses. esbuild cannot know that of a call (`z.string().min(1)`), so it is told.
 */
export const constantsArePure: Plugin = {
  name: 'constants-are-pure',
  setup(build) {
    build.onLoad({ filter: /\/(domain|store)\/([a-z-]+\/)?[a-z-]+\.ts$/ }, async ({ path }) => ({
      contents: withPureConstants(await readFile(path, 'utf8')),
      loader: 'ts',
    }));
  },
};

/**
 * Goes by the form that Biome gives to every file: a statement goes on as long as its lines are further in or close a
 * bracket. Adds no lines, so that source maps stay true.
 */
export function withPureConstants(source: string): string {
  return source.replaceAll(constant, (whole, declared: string, made: string) =>
    made.includes('(') && !isFunction.test(made) ? `${declared}/* @__PURE__ */ (() => (${made}))();` : whole,
  );
}

const constant =
  /^((?:export )?const \w+(?:: [^=\n]+)? = |(?:export )?const \w+(?:: [^=\n]+)? =(?=\n))([^\n]*(?:\n(?:[ })\]][^\n]*|(?=\n)))*);(?=\n|$)/gm;
const isFunction = /^\s*(?:\/\*|async\b|function\b|class\b|[(<]|\w+ =>)/;
