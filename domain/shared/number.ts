import { dateIn } from './time.ts';

/** `202611`: the month in the company's zone, by which people-facing numbers are counted. */
export function numberMonth(now: Date, zone: string): string {
  return dateIn(now, zone).slice(0, 7).replace('-', '');
}

/** `C202611001`, `FK202611001`, `HT202611001`: at least three digits of sequence; it simply grows longer. */
export function numberOf(prefix: 'C' | 'FK' | 'HT', month: string, sequence: number): string {
  return `${prefix}${month}${String(sequence).padStart(3, '0')}`;
}
