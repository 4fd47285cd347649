/** Every bounded context, once. Each layer has a slice of this name and no other (test/contract/slices.test.ts). */
export const contexts = [
  'members',
  'customers',
  'activities',
  'contracts',
  'tickets',
  'mail',
  'campaigns',
  'attachments',
  'costs',
  'audit',
] as const;
export type Context = (typeof contexts)[number];
