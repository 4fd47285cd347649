import type { Route } from '#functions/http/contract.ts';
import { createTicketBulkEdit, getTicketBulkEdit, listRefusedTickets } from './create-bulk-edit.ts';

/** In the order of the contracts. */
export const routes: readonly Route[] = [createTicketBulkEdit, getTicketBulkEdit, listRefusedTickets];
