import { expect, test } from 'vitest';
import { formatInstant } from '#domain/shared/format.ts';
import { Zone } from '#domain/shared/time.ts';

test.each(['Asia/Shanghai', 'America/Argentina/Buenos_Aires', 'UTC', 'Etc/GMT+9', 'Etc/GMT-14'])(
  '%s is a zone in which instants can be written',
  (zone) => {
    expect(Zone.safeParse(zone).success).toBe(true);
    expect(formatInstant('2026-11-22T01:00:00.000Z', 'en', zone)).toContain('2026');
  },
);

test.each(['', 'Mars/+05', 'x-03:00', '+08:00', '+99:99', 'Etc/GMT+99', 'Mars/Olympus', 'constructor'])(
  '%j is no IANA time zone',
  (zone) => {
    expect(Zone.safeParse(zone).success).toBe(false);
  },
);
