import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Metafile } from 'esbuild';
import { buildAll } from './bundling/esbuild.ts';
import { freshly, isFresh, sourceHash } from './bundling/freshness.ts';
import { bundleFaults } from './bundling/gate.ts';
import { declarations } from './contexts.ts';
import { entriesOf } from './entries.ts';

export const dist = 'dist';

/** What esbuild says of the last build: read by the gate and by whoever wants to know what is in a bundle. */
const metafileOf = () => join(dist, 'metafile.json');

/** Builds every function into dist/; does nothing when no source has changed. Whether it may be shipped says the gate. */
export async function bundle(sources = sourceHash()): Promise<void> {
  if (isFresh(dist, sources)) return;
  const entries = entriesOf(declarations);
  const missing = entries.filter(({ file }) => !existsSync(file)).map(({ file }) => file);
  if (missing.length > 0) throw new Error(`Declared but not written: ${missing.join(', ')}.`);
  const bundles = entries.map((entry) => entry.bundle);
  // There from the first: the templates are made from them meanwhile.
  for (const name of bundles) mkdirSync(join(dist, name), { recursive: true });
  await freshly(dist, sources, async () => {
    writeFileSync(metafileOf(), JSON.stringify(await buildAll(entries, dist)));
    removeOthers(bundles);
  });
}

/** The gate on what was built last. */
export function faultsOfBundles(): readonly string[] {
  return bundleFaults(readMetafile());
}

function readMetafile(): Metafile {
  return JSON.parse(readFileSync(metafileOf(), 'utf8')) as Metafile;
}

/** Bundles of functions that are declared no longer. Not emptied beforehand: a running system reads from here. */
function removeOthers(kept: readonly string[]): void {
  for (const folder of readdirSync(dist, { withFileTypes: true })) {
    if (folder.isDirectory() && !kept.includes(folder.name)) rmSync(join(dist, folder.name), { recursive: true });
  }
}

function printSizes({ outputs }: Metafile): void {
  const sizes = Object.entries(outputs).flatMap(([path, { bytes }]) =>
    path.endsWith('.mjs') ? [{ name: basename(dirname(path)), bytes }] : [],
  );
  for (const { name, bytes } of sizes.sort((a, b) => b.bytes - a.bytes)) {
    console.log(`${(bytes / 1024).toFixed(0).padStart(5)} KB  ${name}`);
  }
  console.log(`${sizes.length} bundles in ${dist}/`);
}

if (import.meta.main) {
  await bundle();
  printSizes(readMetafile());
  const faults = faultsOfBundles();
  for (const fault of faults) console.log(fault);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
