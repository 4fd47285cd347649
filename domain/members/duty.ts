import { tzOffset } from '@date-fns/tz';
import * as z from 'zod';
import { MemberId } from '../shared/ids.ts';
import { Locale } from '../shared/locale.ts';
import { line } from '../shared/text.ts';
import { minuteMs, UtcInstant } from '../shared/time.ts';
import { says } from '../shared/words.ts';

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const Minute = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, says('members.clock-time'));
/** `["09:00", "18:00"]`; one that does not end after it begins ends on the following day. */
const Interval = z.tuple([Minute, Minute]);
const day = z.array(Interval).max(6).optional();
/** In the member's own zone. A weekday left out is a day off. */
const Hours = z.strictObject({ mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day });

const codes = z.array(line(40)).max(50);

/** What a member can do and how much of it; without hours he works whenever he is on duty. */
export const WorkProfileInput = z.strictObject({
  skills: codes.default([]),
  languages: z.array(Locale).max(5).default([]),
  /** Provinces, as addresses of customers name them. */
  territories: codes.default([]),
  /** Open tickets that he can work on at a time. */
  capacity: z.int().min(1).max(500).default(20),
  hours: Hours.optional(),
});
export type WorkProfileInput = z.output<typeof WorkProfileInput>;

export const WorkProfile = z.strictObject({
  memberId: MemberId,
  ...WorkProfileInput.shape,
  skills: z.array(z.string()),
  territories: z.array(z.string()),
  /** He takes no new work; until he says otherwise where no instant is named. */
  offDuty: z.strictObject({ since: UtcInstant, until: UtcInstant.optional() }).optional(),
  version: z.int().nonnegative(),
});
export type WorkProfile = z.output<typeof WorkProfile>;

/** As long as nobody has said otherwise. */
export function defaultProfile(memberId: string): WorkProfile {
  return { memberId, ...WorkProfileInput.parse({}), version: 0 };
}

export type OffDuty = 'off-duty' | 'outside-hours';

/** Why a member takes no new work at this instant; undefined where he does. */
export function whyOffDuty({ offDuty, hours }: WorkProfile, zone: string, now: Date): OffDuty | undefined {
  const isBack = offDuty?.until !== undefined && Date.parse(offDuty.until) <= now.getTime();
  if (offDuty !== undefined && !isBack) return 'off-duty';
  return hours === undefined || isWithin(hours, zone, now) ? undefined : 'outside-hours';
}

function isWithin(hours: z.output<typeof Hours>, zone: string, now: Date): boolean {
  const local = new Date(now.getTime() + tzOffset(zone, now) * minuteMs);
  const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
  const today = local.getUTCDay();
  const covers = (weekday: number, at: number): boolean =>
    (hours[weekdays[weekday] ?? 'sun'] ?? []).some(([from, to]) => {
      const [start, end] = [minuteOf(from), minuteOf(to)];
      return start <= at && at < (end > start ? end : end + 24 * 60);
    });
  // What began yesterday before midnight may still last.
  return covers(today, minute) || covers((today + 6) % 7, minute + 24 * 60);
}

function minuteOf(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
}
