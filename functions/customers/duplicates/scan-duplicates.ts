import { route } from '#functions/http/contract.ts';
import { putScan, type Scan } from '#store/customers-scans.ts';
import { scanDuplicatesContract } from './scan-contracts.ts';

/** Only ordered here: the sweep looks through everybody. */
export const scanDuplicates = route(scanDuplicatesContract, async (_, caller, world) => {
  const startedAt = world.now.toISOString();
  const id = world.newId('scn');
  const scan: Scan = { id, state: 'running', keys: 0, groups: 0, startedAt, startedBy: caller.memberId, version: 1 };
  return world.commit([putScan(scan, 'absent', world.now)], { id, state: scan.state, startedAt });
});
