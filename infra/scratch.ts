import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';

/** A new folder inside the project, because nothing outside it is written. Whoever makes it removes it. */
export function scratchFolder(name: string): string {
  mkdirSync('.guanxi', { recursive: true });
  return mkdtempSync(join('.guanxi', `${name}-`));
}
