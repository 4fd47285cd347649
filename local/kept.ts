import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JsonObject, parseObject } from './json.ts';

/** Changes that come together are written once. */
const writeDelayMs = 200;

/** A small JSON file beside the kept items: what must be known again at the next start. Without a folder nothing is kept. */
export class Kept {
  readonly #file: string | undefined;
  #values: Record<string, unknown> = {};
  #timer: NodeJS.Timeout | undefined;

  constructor(dataDir: string | undefined, name: string) {
    if (!dataDir) return;
    mkdirSync(dataDir, { recursive: true });
    this.#file = join(dataDir, name);
    this.#values = { ...readIfThere(this.#file) };
  }

  get isKept(): boolean {
    return this.#file !== undefined;
  }

  get(name: string): unknown {
    return this.#values[name];
  }

  set(name: string, value: unknown): void {
    this.#values[name] = value;
    if (!this.#file || this.#timer) return;
    this.#timer = setTimeout(() => this.flush(), writeDelayMs);
    this.#timer.unref();
  }

  clear(): void {
    this.#values = {};
    this.flush();
  }

  /** Writes beside the file and renames, so that a start never finds half a file. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#file) return;
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#values), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }
}

function readIfThere(file: string): JsonObject {
  try {
    return parseObject(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw new Error(`${file} cannot be read`, { cause: error });
  }
}
