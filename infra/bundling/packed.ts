import { readFile } from 'node:fs/promises';
import { brotliCompressSync } from 'node:zlib';
import type { Plugin } from 'esbuild';

/**
 * Tables that few requests need: packed, and unpacked when first looked at, so that a cold start reads a short text
 * instead of a long literal.
 */
export const packedTables: Plugin = {
  name: 'packed-tables',
  setup(build) {
    build.onLoad({ filter: /\/libphonenumber-js\/metadata\.max\.json\.js$/ }, async ({ path }) => ({
      contents: unpackedOnDemand(withoutFormats(JSON.parse(await readFile(path.replace(/\.js$/, ''), 'utf8')))),
    }));
    build.onLoad({ filter: /\/domain\/(customers\/simplified|tickets\/holidays)\.json$/ }, async ({ path }) => ({
      contents: unpackedOnDemand(JSON.parse(await readFile(path, 'utf8'))),
      loader: 'js',
    }));
  },
};

type Table = Readonly<Record<string, unknown>>;

/** Numbers are checked and never set out by their country's habits, which are a third of the data. */
function withoutFormats({ countries, ...others }: Table): Table {
  const rows = Object.entries(countries as Record<string, readonly unknown[]>);
  return { ...others, countries: Object.fromEntries(rows.map(([name, row]) => [name, row.with(4, 0)])) };
}

function unpackedOnDemand(table: Table): string {
  const packed = brotliCompressSync(JSON.stringify(table)).toString('base64');
  const getters = Object.keys(table).map((name) => `get ${name}() { return table().${name}; }`);
  return `
    import { brotliDecompressSync } from 'node:zlib';
    let unpacked;
    const table = () => (unpacked ??= JSON.parse(brotliDecompressSync(Buffer.from('${packed}', 'base64')).toString()));
    export default { ${getters.join(', ')} };`;
}
