import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { defineEvent } from '#events/define.ts';
import type { Declaration } from '#infra/declaration.ts';
import { entriesOf } from '#infra/entries.ts';
import { scratchFolder } from '#infra/scratch.ts';

const happened = defineEvent({
  context: 'tickets',
  type: 'ticket.opened',
  version: 1,
  summary: 'A ticket was opened',
  detail: z.object({}),
  example: {},
});

const read = { summary: 'Reads', permission: 'signed-in', status: 200 } as const;

/** Two contexts that between them use everything that can be declared. */
export const sampleDeclarations: readonly Declaration[] = [
  {
    context: 'tickets',
    contracts: [
      { ...read, method: 'GET', path: '/v1/tickets/{id}', operationId: 'getTicket' },
      { ...read, method: 'POST', path: '/v1/tickets', operationId: 'openTicket' },
    ],
    http: { reads: ['customers', 'members'] },
    subscriptions: [{ name: 'on-ticket-opened', events: [happened], escalation: true }],
    jobs: [{ name: 'sweep', every: 'minute', agenda: true }],
    steps: [{ name: 'escalation-step' }],
  },
  {
    context: 'mail',
    contracts: [{ ...read, permission: 'public', method: 'POST', path: '/v1/unsubscribe', operationId: 'unsubscribe' }],
    http: { secrets: true, users: true, files: true, attachments: ['s3:PutObject'] },
    subscriptions: [{ name: 'on-mail-sent', events: [], sesEvents: ['Email Bounced'], mail: true, batchSize: 1 }],
    jobs: [{ name: 'recount', every: 'day', costRecords: true }],
    follower: { name: 'record-changes', attribute: 'audit' },
  },
];

/** A folder with a bundle for each function: the template does not care what is in it. */
export function sampleDist(declarations: readonly Declaration[]): string {
  const dist = scratchFolder('sample-dist');
  for (const { bundle } of entriesOf(declarations)) {
    mkdirSync(join(dist, bundle), { recursive: true });
    writeFileSync(join(dist, bundle, 'index.mjs'), 'export const handler = () => undefined;');
  }
  return dist;
}
