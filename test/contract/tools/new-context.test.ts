import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** A copy of the layers, in which a slice is made; of the tests only what a slice's own test needs. */
let tree: string;
beforeAll(() => {
  mkdirSync('.guanxi', { recursive: true });
  tree = mkdtempSync(resolve('.guanxi/slice-'));
  const copied = [
    'domain',
    'events',
    'store',
    'functions',
    'infra',
    'test/world.ts',
    'test/company.ts',
    'test/files.ts',
    'test/snapshots.ts',
    'biome.json',
  ];
  for (const name of copied) cpSync(name, join(tree, name), { recursive: true });
  for (const name of ['node_modules', 'package.json', 'docs']) symlinkSync(resolve(name), join(tree, name));
  const config = JSON.parse(readFileSync('tsconfig.json', 'utf8')) as object;
  const include = ['domain', 'store', 'functions/widgets', 'infra/contexts', 'infra/contexts.ts', 'test'];
  writeFileSync(join(tree, 'tsconfig.json'), JSON.stringify({ ...config, include }));
});
afterAll(() => rmSync(tree, { recursive: true }));

const run = (file: string, ...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve(file), ...args], {
    cwd: tree,
    encoding: 'utf8',
  });
  return { status, said: `${stdout}${stderr}` };
};

test('a new slice compiles and is formatted, and a second of its name is refused', { timeout: 60_000 }, () => {
  expect(run('tools/new-context.ts', 'widgets')).toMatchObject({ status: 0 });

  expect(run('node_modules/@typescript/native/bin/tsc', '-p', '.')).toEqual({ status: 0, said: '' });
  expect(run('node_modules/@biomejs/biome/bin/biome', 'ci', 'functions/widgets', 'infra/contexts.ts')).toMatchObject({
    status: 0,
  });
  expect(run('tools/new-context.ts', 'widgets')).toMatchObject({ status: 2 });
  expect(run('tools/new-context.ts', 'contracts').said).toContain('is there already');
  expect(run('tools/new-context.ts', 'conveyors').said).toContain('con_ are taken');
});
