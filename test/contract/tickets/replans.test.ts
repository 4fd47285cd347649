import { describe, expect, test } from 'vitest';
import { hourMs } from '#domain/shared/time.ts';
import { StaleWrite } from '#store/table.ts';
import { fault } from './given.ts';
import { deadlines, inOffice, office, put, weekly } from './office.ts';

const closedOnTuesday = { ...office, days: [{ date: '2026-11-24', intervals: [] }] };

describe('another version of a calendar', () => {
  test('leaves what runs as it is unless it is applied to it', async () => {
    const api = await inOffice();
    const { id } = await api.open();
    await put(api, '/v1/calendars/office', closedOnTuesday);
    await api.sweep();
    expect((await deadlines(api, id)).resolution.by).toBe('2026-11-24T01:30:00.000Z');
    expect((await api.open()).deadlines.resolution.by).toBe('2026-11-25T01:30:00.000Z');
  });

  test('is previewed: what would be earlier or later, broken or kept; and nothing is written', async () => {
    const api = await inOffice();
    await api.open();
    await api.open();
    api.clock.advance(25 * hourMs);
    const preview = { prefer: 'dry-run' };
    const later = await put(api, '/v1/calendars/office', closedOnTuesday, preview);
    expect(later).toMatchObject({
      version: 2,
      preview: {
        tickets: 2,
        complete: true,
        timers: { running: 4, earlier: 0, later: 2, breachesMade: 0, breachesUndone: 2 },
      },
    });
    const always = { zone: 'Asia/Shanghai', weekly: { ...weekly, mon: [['00:00', '24:00']] } };
    const earlier = await put(api, '/v1/calendars/office', always, preview);
    expect(earlier.preview.timers).toMatchObject({ earlier: 2, later: 0 });
    expect((await api.sla('GET', '/v1/calendars/office')).body.version).toBe(1);
  });

  test('applied to what runs moves its deadlines, its place in the work list and its watch, and nothing that is settled', async () => {
    const api = await inOffice();
    const { id } = await api.open();
    const done = await api.open();
    await api.act(done.id, 'resolve', { solution: 'New fuse.' });
    await api.act(id, 'respond', { message: 'We are on it.', via: 'phone' });
    const put2 = await put(api, '/v1/calendars/office?appliesTo=running', closedOnTuesday);
    expect(put2.replan).toMatchObject({ state: 'running' });
    await api.sweep();
    const { body } = await api.call('GET', `/v1/tickets/${id}`);
    expect(body.deadlines.resolution.by).toBe('2026-11-25T01:30:00.000Z');
    expect(body.deadlines.firstResponse).toMatchObject({ by: '2026-11-23T03:00:00.000Z', state: 'met' });
    expect(body.nextDueAt).toBe('2026-11-25T01:30:00.000Z');
    const { items } = (await api.call('GET', '/v1/tickets?state=in-progress')).body;
    expect(items).toMatchObject([{ id, nextDueAt: '2026-11-25T01:30:00.000Z' }]);
    expect((await deadlines(api, done.id)).resolution).toMatchObject({ by: '2026-11-24T01:30:00.000Z', state: 'met' });
    expect((await api.sla('GET', '/v1/calendars/office')).body.replan).toMatchObject({
      state: 'completed',
      timers: { running: 1, later: 1, earlier: 0 },
    });
    const terms = (await api.call('GET', `/v1/tickets/${id}/sla`)).body.terms;
    expect(terms).toMatchObject([{ calendarVersion: 1 }, { calendarVersion: 2, anew: true }]);
    api.clock.advance(25 * hourMs);
    await api.sweep();
    expect(api.news('ticket.target-breached')).toHaveLength(0);
  });

  test('undoes a breach that should not have been, which is told again when it comes', async () => {
    const api = await inOffice();
    const { id } = await api.open();
    await api.act(id, 'respond', { message: 'We are on it.', via: 'phone' });
    api.clock.advance(25 * hourMs);
    await api.sweep();
    expect(api.news('ticket.target-breached')).toHaveLength(1);
    await put(api, '/v1/calendars/office?appliesTo=running', closedOnTuesday);
    await api.sweep();
    expect((await deadlines(api, id)).resolution.state).toBe('running');
    api.clock.advance(24 * hourMs);
    await api.sweep();
    expect(api.news('ticket.target-breached')).toHaveLength(2);
  });

  test('reaches every ticket once, whichever write fails', async () => {
    const whole = await replanned(undefined);
    expect(whole.timers).toMatchObject({ running: 12, later: 6 });
    for (let failing = 0; failing < 8; failing += 1) {
      const broken = await replanned(failing);
      expect(broken.by).toEqual(whole.by);
    }
  });
});

/** Six tickets, and a replan whose n-th write of a ticket fails once, as if the function had died. */
async function replanned(failing: number | undefined) {
  const api = await inOffice();
  const ids: string[] = [];
  for (let i = 0; i < 6; i += 1) ids.push((await api.open()).id);
  await put(api, '/v1/calendars/office?appliesTo=running', closedOnTuesday);
  const { commit } = api.table;
  let writes = 0;
  Object.assign(api.table, {
    commit: async (...args: Parameters<typeof commit>) => {
      writes += 1;
      if (writes - 1 === failing) throw failing % 2 === 0 ? new Error('died') : new StaleWrite([]);
      return commit(...args);
    },
  });
  for (let run = 0; run < 4; run += 1) {
    await api.sweep();
    api.clock.advance(60_000);
  }
  const by = await Promise.all(ids.map(async (id) => (await deadlines(api, id)).resolution.by));
  const { replan } = (await api.sla('GET', '/v1/calendars/office')).body;
  expect(replan.state).toBe('completed');
  return { by, timers: replan.timers };
}

test('another version of a policy is brought to what runs under it, and to nothing else', async () => {
  const api = await inOffice();
  await put(api, '/v1/sla-policies/faults', { when: { kinds: ['fault'] }, targets: { resolution: 'PT10H' } });
  const ofFaults = await api.open(fault);
  const other = await api.open({ ...fault, kind: 'question' });
  await put(api, '/v1/sla-policies/faults?appliesTo=running', {
    targets: { resolution: 'PT5H', firstResponse: 'PT1H' },
  });
  await api.sweep();
  expect(await deadlines(api, ofFaults.id)).toEqual({
    firstResponse: { by: '2026-11-23T02:00:00.000Z', state: 'running' },
    resolution: { by: '2026-11-23T06:00:00.000Z', state: 'running' },
  });
  expect(await deadlines(api, other.id)).toEqual(other.deadlines);
});
