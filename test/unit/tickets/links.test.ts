import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ask, classify, edit, progress, reopen } from '#domain/tickets/flow.ts';
import { ends, link, linksMax, linksOf, merge, unlink, upwards } from '#domain/tickets/links.ts';
import type { LinkType, Ticket } from '#domain/tickets/ticket.ts';
import { unwatch, watch } from '#domain/tickets/watchers.ts';
import { idOf } from '#test/world.ts';
import { agent, hour, opened, told } from './given.ts';

const doing = (hours = 1) => ({ by: agent, now: hour(hours) });
const refusal = (code: string) => expect.objectContaining({ code });
const pointing = (code: string) =>
  expect.objectContaining({ errors: [expect.objectContaining({ code })] }) as unknown as Error;
const numbered = (n: number, fields: Partial<Ticket> = {}) =>
  opened({ id: idOf('tkt', n), number: `FK20261100${n}`, ...fields });
const types: readonly LinkType[] = ['parent', 'child', 'duplicate', 'caused-by', 'causes'];

describe('links', () => {
  test.each([
    ['parent', 'child'],
    ['child', 'parent'],
    ['duplicate', 'duplicate'],
    ['caused-by', 'causes'],
    ['causes', 'caused-by'],
  ] as const)('%s is %s from the other side, and both go together', (type, reverse) => {
    const [a, b] = link(numbered(1), numbered(2), type, [], doing());
    expect(linksOf(a)).toEqual([{ type, ticketId: idOf('tkt', 2) }]);
    expect(linksOf(b)).toEqual([{ type: reverse, ticketId: idOf('tkt', 1) }]);
    const [left, right] = unlink(a, b, doing());
    expect([left.links, right.links]).toEqual([undefined, undefined]);
    expect(() => unlink(left, right, doing())).toThrow(refusal('tickets.not-linked'));
  });

  test('a ticket has one parent, and is linked to another once', () => {
    const [child, parent] = link(numbered(1), numbered(2), 'parent', [], doing());
    expect(() => link(child, numbered(3), 'parent', [], doing())).toThrow(refusal('tickets.has-parent'));
    expect(() => link(numbered(3), child, 'child', [], doing())).toThrow(refusal('tickets.has-parent'));
    expect(() => link(child, parent, 'duplicate', [], doing())).toThrow(refusal('tickets.already-linked-to'));
    expect(() => link(child, child, 'duplicate', [], doing())).toThrow(pointing('tickets.linked-to-itself'));
  });

  test('never close a circle: nobody is put below what stands below him', () => {
    const above = [idOf('tkt', 2), idOf('tkt', 1)];
    expect(() => link(numbered(1), numbered(2), 'parent', above, doing())).toThrow(pointing('tickets.link-circle'));
    expect(() => link(numbered(2), numbered(1), 'causes', above, doing())).toThrow(pointing('tickets.link-circle'));
  });

  test('of a ticket are fifty at most, and one that goes leaves the others', () => {
    const full = Array.from({ length: linksMax }, (_, n) => n + 2).reduce(
      (ticket, n) => link(ticket, numbered(n), 'duplicate', [], doing())[0],
      numbered(1),
    );
    const one = () => link(full, numbered(99), 'duplicate', [], doing());
    expect(one).toThrow(refusal('tickets.too-many-links'));
    const [, second] = link(numbered(1), numbered(2), 'duplicate', [], doing());
    const [left] = unlink(full, second, doing());
    expect(linksOf(left).map(({ ticketId }) => ticketId)).toEqual(
      linksOf(full)
        .slice(1)
        .map((each) => each.ticketId),
    );
  });

  test('whatever is linked in whatever order, nobody stands above himself', () => {
    const step = fc.record({ a: fc.nat(5), b: fc.nat(5), type: fc.constantFrom(...types) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const tickets = new Map([0, 1, 2, 3, 4, 5].map((n) => [idOf('tkt', n), numbered(n)]));
        const aboveOf = (id: string, up: string, seen: readonly string[] = []): readonly string[] =>
          linksOf(tickets.get(id) ?? numbered(0))
            .filter((each) => each.type === up && !seen.includes(each.ticketId))
            .flatMap(({ ticketId }) => [id, ...aboveOf(ticketId, up, [...seen, id, ticketId])])
            .concat(id);
        for (const { a, b, type } of steps) {
          const [one, other] = [tickets.get(idOf('tkt', a)), tickets.get(idOf('tkt', b))];
          if (one === undefined || other === undefined) continue;
          const up = upwards(type);
          const above = up === undefined ? [] : aboveOf(ends(one, other, type).above.id, up);
          try {
            for (const each of link(one, other, type, above, doing())) tickets.set(each.id, each);
          } catch {}
        }
        for (const [id, ticket] of tickets) {
          for (const up of ['parent', 'caused-by']) {
            const parents = linksOf(ticket).filter(({ type }) => type === up);
            for (const { ticketId } of parents) expect(aboveOf(ticketId, up)).not.toContain(id);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('merging', () => {
  test('closes the one, and the other takes over what was merged into it and who watches', () => {
    const [b, c] = merge(numbered(2), watch(numbered(3), agent), doing());
    expect(b).toMatchObject({ state: 'closed', mergedIntoId: idOf('tkt', 3) });
    const [, d] = merge(c, numbered(4), doing());
    expect(d).toMatchObject({ state: 'open', mergedIds: [idOf('tkt', 3), idOf('tkt', 2)], watcherIds: [agent] });
    expect(d.history.at(-1)).toMatchObject({ type: 'merged', ticketId: idOf('tkt', 3) });
  });

  test('never joins customers, nor people of whom nothing but the address is known', () => {
    const other = numbered(2, { customerId: idOf('cus', 2) });
    expect(() => merge(numbered(1), other, doing())).toThrow(pointing('tickets.other-customer'));
    const { customerId: _, ...unknown } = numbered(1);
    const from = (n: number, email: string) => ({ ...unknown, id: idOf('tkt', n), requester: { name: 'Z', email } });
    expect(() => merge(from(1, 'a@x.cn'), numbered(2), doing())).toThrow(pointing('tickets.other-customer'));
    expect(() => merge(from(1, 'a@x.cn'), from(2, 'b@x.cn'), doing())).toThrow(pointing('tickets.other-customer'));
    expect(merge(from(1, 'a@x.cn'), from(2, 'a@x.cn'), doing())[0].state).toBe('closed');
  });

  test('makes at most twenty tickets one', () => {
    const merged = (n: number) => Array.from({ length: n }, (_, i) => idOf('tkt', 10 + i));
    expect(merge(numbered(1), numbered(2, { mergedIds: merged(19) }), doing())[1].mergedIds).toHaveLength(20);
    expect(() => merge(numbered(1), numbered(2, { mergedIds: merged(20) }), doing())).toThrow(
      refusal('tickets.too-many-merged'),
    );
  });

  test('is of two tickets that are not closed, and what was merged is not reopened', () => {
    const closed = told(['withdrawn', 1]);
    expect(() => merge(numbered(2), closed, doing())).toThrow(refusal('tickets.already-closed'));
    expect(() => merge(closed, numbered(2), doing())).toThrow(refusal('tickets.already-closed'));
    expect(() => merge(closed, closed, doing())).toThrow(pointing('tickets.merged-into-itself'));
    const [gone] = merge(numbered(1), numbered(2), doing());
    expect(() => reopen(gone, 'again', doing(2))).toThrow(refusal('tickets.merged'));
  });
});

describe('classification', () => {
  test('raises the priority for what is wide or urgent, and lowers it for what can wait', () => {
    const ticket = numbered(1);
    expect(classify(ticket, { impact: 'company', urgency: 'high' }, undefined, doing()).priority).toBe('urgent');
    expect(classify(ticket, { urgency: 'low' }, undefined, doing()).priority).toBe('low');
    expect(classify(ticket, { severity: 'minor', urgency: 'low' }, undefined, doing()).priority).toBe('low');
    expect(classify(ticket, { impact: 'team' }, 'vip', doing()).priority).toBe('high');
  });
  test('leaves a priority that was set by hand', () => {
    const set = edit(numbered(1), { priority: 'low', priorityReason: 'agreed' }, doing());
    const after = classify(set, { impact: 'public', category: ['设备', '电源'] }, 'vip', doing());
    expect(after).toMatchObject({ priority: 'low', impact: 'public', category: ['设备', '电源'] });
    expect(after.history.at(-1)).toMatchObject({ type: 'classified', fields: ['impact', 'category'] });
  });
});

test('what the customer says moves waiting to in progress and resolved to reopened, else nothing', () => {
  const said = { via: 'phone', messageId: idOf('msg', 3) } as const;
  expect(ask(told(['waits', 1]), said, doing(2))).toMatchObject({ state: 'in-progress', cycle: 1 });
  expect(ask(told(['resolved', 1]), said, doing(2))).toMatchObject({ state: 'in-progress', cycle: 2 });
  expect(ask(numbered(1), said, doing(2))).toMatchObject({ state: 'open', cycle: 1 });
  expect(() => ask(told(['withdrawn', 1]), said, doing(2))).toThrow(refusal('tickets.already-closed'));
});

test('a step is of a problem that is not solved yet', () => {
  const at = { step: 'planned', messageId: idOf('msg', 3) } as const;
  expect(progress(numbered(1), at, doing()).history.at(-1)).toMatchObject({ type: 'progressed', step: 'planned' });
  expect(() => progress(told(['resolved', 1]), at, doing(2))).toThrow(refusal('tickets.already-resolved'));
});

test('twenty watch, each once', () => {
  const all = Array.from({ length: 20 }, (_, n) => idOf('mem', n + 1)).reduce(watch, numbered(1));
  expect(watch(all, idOf('mem', 1))).toBe(all);
  expect(() => watch(all, idOf('mem', 21))).toThrow(refusal('tickets.too-many-watchers'));
  const none = (all.watcherIds ?? []).reduce(unwatch, all);
  expect(none).not.toHaveProperty('watcherIds');
  expect(unwatch(none, agent)).toBe(none);
});
