import { type Route, route } from '#functions/http/contract.ts';
import { getCalendar, listCalendars, listCalendarVersions, putCalendar } from './calendars.ts';
import { getSla } from './get-sla.ts';
import { getSlaContract } from './sla-contracts.ts';
import {
  archiveSlaPolicy,
  getSlaPolicy,
  listSlaPolicies,
  listSlaPolicyVersions,
  putSlaPolicy,
} from './sla-policies.ts';

/** In the order of the contracts. */
export const routes: readonly Route[] = [
  route(getSlaContract, getSla),
  putCalendar,
  getCalendar,
  listCalendars,
  listCalendarVersions,
  putSlaPolicy,
  getSlaPolicy,
  listSlaPolicies,
  listSlaPolicyVersions,
  archiveSlaPolicy,
];
