import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { HolidayTable } from '#domain/tickets/holidays.ts';
import { china, countryOf, holidaysFile, years } from '#tools/holidays.ts';

const kept = JSON.parse(readFileSync(holidaysFile, 'utf8')) as HolidayTable;

test('China’s holidays and make-up workdays are those that the library knows (node tools/holidays.ts)', () => {
  expect(kept.china).toEqual(china(2024));
});

test.each(['DE', 'US', 'JP', 'SG'])('the holidays of %s are those that the library computes', (code) => {
  expect(kept.countries[code]).toEqual(countryOf(code, years));
});
