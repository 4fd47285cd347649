import type { Route } from '#functions/http/contract.ts';
import { getCalendar, listCalendars, listCalendarVersions, putCalendar } from './calendars.ts';
import { routingRoutes } from './routing.ts';
import {
  archiveSlaPolicy,
  getSlaPolicy,
  listSlaPolicies,
  listSlaPolicyVersions,
  putSlaPolicy,
} from './sla-policies.ts';

/** In the order of the contracts. */
export const routes: readonly Route[] = [
  putCalendar,
  getCalendar,
  listCalendars,
  listCalendarVersions,
  putSlaPolicy,
  getSlaPolicy,
  listSlaPolicies,
  listSlaPolicyVersions,
  archiveSlaPolicy,
  ...routingRoutes,
];
