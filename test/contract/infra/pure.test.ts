import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, describe, expect, test } from 'vitest';
import { buildOptions } from '#infra/bundling/esbuild.ts';
import { withPureConstants } from '#infra/bundling/pure.ts';
import { scratchFolder } from '#infra/scratch.ts';

const folder = scratchFolder('pure');
afterAll(() => rmSync(folder, { recursive: true }));

async function bundleOf(main: string): Promise<string> {
  mkdirSync(join(folder, 'domain/orders'), { recursive: true });
  writeFileSync(
    join(folder, 'domain/orders/order.ts'),
    `import * as z from 'zod';
     export const Order = z
  .strictObject({ orderNumber: z.string() })
  .refine((order) => {
    const { orderNumber } = order;

    return orderNumber !== '';
  });
export const Other = z.strictObject({ articleNumber: z.string().min(1) });
export const twice = (n: number) => n * 2;`.replace(/^ {5}/gm, ''),
  );
  const outfile = join(folder, 'index.mjs');
  await build({
    ...buildOptions,
    plugins: [...buildOptions.plugins],
    stdin: { contents: main, resolveDir: folder },
    outfile,
  });
  return readFileSync(outfile, 'utf8');
}

describe('a constant of domain/', () => {
  test('that a bundle does not use is not in it, whatever made it', async () => {
    const bundled = await bundleOf(
      `import { Order } from './domain/orders/order.ts'; console.log(Order.parse({ orderNumber: 'a' }));`,
    );

    expect([bundled.includes('orderNumber'), bundled.includes('articleNumber')]).toEqual([true, false]);
  });

  test('that is a function, or made without a call, is left as it is', () => {
    const source = `export const twice = (n: number) => n * 2;\nconst names = ['a', 'b'] as const;\n`;

    expect(withPureConstants(source)).toBe(source);
  });

  test('stays on its lines, with all that follows it', () => {
    const source = `const A = z\n  .string()\n  .min(1);\n\n/** Said. */\nexport function f() {\n  const b = g(1);\n  return b;\n}\n`;

    expect(withPureConstants(source)).toBe(
      `const A = /* @__PURE__ */ (() => (z\n  .string()\n  .min(1)))();\n\n/** Said. */\nexport function f() {\n  const b = g(1);\n  return b;\n}\n`,
    );
  });
});
