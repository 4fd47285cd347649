import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const sources = [
  '{domain,events,store,functions,infra}/**/*.{ts,json}',
  'docs/openapi.json',
  'cdk.json',
  'package-lock.json',
];

/** One hash over all that bundles and templates are made from: some hundred small files, so a few milliseconds. */
export function sourceHash(): string {
  const hash = createHash('sha256').update(process.version);
  for (const file of globSync(sources).sort()) hash.update(file).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}

export function isFresh(folder: string, hash: string): boolean {
  const stamp = join(folder, '.made-from');
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
}

/** For whoever writes into the folder by other means. */
export function makeStale(folder: string): void {
  rmSync(join(folder, '.made-from'), { force: true });
}

/** Removes the old stamp before the work and leaves the new one only after it, so that a failed run is never fresh. */
export async function freshly(folder: string, hash: string, work: () => Promise<void> | void): Promise<void> {
  makeStale(folder);
  await work();
  writeFileSync(join(folder, '.made-from'), hash);
}
