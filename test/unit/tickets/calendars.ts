import type { Calendar } from '#domain/tickets/calendar.ts';
import { CalendarInput, newCalendar } from '#domain/tickets/calendar-input.ts';
import { holidaysOf } from '#domain/tickets/holidays.ts';

const day: [string, string][] = [
  ['09:00', '12:00'],
  ['13:30', '18:00'],
];

export const office: CalendarInput['weekly'] = { mon: day, tue: day, wed: day, thu: day, fri: day };

/** In Shanghai, unless stated otherwise. */
export function calendarOf(input: Partial<CalendarInput>): Calendar {
  const years = input.holidays === undefined ? [] : holidaysOf(input.holidays, 2025, 2028);
  const parsed = CalendarInput.parse({ zone: 'Asia/Shanghai', weekly: office, ...input });
  return newCalendar(parsed, { name: 'office', version: 1, years, at: new Date(0), by: 'system' });
}

/** China's office hours with its holidays. */
export const shanghai = calendarOf({ holidays: 'CN' });
