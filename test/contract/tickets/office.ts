import { expect } from 'vitest';
import { ticketsApi } from './given.ts';

const day = [
  ['09:00', '12:00'],
  ['13:30', '18:00'],
];
export const weekly = { mon: day, tue: day, wed: day, thu: day, fri: day };
export const office = { zone: 'Asia/Shanghai', weekly, holidays: 'CN' };
const eightHours = { calendar: 'office', targets: { firstResponse: 'PT2H', resolution: 'PT8H' } };

export type Api = Awaited<ReturnType<typeof ticketsApi>>;

/** Monday, 23 November 2026, 09:00 in Shanghai, with office hours under the default policy. */
export async function inOffice(policy: object = eightHours) {
  const api = await ticketsApi();
  await put(api, '/v1/calendars/office', office);
  await put(api, '/v1/sla-policies/default', policy);
  return api;
}

export async function put(api: Api, path: string, body: object, headers: Record<string, string> = {}) {
  const answer = await api.sla('PUT', path, { body, headers });
  expect(answer).toMatchObject({ status: 200 });
  return answer.body;
}

export const deadlines = async (api: Api, id: string) => (await api.call('GET', `/v1/tickets/${id}`)).body.deadlines;
