import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Engine, startEngine } from '#test/engine-process.ts';
import { operationCosts, toTable } from '#tools/costs/operations.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
}, 30_000);
afterAll(() => engine.stop());

test('docs/costs.md says of every operation what it consumes: what comes to cost more is seen', async () => {
  const costs = await operationCosts(engine);

  expect(costs.length).toBeGreaterThan(80);
  const documented = rowsOf(readFileSync('docs/costs.md', 'utf8'));
  expect(documented, 'a change that is meant is written by: npx node tools/costs.ts').toEqual(rowsOf(toTable(costs)));
  expect(costs.filter(({ status }) => status >= 500)).toEqual([]);
}, 120_000);

/** The rows that tell of operations. */
function rowsOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => /^\| `(GET|POST|PUT|PATCH|DELETE) \/v1/.test(line));
}
