import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contexts } from '#domain/contexts.ts';
import { declarations } from '#infra/contexts.ts';

/** What stands in a layer beside its slices. */
const support: Record<string, readonly string[]> = {
  domain: ['shared', 'contexts.ts'],
  functions: ['http', 'batch', 'agenda', 'relay', 'docs'],
  events: ['define.ts', 'catalog.ts', 'versions'],
  'infra/contexts': [],
};

describe.each(Object.entries(support))('%s/', (layer, extra) => {
  test('has a slice for contexts only, so that a name means the same in every layer', () => {
    const names = readdirSync(layer)
      .filter((name) => !extra.includes(name))
      .map((name) => name.replace(/(-[a-z]+)?\.ts$/, ''));
    expect(names.filter((name) => !(contexts as readonly string[]).includes(name))).toEqual([]);
  });
});

test('every context is declared once, in the cloud as in domain/contexts.ts', () => {
  expect(declarations.map(({ context }) => context).toSorted()).toEqual([...contexts].toSorted());
});

describe.each(contexts)('%s', (context) => {
  test.each([
    `domain/${context}/README.md`,
    `domain/${context}/messages.ts`,
    `store/${context}.ts`,
    `functions/${context}/contract.ts`,
    `infra/contexts/${context}.ts`,
  ])('has %s', (file) => {
    expect(existsSync(file)).toBe(true);
  });

  test('names each of its routes in its README', () => {
    const readme = readFileSync(`domain/${context}/README.md`, 'utf8');
    const contracts = declarations.find((each) => each.context === context)?.contracts ?? [];
    const missing = contracts.filter(({ method, path }) => !readme.includes(`${method} ${path}`));
    expect(missing.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });
});
