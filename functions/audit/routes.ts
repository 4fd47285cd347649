import type { Route } from '#functions/http/contract.ts';
import { listAudit } from './list-audit.ts';
import { verifyAudit } from './verify-audit.ts';

export const routes: readonly Route[] = [listAudit, verifyAudit];
