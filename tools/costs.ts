import { readFileSync, writeFileSync } from 'node:fs';
import { startEngine } from '#test/engine-process.ts';
import { operationCosts, toTable } from './costs/operations.ts';

/** Writes the table of docs/costs.md from what the engine reports; test/contract/costs-of-operations.test.ts holds it. */
const file = 'docs/costs.md';

function withTable(text: string, table: string): string {
  return text.replace(/(<!-- operations -->\n)[\s\S]*?(\n<!-- end -->)/, `$1\n${table}\n$2`);
}

if (import.meta.main) {
  const engine = await startEngine();
  try {
    const costs = await operationCosts(engine);
    writeFileSync(file, withTable(readFileSync(file, 'utf8'), toTable(costs)));
  } finally {
    engine.client.destroy();
    engine.stop();
  }
}
