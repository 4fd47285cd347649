import * as z from 'zod';

/** Every way in which the company and a customer talk to each other: of interactions and of tickets. */
export const Channel = z.enum([
  'phone',
  'email',
  'sms',
  'wechat',
  'chat',
  'social',
  'web',
  'video',
  'meeting',
  'on-site',
  'fax',
]);
export type Channel = z.output<typeof Channel>;
