import { globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { EventDef } from '#events/define.ts';
import type { Contract } from '#functions/http/contract.ts';
import { scratchFolder } from '#infra/scratch.ts';
import { builtAndLoaded } from './built.ts';

const folder = scratchFolder('documentation');
afterAll(() => rmSync(folder, { recursive: true }));

type Definition = Contract | EventDef;
const documentation = ['summary', 'example', 'problems'];

/** All contracts and events among what the modules export, by module and name. */
function definitionsIn(modules: Readonly<Record<string, object>>): Record<string, Definition> {
  const found: Record<string, Definition> = {};
  for (const [module, exported] of Object.entries(modules)) {
    for (const [name, value] of Object.entries(exported)) {
      if (isDefinition(value)) found[`${module} ${name}`] = value;
    }
  }
  return found;
}

function isDefinition(value: unknown): value is Definition {
  if (typeof value !== 'object' || value === null) return false;
  return ('operationId' in value && 'path' in value) || ('type' in value && 'version' in value && 'detail' in value);
}

const files = globSync(['functions/*/**/*.ts', 'events/*.ts']).filter((file) =>
  /satisfies Contract;$|= defineEvent\(/m.test(readFileSync(file, 'utf8')),
);

test('a bundle has everything of a contract and an event but their documentation', async () => {
  const original = files.map(async (file) => [file, await import(join(process.cwd(), file))]);
  const source = definitionsIn(Object.fromEntries(await Promise.all(original)));
  const contents = files.map((file) => `export * as ${JSON.stringify(file)} from './${file}';`).join('');
  const bundled = definitionsIn(await builtAndLoaded(folder, 'definitions', contents));

  expect(Object.keys(source).length).toBeGreaterThan(60);
  expect(Object.keys(bundled).toSorted()).toEqual(Object.keys(source).toSorted());
  for (const [name, definition] of Object.entries(source)) {
    const kept = Object.entries(definition).filter(([key]) => !documentation.includes(key));
    expect([name, plain(Object.entries(bundled[name] ?? {}))]).toEqual([name, plain(kept)]);
  }
});

/** Schemas are of another copy of zod: their kind is compared, and the keys of objects. */
function plain(entries: readonly (readonly [string, unknown])[]): unknown {
  return entries.map(([key, value]) => {
    const schema = value as { def?: { type?: string }; shape?: object } | undefined;
    return [key, schema?.def === undefined ? value : [schema.def.type, Object.keys(schema.shape ?? {})]];
  });
}

test('the bundled description of the API is the one that was generated', async () => {
  const contents = "export { default as document } from './docs/openapi.json' with { type: 'json' };";
  const { document } = await builtAndLoaded(folder, 'api', contents);
  const original = await import(join(process.cwd(), 'docs/openapi.json'), { with: { type: 'json' } });

  expect(document).toEqual(original.default);
});
