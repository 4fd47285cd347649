import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { minuteMs } from '#domain/shared/time.ts';
import { deliveredSla } from '#domain/tickets/sla.ts';
import { putMember } from '#store/members-directory.ts';
import { memoryTable } from '#store/memory.ts';
import type { Table, Write } from '#store/table.ts';
import { putTicket, readTicket } from '#store/tickets.ts';
import { idOf } from '#test/world.ts';
import { mailTest, member, rep, ticketId, warning } from './steps.ts';

const numberOf = (ticket: number): string => `FK20261100${ticket}`;
const throttled = { outcome: 'refused', reason: 'Throttling', isThrottled: true } as const;
const ticketCount = 6;
const memberIds = [rep, idOf('mem', 3), idOf('mem', 4)] as const;

/** As `mailTest`, with more tickets and members. */
async function manyTest(table?: Table) {
  const mail = await mailTest(table === undefined ? {} : { table });
  const ticket = await readTicket(mail.table, ticketId);
  if (ticket === undefined) throw new Error('no ticket');
  const tickets = Array.from({ length: ticketCount - 1 }, (_, i) => ({
    ...ticket,
    id: idOf('tkt', i + 2),
    number: numberOf(i + 2),
  }));
  await mail.table.commit([
    ...tickets.map((each) => putTicket(each, deliveredSla, 'absent')),
    ...memberIds.slice(1).map((id) => putMember(member({ id, email: `${id}@example.com` }), 'absent', [])),
  ]);
  const letters = async () =>
    Promise.all(
      mail.sent.map(async ({ to, raw }) => {
        const { headers, text = '', subject } = await PostalMime.parse(raw);
        const value = (name: string) => headers.find(({ key }) => key === name)?.value ?? '';
        return { to, text, subject, kind: value('x-guanxi-kind'), ref: value('x-guanxi-ref') };
      }),
    );
  return { ...mail, letters };
}

interface Breach {
  readonly ticket: number;
  readonly to: string;
  readonly kind: string;
  readonly target: string;
}

const asked = ({ ticket, to, kind, target }: Breach) => ({
  kind,
  ref: `${idOf('tkt', ticket)}#${target}/1/${kind === 'ticket.warning' ? 'warning' : 'assignee'}`,
  to: { memberId: to },
  facts: { ticketId: idOf('tkt', ticket), target, by: '2026-11-22T01:00:00.000Z' },
});
const addressOf = (id: string): string => (id === rep ? 'wang.fang@example.com' : `${id}@example.com`);

const breaches: fc.Arbitrary<Breach[]> = fc.uniqueArray(
  fc.record({
    ticket: fc.integer({ min: 1, max: ticketCount }),
    to: fc.constantFrom(...memberIds),
    kind: fc.constantFrom('ticket.escalated', 'ticket.warning'),
    target: fc.constantFrom('resolution', 'firstResponse'),
  }),
  { selector: (each) => JSON.stringify(each), minLength: 1, maxLength: 30 },
);
const twiceInAnyOrder = breaches.chain((all) => fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length }));

/** Which tickets each letter is to name: those of its kind and reader. */
function expected(all: readonly Breach[]): Record<string, string[]> {
  const groups = Map.groupBy(all, ({ kind, to }) => `${kind} ${addressOf(to)}`);
  return Object.fromEntries(
    [...groups].map(([group, of]) => [group, [...new Set(of.map(({ ticket }) => numberOf(ticket)))].toSorted()]),
  );
}

type Letters = Awaited<ReturnType<Awaited<ReturnType<typeof manyTest>>['letters']>>;
const toldIn = (letters: Letters) =>
  letters.map(({ kind, to, text }) => [`${kind} ${to}`, (text.match(/FK2026\d+/g) ?? []).toSorted()] as const);

/** A table of which one commit fails, before or after it is applied. */
function failing(isApplied: boolean) {
  const memory = memoryTable();
  let left = Number.POSITIVE_INFINITY;
  const table: Table = {
    ...memory,
    commit: async (writes: readonly Write[]) => {
      left -= 1;
      if (left !== 0) return memory.commit(writes);
      if (isApplied) await memory.commit(writes);
      throw new Error('the container is gone');
    },
  };
  return {
    table,
    failAfter: (commits: number) => {
      left = commits;
    },
  };
}

