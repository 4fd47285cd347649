import { expect, test } from 'vitest';
import { messages } from '#domain/audit/messages.ts';
import { routes } from '#functions/audit/routes.ts';
import { memoryTable } from '#store/memory.ts';
import { deliver, recordOf } from '#test/contract/audit/feed.ts';
import { customerId, rep } from '#test/steps/records.ts';
import { inProcess } from '#test/world.ts';
import { attachments } from './given.ts';

test('who brought a file and who archived it is audited with its record, and its name is not shown', async () => {
  const table = memoryTable();
  const { attached, call, parts } = await attachments(table);
  const id = await attached();
  await call('DELETE', `/v1/attachments/${id}`, { headers: { 'if-match': '"2"' } });
  await deliver(parts, table.changes.map(recordOf));

  const audit = inProcess('audit', routes, messages, { parts });
  const { body } = await audit.call('GET', `/v1/audit?subject=${id}`);
  const told = (field: string, from?: string) => ({ field, ...(from === undefined ? {} : { from }) });
  const changesOf = (i: number) => body.items[i].changes;
  expect(body.items.map(({ kind, actorId }: { kind: string; actorId: string }) => [kind, actorId])).toEqual([
    ['attachment', rep.memberId],
    ['attachment', expect.stringMatching(/^system/)],
    ['attachment', rep.memberId],
  ]);
  expect(changesOf(0)).toMatchObject([told('/archivedAt')]);
  expect(changesOf(1)).toMatchObject([told('/sha256'), { ...told('/state', 'awaiting-upload'), to: 'ready' }]);
  expect(changesOf(2)).toContainEqual({ field: '/subjectId', to: customerId });
  expect(JSON.stringify(body)).not.toContain('报价单');
  const ofCustomer = (await audit.call('GET', `/v1/audit?subject=${customerId}`)).body.items;
  expect(ofCustomer.filter((each: { id: string }) => each.id === id)).toHaveLength(3);
});
