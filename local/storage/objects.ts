import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ObjectFacts {
  readonly key: string;
  readonly bytes: number;
  readonly etag: string;
  readonly contentType: string;
  readonly contentEncoding?: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly modifiedAt: number;
}

interface StoredObject extends ObjectFacts {
  readonly body: Buffer;
}

/** The objects of one bucket: in memory, or in a folder when the laptop keeps its data. */
export interface Objects {
  readonly put: (object: Omit<StoredObject, 'etag' | 'bytes'>) => ObjectFacts;
  readonly get: (key: string) => StoredObject | undefined;
  readonly remove: (key: string) => void;
  /** In the order of their keys. */
  readonly list: (prefix: string) => readonly ObjectFacts[];
  readonly clear: () => void;
}

interface Bodies {
  readonly write: (facts: ObjectFacts, body: Buffer) => void;
  readonly read: (key: string) => Buffer;
  readonly remove: (key: string) => void;
}

export function createObjects(dir: string | undefined): Objects {
  const facts = new Map<string, ObjectFacts>((dir === undefined ? [] : readFacts(dir)).map((each) => [each.key, each]));
  const bodies = dir === undefined ? inMemory() : inFolder(dir);
  const remove = (key: string): void => {
    if (facts.delete(key)) bodies.remove(key);
  };
  return {
    put: ({ body, ...rest }) => {
      const stored = { ...rest, bytes: body.length, etag: createHash('md5').update(body).digest('hex') };
      bodies.write(stored, body);
      facts.set(stored.key, stored);
      return stored;
    },
    get: (key) => {
      const found = facts.get(key);
      return found && { ...found, body: bodies.read(key) };
    },
    remove,
    list: (prefix) =>
      [...facts.values()]
        .filter(({ key }) => key.startsWith(prefix))
        .sort((one, other) => Buffer.compare(Buffer.from(one.key), Buffer.from(other.key))),
    clear: () => {
      for (const key of [...facts.keys()]) remove(key);
    },
  };
}

function inMemory(): Bodies {
  const bodies = new Map<string, Buffer>();
  return {
    write: ({ key }, body) => void bodies.set(key, body),
    read: (key) => bodies.get(key) ?? Buffer.alloc(0),
    remove: (key) => void bodies.delete(key),
  };
}

/** A key may hold what no file name may, so files are named by its hash and say their key themselves. */
function inFolder(dir: string): Bodies {
  mkdirSync(dir, { recursive: true });
  const file = (key: string, end: string) => join(dir, `${createHash('sha256').update(key).digest('hex')}${end}`);
  return {
    write: (facts, body) => {
      writeFileSync(file(facts.key, '.object'), body);
      // The facts last and at once: an object without them is not there.
      writeFileSync(file(facts.key, '.new'), JSON.stringify(facts));
      renameSync(file(facts.key, '.new'), file(facts.key, '.json'));
    },
    read: (key) => readFileSync(file(key, '.object')),
    remove: (key) => {
      rmSync(file(key, '.json'), { force: true });
      rmSync(file(key, '.object'), { force: true });
    },
  };
}

function readFacts(dir: string): readonly ObjectFacts[] {
  mkdirSync(dir, { recursive: true });
  const files = readdirSync(dir).filter((name) => name.endsWith('.json'));
  return files.map((name): ObjectFacts => JSON.parse(readFileSync(join(dir, name), 'utf8')));
}