describe('many deadlines at one instant', () => {
  test('are one mail to each recipient and kind that names each ticket once, delivered twice and in any order', async () => {
    await fc.assert(
      fc.asyncProperty(twiceInAnyOrder, async (deliveries) => {
        const { request, sweep, clock, letters, sent } = await manyTest();
        await Promise.all(deliveries.slice(0, 9).map((each) => request(asked(each))));
        for (const each of deliveries.slice(9)) await request(asked(each));
        expect(sent).toEqual([]);
        clock.advance(minuteMs);
        await sweep();
        for (const each of deliveries) await request(asked(each));
        clock.advance(60 * minuteMs);
        expect(await sweep()).toBe(0);
        const told = toldIn(await letters());
        expect(told).toHaveLength(new Set(told.map(([group]) => group)).size);
        expect(Object.fromEntries(told)).toEqual(expected(deliveries));
      }),
      { numRuns: 40 },
    );
  });

  test('tell each of them, and none twice, whichever write fails on the way', async () => {
    await fc.assert(
      fc.asyncProperty(
        breaches,
        fc.array(fc.integer({ min: 1, max: 25 }), { maxLength: 4 }),
        fc.boolean(),
        async (all, gaps, isApplied) => {
          const { table, failAfter } = failing(isApplied);
          const { request, sweep, clock, letters, report, sent } = await manyTest(table);
          const tried = async (work: () => Promise<unknown>) => work().catch(() => undefined);
          for (const each of all) await request(asked(each));
          clock.advance(minuteMs);
          for (const gap of gaps) {
            failAfter(gap);
            await tried(sweep);
            // The mail service reports what it took, whatever became of our side.
            failAfter(Number.POSITIVE_INFINITY);
            for (const { messageId } of sent) await report('Send', messageId);
            clock.advance(minuteMs);
          }
          clock.advance(15 * minuteMs);
          await sweep();
          expect(await sweep()).toBe(0);
          const told = await letters();
          expect(new Set(told.map(({ kind, ref, to }) => `${kind} ${ref} ${to}`)).size).toBe(told.length);
          expect(Object.fromEntries(toldIn(told))).toEqual(expected(all));
          expect(toldIn(told)).toHaveLength(Object.keys(expected(all)).length);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('what waits for the end of its minute', () => {
  const late = { ticket: 2, to: rep, kind: 'ticket.warning', target: 'resolution' };

  test('is the mail that it always was, with its own ref, where it stays alone', async () => {
    const { request, sweep, clock, letters, row } = await manyTest();
    clock.advance(40_000);
    await request(warning);
    expect(await row(warning)).toMatchObject({ state: 'queued', gathersAt: '2026-11-22T01:01:00.000Z' });
    clock.advance(19_999);
    expect(await sweep()).toBe(0);
    clock.advance(1);
    await sweep();
    const [letter, ...more] = await letters();
    expect(more).toEqual([]);
    expect(letter).toMatchObject({ kind: 'ticket.warning', ref: warning.ref });
    expect(letter?.subject).toContain('工单即将超时: FK202611001');
    expect(await row(warning)).toMatchObject({ state: 'accepted', attempts: 1 });
  });

  test('says in which letter it was told, and that letter is followed as every message is', async () => {
    const { request, sweep, clock, letters, row, answer } = await manyTest();
    await request(warning);
    await request(asked(late));
    clock.advance(minuteMs);
    answer(throttled);
    await sweep();
    expect(await letters()).toEqual([]);
    clock.advance(minuteMs);
    await sweep();
    const ref = `${rep}#2026-11-22T01:00/1`;
    expect(await letters()).toMatchObject([{ ref, kind: 'ticket.warning', subject: '工单即将超时：2 张' }]);
    const letter = await row({ ...warning, ref });
    expect(letter).toMatchObject({ state: 'accepted', attempts: 2 });
    expect(await row(warning)).toMatchObject({ state: 'gathered', gatheredIn: letter?.id });
    expect(await row(asked(late))).toMatchObject({ state: 'gathered', gatheredIn: letter?.id });
  });

  test('is in the next letter where it came too late for the first, and lost in none', async () => {
    const { request, sweep, clock, letters } = await manyTest();
    await request(warning);
    await request(asked({ ...late, ticket: 3 }));
    const end = clock.now.getTime() + minuteMs;
    clock.advance(minuteMs);
    await sweep();
    // A container that was slow: its row is of the minute before.
    clock.now = new Date(end - 1);
    await request(asked(late));
    await request(asked({ ...late, ticket: 4 }));
    clock.advance(1);
    await sweep();
    const told = await letters();
    expect(told.map(({ ref }) => ref)).toEqual([`${rep}#2026-11-22T01:00/1`, `${rep}#2026-11-22T01:00/2`]);
    expect(told.flatMap(({ text }) => text.match(/FK2026\d+/g)).toSorted()).toEqual([1, 2, 3, 4].map(numberOf));
  });

  test('is never together with another minute', async () => {
    const { request, sweep, clock, letters } = await manyTest();
    await request(warning);
    clock.advance(minuteMs);
    await request(asked(late));
    clock.advance(minuteMs);
    await sweep();
    expect((await letters()).map(({ ref }) => ref).toSorted()).toEqual([warning.ref, asked(late).ref].toSorted());
  });
});
