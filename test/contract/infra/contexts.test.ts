import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { declarations } from '#infra/contexts.ts';
import { entriesOf } from '#infra/entries.ts';

const contracts = declarations.flatMap((declaration) => declaration.contracts);

test('every declared function is written, each under a name of its own', () => {
  const entries = entriesOf(declarations);
  const names = entries.map(({ bundle, exported }) => `${bundle}.${exported}`);

  expect(entries.filter(({ file }) => !existsSync(file))).toEqual([]);
  expect(new Set(names).size).toBe(entries.length);
});

test('no two contracts share an address or an operation id, so none is silently answered by another', () => {
  const addresses = contracts.map(({ method, path }) => `${method} ${path.replaceAll(/\{[^}]+\}/g, '{}')}`);
  const ids = contracts.map(({ operationId }) => operationId);

  expect(addresses.filter((address, i) => addresses.indexOf(address) !== i)).toEqual([]);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
});

test('a subscription hears our events, those of SES or new objects of one bucket: exactly one of them', () => {
  for (const { subscriptions = [] } of declarations) {
    for (const { name, events, sesEvents = [], costObjects, attachmentObjects } of subscriptions) {
      expect([name, [events.length > 0, sesEvents.length > 0, costObjects, attachmentObjects].filter(Boolean)]).toEqual(
        [name, [true]],
      );
    }
  }
});
