import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { declarations } from '#infra/contexts.ts';
import { map, mapFile } from '#tools/map.ts';
import { openApi, openApiFile } from '#tools/openapi.ts';

test('the served OpenAPI document is the one that the contracts make (npm run generate)', () => {
  expect(JSON.parse(readFileSync(openApiFile, 'utf8'))).toEqual(JSON.parse(JSON.stringify(openApi())));
});

test('the map of contexts and events is the one that the declarations make (npm run generate)', () => {
  expect(readFileSync(mapFile, 'utf8')).toBe(map());
});

const contracts = declarations.flatMap((each) => [...each.contracts]);

test('no two contracts share a method and a path, or an operationId', () => {
  const routes = contracts.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(routes).size).toBe(routes.length);
  expect(new Set(contracts.map(({ operationId }) => operationId)).size).toBe(contracts.length);
});

describe.each(contracts.filter(({ example }) => example !== undefined))('the example of $method $path', (contract) => {
  test('is what the contract itself accepts and answers', () => {
    const { body, answer, query } = contract.example ?? {};
    if (body !== undefined) expect(contract.body?.safeParse(body)).toMatchObject({ success: true });
    if (query !== undefined) expect(contract.query?.safeParse(query)).toMatchObject({ success: true });
    if (answer !== undefined) expect(contract.output?.safeParse(answer)).toMatchObject({ success: true });
  });
});

test('every POST and PATCH with a body shows an example of it', () => {
  const without = contracts.filter(
    ({ body, example, accepts }) =>
      body !== undefined && accepts !== 'application/x-www-form-urlencoded' && example?.body === undefined,
  );
  expect(without.map(({ operationId }) => operationId)).toEqual([]);
});

test('every link between the documents leads somewhere', () => {
  const files = ['.', 'docs', 'docs/adr', ...readdirSync('domain').map((name) => `domain/${name}`)]
    .flatMap((folder) =>
      existsSync(folder) && !folder.endsWith('.ts') ? readdirSync(folder).map((name) => join(folder, name)) : [],
    )
    .filter((file) => file.endsWith('.md'));
  const broken = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)]
      .map(([, target = '']) => join(dirname(file), target))
      .filter((target) => !existsSync(target))
      .map((target) => `${file} → ${target}`),
  );
  expect(broken).toEqual([]);
});
