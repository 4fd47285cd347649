import fc from 'fast-check';
import { expect, test } from 'vitest';
import { climbing } from './climbing.ts';

const everybody = ['assignee', 'manager', 'service-manager'];

test('waiting for the customer never pauses the first response: its climb goes on to the top', async () => {
  const { act, id, pass, told } = await climbing();
  await act(id, 'wait', { for: 'customer' });
  await pass(49);
  expect(told('firstResponse')).toEqual(everybody);
});

test('a promise that was broken before a pause is climbed for again when the pause ends, and each rung is told once', async () => {
  const { act, id, names, pass, told } = await climbing();
  await act(id, 'respond', { message: 'We are on it.', via: 'phone' });
  await pass(49);
  await act(id, 'wait', { for: 'customer' });
  await pass(10);
  expect(told()).toEqual(['assignee']);
  await act(id, 'resume');
  await pass(1);
  expect(told()).toEqual(['assignee', 'manager']);
  await pass(24);
  expect(told()).toEqual(everybody);
  expect(names()).toEqual([`${id}-1-resolution`, `${id}-1-resolution-1-2`]);
});

test('every climb is shown, of all targets and cycles', async () => {
  const { act, call, id, pass } = await climbing();
  await pass(49);
  await act(id, 'resolve', { solution: 'New fuse.' });
  await act(id, 'reopen', { reason: 'It is back.' });
  await pass(25);
  const { escalations } = (await call('GET', `/v1/tickets/${id}/sla`)).body;
  const shown = escalations.map((each: { cycle: number; target: string }) => `${each.cycle}/${each.target}`);
  expect(shown).toEqual(['1/firstResponse', '1/resolution', '2/firstResponse']);
});

test('a pause that begins before anybody was told leaves the breach to when it ends', async () => {
  const { act, clock, id, names, pass, told } = await climbing();
  await act(id, 'respond', { message: 'We are on it.', via: 'phone' });
  await pass(47);
  clock.advance(3_600_000);
  await act(id, 'wait', { for: 'customer' });
  await pass(5);
  expect(told()).toEqual([]);
  await act(id, 'resume');
  await pass(30);
  expect(told()).toEqual(everybody);
  expect(names()).toEqual([`${id}-1-resolution`, `${id}-1-resolution-1-2`]);
});

test('a breach that another version of the policy undoes, and that comes again, is climbed for again', async () => {
  const { act, id, names, pass, sla, told } = await climbing();
  await act(id, 'respond', { message: 'We are on it.', via: 'phone' });
  await pass(49);
  const body = { targets: { resolution: 'PT72H' } };
  const put = await sla('PUT', '/v1/sla-policies/default?appliesTo=running', { body });
  expect(put.status).toBe(200);
  await pass(22);
  expect(told()).toEqual(['assignee']);
  await pass(50);
  expect(told()).toEqual(everybody);
  expect(names()).toEqual([`${id}-1-resolution`, `${id}-1-resolution-1-2`]);
});

test('a second delivery of a breach whose climb has ended starts nothing and keeps nothing from starting', async () => {
  const { act, climb, id, pass, told } = await climbing();
  await act(id, 'respond', { message: 'We are on it.', via: 'phone' });
  await pass(49);
  await act(id, 'wait', { for: 'customer' });
  await pass(4);
  await act(id, 'resume');
  expect(await climb({ ticketId: id, cycle: 1, target: 'resolution' })).toEqual({ done: true });
  expect(told()).toEqual(['assignee']);
  await pass(26);
  expect(told()).toEqual(everybody);
});

test('whatever pauses come, once work goes on everybody on the ladder is told, and nobody twice', async () => {
  const hours = fc.integer({ min: 1, max: 9 });
  const story = fc.array(fc.record({ paused: hours, worked: hours }), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 46, max: 53 }), story, async (before, pauses) => {
      const { act, id, pass, told } = await climbing();
      await act(id, 'respond', { message: 'We are on it.', via: 'phone' });
      await pass(before);
      for (const { paused, worked } of pauses) {
        await act(id, 'wait', { for: 'customer' });
        await pass(paused);
        await act(id, 'resume');
        await pass(worked);
      }
      await pass(28);
      expect(told()).toEqual(everybody);
    }),
    { numRuns: 8 },
  );
});
