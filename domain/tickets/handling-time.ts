import { dayMs } from '../shared/time.ts';
import { isActive, isSetAside, type Ticket } from './ticket.ts';

/** 投诉处理时长: of a complaint from its opening to the solution that stands; undefined where there is none. */
export function handlingMs(ticket: Pick<Ticket, 'kind' | 'state' | 'history'>): number | undefined {
  const { kind, history } = ticket;
  const [opened] = history;
  const solvedAt = history.findLastIndex(({ type }) => type === 'resolved');
  const solved = history[solvedAt];
  if (kind !== 'complaint' || isActive(ticket) || opened === undefined || solved === undefined) return undefined;
  if (history.slice(solvedAt).some(isSetAside)) return undefined;
  return Date.parse(solved.at) - Date.parse(opened.at);
}

interface HandlingFigures {
  readonly solved: number;
  readonly withinDay: number;
  /** Absent where none is solved. */
  readonly averageMs?: number;
}

/** The average to the millisecond, against the 24 hours that it is to stay within (TKT-38). */
export function handlingFigures(times: readonly number[]): HandlingFigures {
  const solved = times.length;
  const withinDay = times.filter((ms) => ms <= dayMs).length;
  if (solved === 0) return { solved, withinDay };
  return { solved, withinDay, averageMs: Math.round(times.reduce((sum, ms) => sum + ms, 0) / solved) };
}

/** By its number, FK202611001: the month in which it was opened, where the company is. */
export function monthOf({ number }: Pick<Ticket, 'number'>): string {
  return `${number.slice(2, 6)}-${number.slice(6, 8)}`;
}
