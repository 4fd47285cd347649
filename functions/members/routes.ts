import { type Route, route } from '#functions/http/contract.ts';
import { addEntry } from './add-entry.ts';
import { changeCompany } from './change-company.ts';
import { changeDepartment } from './change-department.ts';
import { changeEntry } from './change-entry.ts';
import { changeMember } from './change-member.ts';
import { createDepartment } from './create-department.ts';
import { createMember } from './create-member.ts';
import { deleteDepartment } from './delete-department.ts';
import {
  changeDepartmentContract,
  createDepartmentContract,
  deleteDepartmentContract,
  getDepartmentContract,
  listDepartmentsContract,
} from './department-contracts.ts';
import { getCompany } from './get-company.ts';
import { getDepartment } from './get-department.ts';
import { getList } from './get-list.ts';
import { getMe } from './get-me.ts';
import { getMember } from './get-member.ts';
import { listNotificationsContract, markAllReadContract, markReadContract } from './inbox-contracts.ts';
import { listDepartments } from './list-departments.ts';
import { listMembers } from './list-members.ts';
import { listNotifications } from './list-notifications.ts';
import { markAllRead } from './mark-all-read.ts';
import { markRead } from './mark-read.ts';
import {
  changeMemberContract,
  createMemberContract,
  getMeContract,
  getMemberContract,
  listMembersContract,
} from './member-contracts.ts';
import {
  addEntryContract,
  changeCompanyContract,
  changeEntryContract,
  getCompanyContract,
  getListContract,
} from './settings-contracts.ts';
import { getWorkProfile, putDuty, putWorkProfile } from './work-profiles.ts';

/** `me` stands before `{id}`: the router takes the first that fits. */
export const routes: readonly Route[] = [
  route(createDepartmentContract, createDepartment),
  route(listDepartmentsContract, listDepartments),
  route(getDepartmentContract, getDepartment),
  route(changeDepartmentContract, changeDepartment),
  route(deleteDepartmentContract, deleteDepartment),
  route(createMemberContract, createMember),
  route(listMembersContract, listMembers),
  route(getMeContract, getMe),
  route(getMemberContract, getMember),
  route(changeMemberContract, changeMember),
  route(getCompanyContract, getCompany),
  route(changeCompanyContract, changeCompany),
  route(getListContract, getList),
  route(addEntryContract, addEntry),
  route(changeEntryContract, changeEntry),
  route(listNotificationsContract, listNotifications),
  route(markReadContract, markRead),
  route(markAllReadContract, markAllRead),
  getWorkProfile,
  putWorkProfile,
  putDuty,
];
