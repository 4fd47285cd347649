import * as z from 'zod';
import { type Caller, may } from '../shared/caller.ts';
import { invalidField } from '../shared/error.ts';
import { DepartmentId, SavedViewId } from '../shared/ids.ts';
import { present } from '../shared/present.ts';
import { firstStamps, restamped, Stamps } from '../shared/stamps.ts';
import { line } from '../shared/text.ts';
import { Filter } from './filter.ts';

/** The orders that a list of customers has. */
export const customerSorts = ['createdAt', '-createdAt', 'name', 'lastFollowUpAt'] as const;

/** Who finds the view in his list. It always runs with the rights of whoever reads it. */
const Sharing = z.enum(['nobody', 'department', 'company']);

export const SavedViewInput = z.strictObject({
  of: z.literal('customers'),
  name: line(100),
  filter: Filter,
  sort: z.enum(customerSorts).default('-createdAt'),
  sharedWith: Sharing.default('nobody'),
});
export type SavedViewInput = z.output<typeof SavedViewInput>;

export const SavedViewPatch = z.strictObject({
  name: line(100).optional(),
  filter: Filter.optional(),
  sort: z.enum(customerSorts).optional(),
  sharedWith: Sharing.optional(),
});
export type SavedViewPatch = z.output<typeof SavedViewPatch>;

/** A filter with an order and a name, kept for next time. */
export const SavedView = z.strictObject({
  id: SavedViewId,
  ...SavedViewInput.shape,
  /** Checked when it was written. */
  filter: z.unknown() as z.ZodType<Filter>,
  ownerId: z.string(),
  /** The owner's when it was shared with his department. */
  departmentId: DepartmentId.optional(),
  ...Stamps,
});
export type SavedView = z.output<typeof SavedView>;

export function newSavedView(input: SavedViewInput, id: string, caller: Caller, now: Date): SavedView {
  return placed({ ...input, id, ownerId: caller.memberId, ...firstStamps(now, caller.memberId) }, caller);
}

export function patchSavedView(view: SavedView, patch: SavedViewPatch, caller: Caller, now: Date): SavedView {
  const changed = { ...view, ...present(patch) } as SavedView;
  return placed(restamped(changed, now, caller.memberId), caller);
}

function placed(view: SavedView, { memberId, departmentId: own }: Caller): SavedView {
  const { departmentId: before, ...rest } = view;
  if (view.sharedWith !== 'department') return rest;
  // An admin who mends another's view leaves it with the department that has it.
  const departmentId = view.ownerId === memberId ? own : before;
  if (departmentId === undefined) throw invalidField('/sharedWith', 'customers.no-department');
  return { ...rest, departmentId };
}

/** `above`: the caller's department and all above it, whose shared views are his as well. */
export function isOffered(view: SavedView, caller: Caller, above: readonly string[]): boolean {
  if (view.ownerId === caller.memberId || view.sharedWith === 'company') return true;
  return view.departmentId !== undefined && above.includes(view.departmentId);
}

/** Its owner; what is shared, also an admin. */
export function mayChange({ ownerId, sharedWith }: SavedView, caller: Caller): boolean {
  return ownerId === caller.memberId || (sharedWith !== 'nobody' && may(caller, 'members.write'));
}
