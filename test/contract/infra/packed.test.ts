import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { toValidE164 } from '#domain/customers/phone.ts';
import { simplified } from '#domain/customers/simplified.ts';
import { holidaysOf } from '#domain/tickets/holidays.ts';
import { buildOptions } from '#infra/bundling/esbuild.ts';

test('what is packed in a bundle says the same as the tables it was made of', async () => {
  const contents = `
    export { toValidE164 } from '#domain/customers/phone.ts';
    export { simplified } from '#domain/customers/simplified.ts';
    export { holidaysOf } from '#domain/tickets/holidays.ts';`;
  const { outputFiles } = await build({
    ...buildOptions,
    plugins: [...buildOptions.plugins],
    sourcemap: false,
    write: false,
    stdin: { contents, resolveDir: process.cwd(), loader: 'ts' },
  });
  const [bundled] = outputFiles;
  const packed = (await import(`data:text/javascript,${encodeURIComponent(bundled?.text ?? '')}`)) as {
    toValidE164: typeof toValidE164;
    simplified: typeof simplified;
    holidaysOf: typeof holidaysOf;
  };

  const numbers = [
    '+14155552671',
    '+1 115 555 2671',
    '+44 (0)20 7946 0000',
    '+80012345678',
    '+99 12345678',
    '13800138000',
  ];
  expect(numbers.map(packed.toValidE164)).toEqual(numbers.map(toValidE164));
  expect(packed.holidaysOf('DE', 2026, 2027)).toEqual(holidaysOf('DE', 2026, 2027));
  expect(packed.simplified('臺灣積體電路製造')).toBe(simplified('臺灣積體電路製造'));
});
