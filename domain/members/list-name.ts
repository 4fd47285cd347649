import * as z from 'zod';

const listNames = [
  'industries',
  'levels',
  'sources',
  'buyer-types',
  'channels',
  'ticket-kinds',
  'severities',
  'consent-purposes',
] as const;
export const ListName = z.enum(listNames);
export type ListName = z.output<typeof ListName>;
