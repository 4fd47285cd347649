import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

/** A tree of its own with the project's settings and a few planted files. */
let tree: string;
beforeEach(() => {
  mkdirSync('.guanxi', { recursive: true });
  tree = mkdtempSync(resolve('.guanxi/canary-'));
  for (const name of ['biome.json', 'knip.json', 'tsconfig.json']) cpSync(name, join(tree, name));
  for (const name of ['node_modules', 'package.json']) symlinkSync(resolve(name), join(tree, name));
});
afterEach(() => rmSync(tree, { recursive: true }));

function plant(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), text);
  }
}

function run(file: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve(file), ...args], {
    cwd: tree,
    encoding: 'utf8',
  });
  return { status, said: `${stdout}${stderr}` };
}
const biome = () => run('node_modules/@biomejs/biome/bin/biome', 'ci', '--colors=off', '.');

test('the lint gate refuses the named z of zod, which bundles every locale, and a promise that nobody waits for', () => {
  plant({ 'domain/a.ts': "import * as z from 'zod';\n\nexport const a = z.string();\n" });
  expect(biome().status).toBe(0);

  plant({
    'domain/b.ts': "import { z } from 'zod';\n\nexport const b = z.string();\n",
    'functions/c.ts': 'async function write(): Promise<void> {}\n\nexport function careless(): void {\n  write();\n}\n',
  });
  const { status, said } = biome();
  expect(status).not.toBe(0);
  expect(said).toContain('domain/b.ts:1:10 lint/style/noRestrictedImports');
  expect(said).toContain('functions/c.ts:4:3 lint/nursery/noFloatingPromises');
});

test('the gate for what is unused names a file, an export and a type that nothing needs', () => {
  plant({
    'functions/orders/index.ts': "import { used } from '../../domain/orders.ts';\n\nexport const handler = used;\n",
    'domain/orders.ts': 'export const used = 1;\nexport const alone = 2;\nexport type Alone = string;\n',
    'domain/nobody.ts': 'export const nobody = 1;\n',
  });
  const { status, said } = run('node_modules/knip/bin/knip.js', '--include', 'files,exports,types');
  expect(status).not.toBe(0);
  for (const name of ['domain/nobody.ts', 'alone', 'Alone']) expect(said).toContain(name);
  expect(said).not.toMatch(/\bused\b +domain/);
});
