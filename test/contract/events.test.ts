import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { declarations } from '#infra/contexts.ts';
import { idOf } from '#test/world.ts';
import { schemaFile, schemaOf } from '#tools/event-schemas.ts';
import { catalogue } from '#tools/map.ts';

interface Schema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
}

describe.each(catalogue.map((def) => [`${def.type} v${def.version}`, def] as const))('%s', (_name, def) => {
  test('has an example that it accepts, of at most 512 bytes', () => {
    const detail = def.detail.parse(def.example);
    expect(Buffer.byteLength(JSON.stringify(detail))).toBeLessThanOrEqual(512);
  });
  test('only ever gains optional fields (npm run generate freezes a new event)', () => {
    expect(existsSync(schemaFile(def))).toBe(true);
    const frozen = JSON.parse(readFileSync(schemaFile(def), 'utf8')) as Schema;
    const now = JSON.parse(JSON.stringify(schemaOf(def))) as Schema;
    expect(now.properties).toMatchObject(frozen.properties ?? {});
    expect(now.required ?? []).toEqual(frozen.required ?? []);
  });
});

const subscriptions = declarations.flatMap(({ context, subscriptions: all = [] }) =>
  all.filter(({ events }) => events.length > 0).map(({ name, events }) => [`${context}/${name}`, events] as const),
);

describe.each(subscriptions)('%s', (file, events) => {
  test('reads what the producers publish', async () => {
    const { handler } = await import(/* @vite-ignore */ resolve(`functions/${file}.ts`));
    for (const { type, version, context, example } of events) {
      const at = '2026-11-22T01:00:00.000Z';
      const detail = {
        id: idOf('evt', 1),
        type,
        version,
        subject: 'x',
        at,
        actorId: 'system',
        cause: 'x',
        detail: example,
      };
      const envelope = { id: 'b', source: `guanxi.${context}`, 'detail-type': type, time: at, detail };
      expect(handler.consumer.read(envelope)).toMatchObject({ type, subject: 'x' });
    }
  });
});
