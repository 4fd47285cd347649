import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** A tree of its own beside the real one, with one forbidden import in it. */
let tree: string;

beforeAll(() => {
  mkdirSync('.guanxi', { recursive: true });
  tree = mkdtempSync(resolve('.guanxi/canary-'));
  for (const name of ['node_modules', '.dependency-cruiser.mjs', 'tsconfig.json', 'package.json']) {
    symlinkSync(resolve(name), join(tree, name));
  }
});
afterAll(() => rmSync(tree, { recursive: true }));

const violations = [
  [
    'domain-may-import',
    'domain/customers/a.ts',
    "import { randomUUID } from 'node:crypto';\nexport const a = randomUUID;",
  ],
  ['store-may-import', 'store/customers.ts', "import * as f from '../functions/http/env.ts';\nexport const s = f;"],
  ['no-sibling-context', 'functions/tickets/a.ts', "import * as c from '../customers/b.ts';\nexport const t = c;"],
  ['local-may-import', 'local/a.ts', "import * as d from '../domain/customers/a.ts';\nexport const l = d;"],
  ['kernel-knows-no-context', 'functions/http/k.ts', "import * as b from '../customers/b.ts';\nexport const k = b;"],
  ['no-circular', 'domain/shared/x.ts', "import { y } from './y.ts';\nexport const x = () => y;"],
] as const;
const others = {
  'functions/http/env.ts': 'export const env = 1;',
  'functions/customers/b.ts': 'export const b = 1;',
  'domain/shared/y.ts': "import { x } from './x.ts';\nexport const y = () => x;",
};

describe('the import gate', () => {
  test('fails on each planted violation, so that it is known to look', { timeout: 30_000 }, () => {
    const files = [...violations.map(([, file, text]) => [file, text] as const), ...Object.entries(others)];
    for (const [file, text] of files) {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      writeFileSync(join(tree, file), text);
    }
    const { stdout, status } = spawnSync(
      process.execPath,
      [
        resolve('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
        'domain',
        'store',
        'functions',
        'local',
        '--config',
        '.dependency-cruiser.mjs',
      ],
      { cwd: tree, encoding: 'utf8' },
    );
    for (const [rule] of violations) expect(stdout).toContain(rule);
    expect(status).not.toBe(0);
  });
});
