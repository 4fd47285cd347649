import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'esbuild';
import { withPureConstants } from './pure.ts';

/**
 * What contracts and events say for the API's description alone: examples, summaries, lists of problems. Some 5 KB of a
 * context's function, which would be read and built at each cold start. Leaves empty lines, so that source maps stay true,
 * and goes by the form that Biome gives to every file: a definition in another form is left as it is.
 */
export const withoutDocumentation: Plugin = {
  name: 'without-documentation',
  setup(build) {
    build.onLoad({ filter: /\/(events|functions\/[a-z-]+(\/[a-z-]+)?)\/[a-z-]+\.ts$/ }, async ({ path }) => ({
      contents: asData(path, withoutWords(await readFile(path, 'utf8'))),
      loader: 'ts',
    }));
    build.onLoad({ filter: /\/docs\/openapi\.json$/ }, async ({ path }) => ({
      contents: unpacking(await readFile(path, 'utf8')),
    }));
  },
};

const definition =
  /^export const \w+ = (?:defineEvent\()?\{\n(?:[^}\n].*\n|\n)*\}(?: as const satisfies Contract|\));$/gm;
/** A property, the lines that are further in, and the bracket that closes it. */
const documentation = /^ {2}(?:summary|example|problems)\b.*\n(?: {3,}.*\n| *\n)*(?: {2}[\])}]+,\n)?/gm;

function withoutWords(source: string): string {
  return source.replaceAll(definition, (text) => text.replaceAll(documentation, emptied));
}

/** Contracts and events are data, like the constants of domain/. */
function asData(path: string, source: string): string {
  return /\/events\/|-contracts?\.ts$/.test(path) ? withPureConstants(source) : source;
}

function emptied(text: string): string {
  return text.replaceAll(/.+/g, '');
}

/** The description is nine tenths repetition: unpacked faster than so long a literal is read, and it grows with the API. */
function unpacking(json: string): string {
  const packed = gzipSync(JSON.stringify(JSON.parse(json))).toString('base64');
  return `
    import { gunzipSync } from 'node:zlib';
    export default JSON.parse(gunzipSync(Buffer.from('${packed}', 'base64')).toString());`;
}
