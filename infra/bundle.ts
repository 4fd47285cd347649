import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Metafile } from 'esbuild';
import { buildAll } from './bundling/esbuild.ts';
import { freshly, isFresh, sourceHash } from './bundling/freshness.ts';
import { bundleFaults } from './bundling/gate.ts';
import { declarations } from './contexts.ts';
import { entriesOf } from './entries.ts';

export const dist = 'dist';

/** Builds every function into dist/ and holds the result to the gate; does nothing when no source has changed. */
export async function bundle(): Promise<'built' | 'fresh'> {
  const hash = sourceHash();
  if (isFresh(dist, hash)) return 'fresh';
  const entries = entriesOf(declarations);
  const missing = entries.filter(({ file }) => !existsSync(file)).map(({ file }) => file);
  if (missing.length > 0) throw new Error(`Declared but not written: ${missing.join(', ')}.`);
  mkdirSync(dist, { recursive: true });
  await freshly(dist, hash, async () => {
    const metafile = await buildAll(entries, dist);
    const faults = bundleFaults(metafile);
    if (faults.length > 0) throw new Error(faults.join('\n'));
    removeOthers(entries.map(({ bundle }) => bundle));
    print(metafile);
  });
  return 'built';
}

/** Bundles of functions that are declared no longer. Not emptied beforehand: a running system reads from here. */
function removeOthers(kept: readonly string[]): void {
  for (const folder of readdirSync(dist, { withFileTypes: true })) {
    if (folder.isDirectory() && !kept.includes(folder.name)) rmSync(join(dist, folder.name), { recursive: true });
  }
}

function print({ outputs }: Metafile): void {
  const sizes = Object.entries(outputs).flatMap(([path, { bytes }]) =>
    path.endsWith('.mjs') ? [{ name: basename(dirname(path)), bytes }] : [],
  );
  for (const { name, bytes } of sizes.sort((a, b) => b.bytes - a.bytes)) {
    console.log(`${String(Math.ceil(bytes / 1000)).padStart(5)} KB  ${name}`);
  }
  console.log(`${sizes.length} bundles in ${dist}/`);
}

if (import.meta.main && (await bundle()) === 'fresh') console.log(`${dist}/ is up to date.`);
