import { DomainError } from '#domain/shared/error.ts';
import { mayComplete } from '#domain/tickets/access.ts';
import { addMeasure, changeMeasure, completeMeasure, dropMeasure, openMeasure } from '#domain/tickets/measures.ts';
import { revisionOf } from '#domain/tickets/ticket.ts';
import { route } from '#functions/http/contract.ts';
import { StaleWrite } from '#store/table.ts';
import { commitProcess, readHandled } from './commit-process.ts';
import { assertResponsible } from './special-process.ts';
import * as contracts from './special-process-contracts.ts';

export const addMeasureRoute = route(contracts.addMeasureContract, async ({ params, body }, caller, world) => {
  const handled = await readHandled(world, caller, params.id);
  const after = addMeasure(handled.process, body, { by: caller.memberId, now: world.now });
  await assertResponsible(world, handled.ticket, body.memberId);
  return commitProcess(world, handled, after);
});

export const changeMeasureRoute = route(
  contracts.changeMeasureContract,
  async ({ params, body, ifMatch }, caller, world) => {
    const handled = await readHandled(world, caller, params.id);
    if (revisionOf(handled.stored) !== ifMatch) throw new StaleWrite([]);
    const after = changeMeasure(handled.process, params.number, body, { by: caller.memberId, now: world.now });
    await assertResponsible(world, handled.ticket, body.memberId);
    return commitProcess(world, handled, after);
  },
);

export const completeMeasureRoute = route(contracts.completeMeasureContract, async ({ params }, caller, world) => {
  const handled = await readHandled(world, caller, params.id);
  const { memberId } = openMeasure(handled.process, params.number);
  if (!mayComplete(caller, memberId)) throw new DomainError('forbidden', 'tickets.others-measure');
  const after = completeMeasure(handled.process, params.number, { by: caller.memberId, now: world.now });
  return commitProcess(world, handled, after);
});

export const dropMeasureRoute = route(contracts.dropMeasureContract, async ({ params, body }, caller, world) => {
  const handled = await readHandled(world, caller, params.id);
  const doing = { by: caller.memberId, now: world.now };
  return commitProcess(world, handled, dropMeasure(handled.process, params.number, body.reason, doing));
});
