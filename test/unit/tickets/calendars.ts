import { type CalendarInput, newCalendar } from '#domain/tickets/calendar.ts';
import { holidaysOf } from '#domain/tickets/holidays.ts';

const day: [string, string][] = [
  ['09:00', '12:00'],
  ['13:30', '18:00'],
];

export const office: CalendarInput['weekly'] = { mon: day, tue: day, wed: day, thu: day, fri: day };

/** China's office hours with its holidays. */
export const shanghai = newCalendar(
  { zone: 'Asia/Shanghai', weekly: office, holidays: 'CN' },
  {
    name: 'office',
    version: 1,
    years: holidaysOf('CN', 2025, 2028),
    at: new Date('2026-11-22T00:00:00Z'),
    by: 'system',
  },
);
