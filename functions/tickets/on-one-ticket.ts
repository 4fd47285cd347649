import * as z from 'zod';
import { TicketId } from '#domain/shared/ids.ts';

/** What the routes of one ticket share. */
export const params = z.strictObject({ id: TicketId });
export const notFound = { 'tickets.not-found': 404 } as const;
export const closed = { ...notFound, 'tickets.already-closed': 409 } as const;
