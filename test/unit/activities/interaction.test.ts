import { describe, expect, test } from 'vitest';
import { correct, correctionMs, type Interaction, NewInteraction, record } from '#domain/activities/interaction.ts';
import { idOf } from '#test/world.ts';

const now = new Date('2026-11-22T01:00:00.000Z');
const author = idOf('mem', 1);
const recording = { id: idOf('int', 1), customerId: idOf('cus', 1), now, actorId: author };

function call(): Interaction {
  const told = NewInteraction.parse({ channel: 'phone', direction: 'out', summary: 'Talked', needs: 'A quote' });
  return record(told, recording);
}

test('an interaction that says no instant happened now', () => {
  expect(call().occurredAt).toBe(now.toISOString());
});

test('an interaction in the future is refused at its field', () => {
  const told = NewInteraction.parse({
    channel: 'fax',
    direction: 'in',
    summary: 'x',
    occurredAt: '2026-11-22T09:00:01+08:00',
  });
  expect(() => record(told, recording, '/interaction')).toThrow(
    expect.objectContaining({
      code: 'activities.occurred-in-future',
      errors: [expect.objectContaining({ pointer: '/interaction/occurredAt' })],
    }),
  );
});

describe('a correction', () => {
  test('keeps what stood there before, and takes fields away', () => {
    const after = correct(call(), { channel: 'video', needs: null, durationMinutes: 5 }, author, now);
    expect(after).toMatchObject({ channel: 'video', durationMinutes: 5, version: 2 });
    expect(after.needs).toBeUndefined();
    expect(after.corrections).toEqual([
      { at: now.toISOString(), before: { channel: 'phone', needs: 'A quote', durationMinutes: null } },
    ]);
  });

  test('that changes nothing is none', () => {
    const before = call();
    expect(correct(before, { channel: 'phone', feedback: null }, author, now)).toBe(before);
  });

  test('is the author’s alone', () => {
    expect(() => correct(call(), { channel: 'video' }, idOf('mem', 2), now)).toThrow(
      expect.objectContaining({ code: 'activities.not-author', kind: 'forbidden' }),
    );
  });

  test('is possible until 24 hours have passed, and not a millisecond longer', () => {
    const end = now.getTime() + correctionMs;
    expect(correct(call(), { channel: 'video' }, author, new Date(end)).version).toBe(2);
    expect(() => correct(call(), { channel: 'video' }, author, new Date(end + 1))).toThrow(
      expect.objectContaining({ code: 'activities.correction-closed', kind: 'conflict' }),
    );
  });

  test('cannot move it into the future', () => {
    expect(() => correct(call(), { occurredAt: '2026-11-23T00:00:00.000Z' }, author, now)).toThrow(
      expect.objectContaining({ code: 'activities.occurred-in-future' }),
    );
  });

  test('stops at twenty, so that a row never outgrows the table', () => {
    let interaction = call();
    for (let i = 0; i < 20; i += 1) interaction = correct(interaction, { summary: `Talked ${i}` }, author, now);
    expect(() => correct(interaction, { summary: 'again' }, author, now)).toThrow(
      expect.objectContaining({ code: 'activities.too-many-corrections' }),
    );
  });
});
