import type { Export } from '#domain/customers/export.ts';
import { onBehalfOf } from '#domain/shared/on-behalf.ts';
import { present } from '#domain/shared/present.ts';
import { exportRequested } from '#events/customers.ts';
import { call } from '#functions/http/call.ts';
import { route } from '#functions/http/contract.ts';
import { putExport } from '#store/customers-exports.ts';
import { listCustomers } from '../list-customers.ts';
import { asSent, ListQuery } from '../list-query.ts';
import { repointed } from '../repointed.ts';
import { createExportContract } from './export-contracts.ts';
import { toExportView } from './get-export.ts';

export const createExport = route(createExportContract, async ({ body }, caller, world) => {
  const query = body.filter ?? ListQuery.parse({});
  // What is wrong with the filter is told now, by the list itself, and not found out by nobody later.
  const first = asSent({ ...query, limit: 1 });
  await call(listCustomers, { query: first }, caller, world).catch(repointed('?', '/filter/'));
  const at = world.now.toISOString();
  const job: Export = {
    id: world.newId('exp'),
    of: body.of,
    format: body.format,
    state: 'running',
    query: present(asSent(query)),
    files: [],
    requester: onBehalfOf(caller),
    version: 1,
    createdAt: at,
    createdBy: caller.memberId,
    updatedAt: at,
  };
  const event = world.event(exportRequested, job.id, { exportId: job.id });
  return world.commit([putExport(job, [event])], toExportView(job));
});
