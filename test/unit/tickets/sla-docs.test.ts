import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { atTime, durationMs, hourMs } from '#domain/shared/time.ts';
import { alwaysOpen } from '#domain/tickets/calendar.ts';
import { currentPromises, promisesOf } from '#domain/tickets/clock.ts';
import { hoursOf } from '#domain/tickets/hours.ts';
import { defaultPolicy } from '#domain/tickets/policy.ts';
import { type Segment, segmentsOf } from '#domain/tickets/segments.ts';
import { slaUnder } from '#domain/tickets/sla.ts';
import { standingOf } from '#domain/tickets/standing.ts';
import { calendarOf, shanghai } from './calendars.ts';
import { agent, type Move, moves, opened } from './given.ts';

const shift: [string, string][] = [['22:00', '06:00']];
const night = calendarOf({ weekly: { mon: shift, tue: shift, wed: shift, thu: shift, fri: shift }, holidays: 'CN' });
const calendars: Readonly<Record<string, typeof shanghai>> = { '24x7': alwaysOpen, office: shanghai, night };

const instant = (text: string) => atTime(text.slice(0, 10), text.slice(11, 16), 'Asia/Shanghai');

const page = readFileSync('docs/sla.md', 'utf8');
const rows = page
  .slice(page.indexOf('## Examples'))
  .split('\n')
  .filter((line) => /^\| (24x7|office|night) /.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, calendar = '', target = '', begin = '', story = '', due = '', why = '']) => ({
    calendar,
    target,
    begin,
    story,
    due,
    why,
  }));

describe('the examples of docs/sla.md', () => {
  test('are there', () => {
    expect(rows.length).toBeGreaterThan(10);
  });

  test.each(rows)(
    '$calendar $target, opened $begin, $story: due $due',
    ({ calendar, target, begin, story, due, why }) => {
      const hours = hoursOf(calendars[calendar] ?? alwaysOpen);
      const sla = slaUnder({ ...defaultPolicy, hours, targets: { resolution: durationMs(target) } });
      const start = { type: 'opened', at: instant(begin).toISOString(), by: agent } as const;
      const happened = story === '–' ? [] : story.split('; ');
      const ticket = happened.reduce(
        (before, entry) => {
          const [move = '', ...at] = entry.split(' ');
          return moves[move as Move](before, { by: agent, now: instant(at.join(' ')) });
        },
        opened({ history: [start] }),
      );
      const [promise] = currentPromises(ticket, sla);
      if (promise === undefined) throw new Error('nothing is promised');
      const { by = 0 } = standingOf(promise);
      expect(new Date(by)).toEqual(instant(due));
      const sumOf = (segments: readonly Segment[], kind: Segment['kind']) =>
        segments.filter((each) => each.kind === kind).reduce((sum, { from, to }) => sum + to - from, 0);
      expect(sumOf(segmentsOf(promise, by), 'counted')).toBe(durationMs(target));
      const life = promisesOf(ticket.history, sla).flatMap((each) => segmentsOf(each, by));
      expect(life.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(by - instant(begin).getTime());
      const hoursClosed = /(\d+) h `closed`/.exec(why)?.[1] ?? 0;
      expect(sumOf(life, 'closed')).toBe(Number(hoursClosed) * hourMs);
    },
  );
});
