import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isGivenUp, type MessageState, messageStates, nextTry, type Report, stateAfter } from '#domain/mail/message.ts';
import { minuteMs } from '#domain/shared/time.ts';
import { pace } from '#functions/mail/pace.ts';
import { answerOf } from '#functions/mail/ses.ts';

const reports = ['accepted', 'delivered', 'failed', 'bounced', 'complained'] as const;

test('the same reports in any order, and any of them again, end in the same state', () => {
  const follow = (from: MessageState, told: readonly Report[]) =>
    told.reduce<MessageState>((state, report) => stateAfter(state, report) ?? state, from);
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...reports)),
      fc.constantFrom('sending', 'queued', 'accepted'),
      (told, from) => {
        const end = follow(from, told);
        expect(follow(from, told.toReversed())).toBe(end);
        expect(follow(end, told)).toBe(end);
      },
    ),
  );
});

test('a message that never went out is not moved by a report', () => {
  for (const state of ['suppressed', 'no-consent', 'no-address'] as const) {
    for (const report of reports) expect(stateAfter(state, report)).toBeUndefined();
  }
  expect(messageStates).toContain('no-address');
});

test('tries come later each time, an hour apart at most, and end after three days', () => {
  const now = new Date('2026-11-22T00:00:00Z');
  const minutes = [1, 2, 3, 7, 20].map((attempts) => (nextTry(attempts, now).getTime() - now.getTime()) / minuteMs);
  expect(minutes).toEqual([1, 2, 4, 60, 60]);
  expect(isGivenUp({ createdAt: '2026-11-19T00:00:01Z' }, now)).toBe(false);
  expect(isGivenUp({ createdAt: '2026-11-18T23:59:59Z' }, now)).toBe(true);
});

test.each([
  ['a throttle was not sent', { name: 'Throttling', $metadata: { httpStatusCode: 400 } }, 'refused'],
  [
    'a missing right is not the fault of the message',
    { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } },
    'refused',
  ],
  ['no connection, nothing sent', { name: 'Error', code: 'ECONNREFUSED' }, 'refused'],
  ['a message that SES will never take', { name: 'MessageRejected', $metadata: { httpStatusCode: 400 } }, 'rejected'],
  ['a fault of SES leaves it open', { name: 'ServiceUnavailable', $metadata: { httpStatusCode: 503 } }, 'unknown'],
  ['a lost answer leaves it open', { name: 'TimeoutError' }, 'unknown'],
  ['a broken connection leaves it open', { name: 'Error', code: 'ECONNRESET' }, 'unknown'],
])('%s', (_, error, outcome) => {
  expect(answerOf(error).outcome).toBe(outcome);
});

test('after a throttle calls are spaced by the rate of the account, which is read every five minutes at most', async () => {
  let now = 0;
  let reads = 0;
  const pauses: number[] = [];
  const rate = pace(
    async () => {
      reads += 1;
      return 10;
    },
    { nowMs: () => now, pause: async (ms) => void pauses.push(ms) },
  );
  await rate.wait();
  expect(pauses).toEqual([]);
  await rate.slowDown();
  await rate.slowDown();
  await Promise.all([rate.wait(), rate.wait(), rate.wait()]);
  expect(pauses).toEqual([100, 200]);
  expect(reads).toBe(1);
  now = 5 * minuteMs;
  await rate.wait();
  expect(pauses).toHaveLength(2);
});
