import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { edit } from '#domain/tickets/flow.ts';
import { priorityOf } from '#domain/tickets/priority.ts';
import { relevelled, underAnotherPolicy } from '#domain/tickets/relevel.ts';
import { agent, hour, opened, told } from './given.ts';

const levels = fc.constantFrom('strategic', 'vip', 'key', 'normal', 'potential', undefined);

describe('a running ticket whose customer has another level', () => {
  test('has the priority that it would have been opened with, whatever levels came between', () => {
    const severities = fc.constantFrom('minor' as const, 'moderate' as const, 'major' as const);
    fc.assert(
      fc.property(severities, fc.array(levels, { minLength: 1 }), (severity, all) => {
        const ticket = opened({ severity, priority: priorityOf({ kind: 'fault', severity }, 'normal') });
        const after = all.reduce((each, level) => relevelled(each, level, hour(1)), ticket);
        expect(after.priority).toBe(priorityOf({ kind: 'fault', severity }, all.at(-1)));
        expect(after.version - ticket.version).toBe(after.history.length - ticket.history.length);
        expect(relevelled(after, all.at(-1), hour(2))).toBe(after);
      }),
    );
  });

  test('keeps the priority that somebody has set and said why', () => {
    const set = edit(opened(), { priority: 'low', priorityReason: 'can wait' }, { by: agent, now: hour(1) });
    expect(relevelled(set, 'vip', hour(2))).toBe(set);
  });

  test.each(['resolved', 'withdrawn'] as const)('is left as it is once %s', (move) => {
    const ticket = told([move, 1]);
    expect(relevelled(ticket, 'vip', hour(2))).toBe(ticket);
  });

  test('says why its policy is another where its priority stayed', () => {
    expect(underAnotherPolicy(opened(), hour(1)).history.at(-1)).toMatchObject({
      ...{ type: 'changed', by: 'system', fields: ['policy'], reason: 'customer-level' },
    });
  });
});
