import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  entered,
  handedOver,
  judge,
  left,
  listAsked,
  type Silence,
  type SilentDay,
  silentAt,
  withSeen,
  woken,
} from '#domain/activities/silence.ts';
import { dayMs, hourMs } from '#domain/shared/time.ts';
import { idOf } from '#test/world.ts';

const customerId = idOf('cus', 1);
const ownerId = idOf('mem', 1);
const zone = 'Asia/Shanghai';
const at = (text: string) => new Date(text);
const born = '2026-03-02T06:00:00.000Z';
const created = entered(undefined, { customerId, ownerId, zone, at: born }, at(born));
/** 14:00 in Shanghai on the 2nd, plus seven days: nine o'clock of the 10th. */
const due = '2026-03-10T01:00:00.000Z';

function told(): Silence {
  return judge(withSeen(created, undefined, zone), undefined, at(due));
}

describe('a silence', () => {
  test('is due at the first nine o’clock in the owner’s zone after seven times 24 hours', () => {
    expect(created.nextAt).toBe(due);
    expect(silentAt('2026-03-02T01:00:00.000Z', zone).toISOString()).toBe('2026-03-09T01:00:00.000Z');
    expect(silentAt('2026-03-02T01:00:00.001Z', zone).toISOString()).toBe(due);
  });

  test('is never told before seven days have passed, and at nine, in any zone', () => {
    const instant = fc.date({ min: at('2020-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z'), noInvalidDate: true });
    fc.assert(
      fc.property(
        instant,
        fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Europe/London', 'Asia/Kathmandu'),
        (since, where) => {
          const when = silentAt(since.toISOString(), where);
          const wait = when.getTime() - since.getTime() - 7 * dayMs;
          expect(wait).toBeGreaterThanOrEqual(0);
          expect(wait).toBeLessThan(25 * hourMs);
          expect(new Intl.DateTimeFormat('en-GB', { timeZone: where, timeStyle: 'short' }).format(when)).toBe('09:00');
        },
      ),
    );
  });

  test('is told once: looked at once more an hour later, then it waits for nothing', () => {
    const first = told();
    expect(first.told).toEqual({ since: born, at: due, memberId: ownerId, date: '2026-03-10' });

    const settled = judge(
      first,
      { memberId: ownerId, date: '2026-03-10', sendAt: due, version: 1 },
      at(first.nextAt ?? ''),
    );

    expect([settled.nextAt, settled.told]).toEqual([undefined, first.told]);
  });

  test('is broken by an interaction that nobody told it of: the latest is looked up when it is due', () => {
    const talked = '2026-03-08T02:00:00.000Z';

    const moved = judge(withSeen(created, talked, zone), undefined, at(due));

    expect([moved.told, moved.nextAt]).toEqual([undefined, '2026-03-16T01:00:00.000Z']);
    expect(moved.lastFollowUpAt).toBe(talked);
  });

  test('does not go back: an older interaction seen later moves nothing', () => {
    const seen = withSeen({ ...created, lastFollowUpAt: '2026-03-08T02:00:00.000Z' }, '2026-03-01T00:00:00.000Z', zone);
    expect(seen.lastFollowUpAt).toBe('2026-03-08T02:00:00.000Z');
  });

  test('begins anew with an interaction after it was told, and is told again seven days later', () => {
    const { nextAt: _, ...rest } = told();
    const again = woken(rest, '2026-03-20T04:00:00.000Z', at('2026-03-20T05:00:00.000Z'));
    expect(again?.nextAt).toBe('2026-03-28T01:00:00.000Z');
  });

  test('that still waits costs an interaction nothing', () => {
    expect(woken(created, '2026-03-05T00:00:00.000Z', at('2026-03-05T00:00:00.000Z'))).toBeUndefined();
    expect(woken(told(), '2026-03-10T01:00:10.000Z', at('2026-03-10T01:00:10.000Z'))).toBeUndefined();
    expect(woken(undefined, born, at(born))).toBeUndefined();
  });

  test('whose interaction was recorded days later is told at the next nine o’clock, not at night', () => {
    const { nextAt: _, ...rest } = told();
    const again = woken(rest, '2026-03-05T04:00:00.000Z', at('2026-03-20T15:00:00.000Z'));
    expect(again?.nextAt).toBe('2026-03-21T01:00:00.000Z');
  });

  test('that comes after the mail of the day went out waits for tomorrow’s', () => {
    const day: SilentDay = { memberId: ownerId, date: '2026-03-10', sendAt: due, sentAt: due, version: 2 };
    const late = judge(withSeen(created, undefined, zone), day, at('2026-03-10T03:00:00.000Z'));
    expect([late.told, late.nextAt]).toEqual([undefined, '2026-03-11T01:00:00.000Z']);
  });

  test('that was put on the list too late for its mail is told with tomorrow’s', () => {
    const first = told();
    const day: SilentDay = { memberId: ownerId, date: '2026-03-10', sendAt: due, sentAt: due, version: 2 };
    const again = judge(first, day, at(first.nextAt ?? ''));
    expect([again.told, again.nextAt]).toEqual([undefined, '2026-03-11T01:00:00.000Z']);
  });

  test('asks for nobody’s list while there is nothing to tell', () => {
    expect(listAsked(created, at('2026-03-09T00:00:00.000Z'))).toBeUndefined();
    expect(listAsked(created, at(due))).toEqual({ memberId: ownerId, date: '2026-03-10' });
  });
});

