import * as z from 'zod';
import { invalidField } from '#domain/shared/error.ts';
import { SYSTEM } from '#domain/shared/ids.ts';
import { alwaysOpen } from '#domain/tickets/calendar.ts';
import { priorityOf } from '#domain/tickets/priority.ts';
import { type Routing, routedBy, weighed } from '#domain/tickets/routing.ts';
import { assertRules } from '#domain/tickets/routing-input.ts';
import { type Route, route } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { readDepartments } from '#store/members.ts';
import { StaleWrite, type Table } from '#store/table.ts';
import { putRouting as puts, readRoutingVersions } from '#store/tickets-sla.ts';
import { readArrival, readParty } from './route-ticket.ts';
import {
  getTicketRoutingContract,
  listTicketRoutingVersionsContract,
  previewTicketRoutingContract,
  putTicketRoutingContract,
} from './routing-contracts.ts';

const noRules: Routing = { version: 0, rules: [], createdAt: alwaysOpen.createdAt, createdBy: SYSTEM };

async function readRouting(table: Table): Promise<Routing> {
  const [routing = noRules] = await readRoutingVersions(table, 1);
  return routing;
}

async function readDepartmentIds(table: Table): Promise<ReadonlySet<string>> {
  return new Set((await readDepartments(table)).map(({ id }) => id));
}

const getTicketRouting = route(getTicketRoutingContract, (_input, _caller, { table }) => readRouting(table));

const putTicketRouting = route(putTicketRoutingContract, async ({ body: { rules }, ifMatch }, caller, world) => {
  assertRules(rules, await readDepartmentIds(world.table));
  const { version } = await readRouting(world.table);
  if (version !== ifMatch) throw new StaleWrite([]);
  const stamps = { createdAt: world.now.toISOString(), createdBy: caller.memberId };
  const routing = { version: version + 1, rules, ...stamps };
  return world.commit(puts(routing), routing);
});

const listTicketRoutingVersions = route(
  listTicketRoutingVersionsContract,
  async ({ query: { limit, cursor } }, _caller, { table }) => {
    const found = await readRoutingVersions(table, limit + 1, fromCursor(z.int().positive(), cursor));
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return { items, next: last === undefined || found.length <= limit ? null : toCursor(last.version) };
  },
);

const previewTicketRouting = route(
  previewTicketRoutingContract,
  async ({ body: { ticket, rules } }, caller, { table }) => {
    const { customerId, contactId, tags = [] } = ticket;
    if (contactId !== undefined && customerId === undefined) {
      throw invalidField('/ticket/customerId', 'tickets.customer-missing');
    }
    const ids = await readDepartmentIds(table);
    if (rules !== undefined) assertRules(rules, ids);
    const party = await readParty(table, caller, ticket, '/ticket');
    const asked = { ...ticket, tags, priority: priorityOf(ticket, party.customer?.level) };
    const arrival = await readArrival(table, asked, party);
    const routing = rules === undefined ? await readRouting(table) : { version: 1, rules };
    const routed = routedBy(routing, arrival, (id) => ids.has(id));
    return {
      ...(routed === undefined ? {} : { rule: routed.rule, departmentId: routed.departmentId }),
      items: weighed(routing.rules, arrival).map(({ rule: { name, departmentId }, met, unmet }) => ({
        ...{ rule: name, departmentId, takes: name === routed?.rule, met: [...met], unmet: [...unmet] },
        ...(ids.has(departmentId) ? {} : { gone: true as const }),
      })),
    };
  },
);

/** In the order of the contracts. */
export const routingRoutes: readonly Route[] = [
  getTicketRouting,
  putTicketRouting,
  listTicketRoutingVersions,
  previewTicketRouting,
];
