import fc from 'fast-check';
import { expect, test } from 'vitest';
import { announced, archived, settled } from '#domain/attachments/attachment.ts';
import { listAttachments, putAttachment } from '#store/attachments.ts';
import { memoryTable } from '#store/memory.ts';
import { idOf } from '#test/world.ts';

const now = new Date('2026-11-22T01:00:00.000Z');
const subjectId = idOf('tkt', 1);
const file = fc.record({ internal: fc.boolean(), archived: fc.boolean(), ready: fc.boolean() });

test('whatever is attached, pages of any size show each file that is to be seen once, the latest first', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(file, { maxLength: 25 }),
      fc.integer({ min: 1, max: 6 }),
      fc.boolean(),
      fc.boolean(),
      async (files, limit, seesNotes, withArchived) => {
        const table = memoryTable();
        for (const [i, { internal, archived: isArchived, ready }] of files.entries()) {
          const told = {
            subjectId,
            name: 'a.pdf',
            contentType: 'application/pdf',
            sizeBytes: 1,
            kind: 'other',
          } as const;
          const entry = { id: idOf('att', i), internal, now, actorId: 'x' };
          const states = [announced(told, entry)];
          if (ready) states.push(settled(announced(told, entry), { sha256: 'a' }, now, 'x'));
          const last = states.at(-1);
          if (isArchived && last !== undefined) states.push(archived(last, now, 'x'));
          for (const state of states) await table.commit([putAttachment(state)]);
        }
        const later = new Date(now.getTime() + 48 * 3_600_000);
        const shown: string[] = [];
        let before: string | undefined;
        do {
          const ranges = seesNotes ? (['public', 'internal'] as const) : (['public'] as const);
          const page = await listAttachments(table, subjectId, {
            ranges,
            limit,
            before,
            archived: withArchived,
            now: later,
          });
          expect(page.items.length).toBe(page.next === undefined ? page.items.length : limit);
          shown.push(...page.items.map(({ id }) => id));
          before = page.next;
        } while (before !== undefined);
        const expected = files.flatMap(({ internal, archived: isArchived, ready }, i) =>
          ready && (seesNotes || !internal) && (withArchived || !isArchived) ? [idOf('att', i)] : [],
        );
        expect(shown).toEqual(expected.toReversed());
      },
    ),
    { numRuns: 60 },
  );
});