describe('the customer’s news', () => {
  const now = at('2026-03-04T00:00:00.000Z');
  const toNew = { customerId, ownerId: idOf('mem', 2), zone: 'America/New_York', at: '2026-03-04T00:00:00.000Z' };

  test('a hand-over begins the silence of a customer who was never contacted, at the new owner’s nine o’clock', () => {
    const after = handedOver(created, toNew, now);
    expect([after.ownerId, after.nextAt]).toEqual([toNew.ownerId, '2026-03-11T13:00:00.000Z']);
  });

  test('a hand-over does not make a contacted customer less silent', () => {
    const after = handedOver({ ...created, lastFollowUpAt: '2026-03-01T00:00:00.000Z' }, toNew, now);
    expect(after.nextAt).toBe('2026-03-08T13:00:00.000Z');
  });

  test('any order of entry and hand-over ends alike, repeated or not', () => {
    const entry = { customerId, ownerId, zone, at: born };
    const inOrder = handedOver(entered(undefined, entry, now), toNew, now);
    const turned = entered(handedOver(undefined, toNew, now), entry, now);
    const repeated = entered(
      handedOver(handedOver(inOrder, toNew, now), { ...toNew, ownerId, at: born }, now),
      entry,
      now,
    );
    const bare = ({ version: _, ...rest }: Silence) => rest;
    expect([bare(turned), bare(repeated)]).toEqual([bare(inOrder), bare(inOrder)]);
  });

  test('nobody is told of a customer in the bin; out of it, it is told at the next nine o’clock', () => {
    const binned = left(created, customerId, 'deleted', '2026-03-05T00:00:00.000Z', now);
    expect(binned.nextAt).toBeUndefined();
    const back = left(binned, customerId, 'back', '2026-03-20T00:00:00.000Z', at('2026-03-20T05:00:00.000Z'));
    expect(back.nextAt).toBe('2026-03-21T01:00:00.000Z');
    expect(left(back, customerId, 'deleted', '2026-03-05T00:00:00.000Z', now).gone).toBeUndefined();
  });

  test('nothing comes after an erasure', () => {
    const erased = left(created, customerId, 'erased', '2026-03-05T00:00:00.000Z', now);
    expect(left(erased, customerId, 'back', '2026-03-06T00:00:00.000Z', now).gone).toBe('erased');
    expect(handedOver(erased, toNew, now).nextAt).toBeUndefined();
  });
});
