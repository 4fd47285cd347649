import { expect, test } from 'vitest';
import { erasing } from './erasing.ts';

test('with a person go his data key and everything that was sealed under it', async () => {
  const given = await erasing();
  const sealedRows = () =>
    given.table
      .rows()
      .filter(
        ({ item }) =>
          item['sealed'] !== undefined || (item['mainContact'] as { sealed?: unknown })?.sealed !== undefined,
      )
      .map(({ key }) => key.sk);
  const own = `contact#${given.contactId}`;
  expect(sealedRows()).toContain(own);
  await given.erase();
  await given.deliver();
  expect(sealedRows()).not.toContain(own);
  const row = given.table.rows().find(({ key }) => key.sk === own);
  expect(Object.keys(row?.item ?? {}).toSorted()).toEqual([
    'archivedAt',
    'doNotContact',
    'erasedAt',
    'name',
    'version',
  ]);

  const { body } = await given.call('customers', 'GET', `/v1/customers/${given.loserId}`);
  const path = `/v1/contacts/${body.mainContact.id}/erasure`;
  expect(sealedRows()).toContain('~customer');
  await given.call('customers', 'POST', path, { body: { reason: '本人要求' } });
  await given.deliver();
  const left = given.table.rows().find(({ key }) => key.pk.endsWith(given.loserId) && key.sk === '~customer');
  expect(left?.item['mainContact']).not.toHaveProperty('sealed');
});
