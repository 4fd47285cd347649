import { addDays, plusMonths } from '#domain/shared/time.ts';
import type { Folder, Opportunity } from './folder.ts';

export const zone = 'America/New_York';
export const salesDepartment = 'Sales';

export interface MemberPlan {
  readonly name: string;
  readonly email: string;
  readonly role: 'sales-manager' | 'sales-rep';
  readonly department: string;
  /** The manager's e-mail. */
  readonly manager?: string;
}
export interface CustomerPlan {
  readonly name: string;
  readonly email: string;
  readonly industry: string;
  readonly parent?: string;
  /** E-mails of the members. */
  readonly owner: string;
  readonly collaborators: readonly string[];
}
export interface ContractPlan {
  readonly opportunityId: string;
  readonly customer: string;
  readonly owner: string;
  readonly title: string;
  readonly minor: number;
  readonly startsOn: string;
  readonly endsOn: string;
}
export interface Plan {
  readonly departments: readonly string[];
  readonly members: readonly MemberPlan[];
  readonly customers: readonly CustomerPlan[];
  readonly contracts: readonly ContractPlan[];
  /** What was made consistent because the tables leave no doubt, and what was left alone. */
  readonly normalised: readonly string[];
  readonly reported: readonly string[];
}

/** Sectors as the industry list has them; a sector that is not here is reported and entered as `other`. */
const industries: Readonly<Record<string, string>> = {
  technology: 'technology',
  medical: 'medical',
  retail: 'retail',
  software: 'software',
  entertainment: 'entertainment',
  marketing: 'marketing',
  telecommunications: 'telecommunications',
  finance: 'finance',
  employment: 'employment',
  services: 'services',
};
/** A transposed letter in every row of the sector: no other industry begins so. */
const misspelt: Readonly<Record<string, string>> = { technolgy: 'technology' };

/** What is to be entered, decided before anything is: pure, so the same folder gives the same company. */
export function planOf(folder: Folder): Plan {
  const notes = { normalised: new Map<string, number>(), reported: new Map<string, number>() };
  const won = folder.opportunities.filter(({ deal_stage }) => deal_stage === 'Won');
  const members = membersOf(folder);
  const emails = new Map(members.map(({ name, email }) => [name, email]));
  const contracts = contractsOf(folder, won, emails, notes);
  return {
    departments: [...new Set(folder.teams.map((team) => team.regional_office))],
    members,
    customers: customersOf(folder, won, emails, notes),
    contracts,
    normalised: counted(notes.normalised),
    reported: counted(notes.reported),
  };
}

interface Notes {
  readonly normalised: Map<string, number>;
  readonly reported: Map<string, number>;
}

function membersOf({ teams }: Folder): MemberPlan[] {
  const managers = new Map(teams.map((team) => [team.manager, team.regional_office]));
  return [
    ...[...managers].map(([name, department]) => ({
      name,
      email: emailOf(name),
      role: 'sales-manager' as const,
      department,
    })),
    ...teams.map((team) => ({
      name: team.sales_agent,
      email: emailOf(team.sales_agent),
      role: 'sales-rep' as const,
      department: team.regional_office,
      manager: emailOf(team.manager),
    })),
  ];
}

/** Parents before their subsidiaries, so that `parentId` is known when it is needed. */
function customersOf(
  folder: Folder,
  won: readonly Opportunity[],
  emails: ReadonlyMap<string, string>,
  notes: Notes,
): CustomerPlan[] {
  const names = new Set(folder.accounts.map(({ account }) => account));
  const plans = folder.accounts.map(({ account, sector, office_location, subsidiary_of }) => {
    const [owner, ...collaborators] = agentsOf(account, won, folder).map((name) => emails.get(name) ?? '');
    if (owner === undefined) throw new Error(`${account} has no agent.`);
    if (office_location !== '') note(notes.reported, 'office location left out: a country alone is no address');
    if (subsidiary_of !== '' && !names.has(subsidiary_of))
      note(notes.reported, `parent ${subsidiary_of} is no account`);
    return {
      name: account,
      email: `office@${slug(account)}.example.com`,
      industry: industryOf(sector, notes),
      ...(names.has(subsidiary_of) ? { parent: subsidiary_of } : {}),
      owner,
      collaborators,
    };
  });
  return plans.toSorted((a, b) => Number(a.parent !== undefined) - Number(b.parent !== undefined));
}

/** By won deals, ties by name; an account without a won deal goes to the first agent who tried, else to the first of all. */
function agentsOf(account: string, won: readonly Opportunity[], folder: Folder): readonly string[] {
  const count = (deals: readonly Opportunity[]): string[] => {
    const deal = new Map<string, number>();
    for (const each of deals)
      if (each.account === account) deal.set(each.sales_agent, (deal.get(each.sales_agent) ?? 0) + 1);
    return [...deal].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([name]) => name);
  };
  const winners = count(won);
  if (winners.length > 0) return winners;
  const tried = count(folder.opportunities);
  return tried.length > 0 ? tried : folder.teams.slice(0, 1).map((team) => team.sales_agent);
}

function contractsOf(
  folder: Folder,
  won: readonly Opportunity[],
  emails: ReadonlyMap<string, string>,
  notes: Notes,
): ContractPlan[] {
  const products = new Map(folder.products.map(({ product }) => [squeezed(product), product]));
  const accounts = new Set(folder.accounts.map(({ account }) => account));
  return won.flatMap((deal) => {
    const owner = emails.get(deal.sales_agent);
    const startsOn = isoDate(deal.close_date);
    const product = products.get(squeezed(deal.product));
    if (owner === undefined || startsOn === undefined || !accounts.has(deal.account)) {
      note(notes.reported, `won deal left out: unknown agent, account or date (${deal.opportunity_id})`);
      return [];
    }
    if (product === undefined)
      note(notes.reported, `product ${deal.product} is not in the product table; kept as written`);
    else if (product !== deal.product) note(notes.normalised, `product ${deal.product} is ${product}`);
    return [
      {
        opportunityId: deal.opportunity_id,
        customer: deal.account,
        owner,
        title: product ?? deal.product,
        minor: Math.round(Number(deal.close_value) * 100),
        startsOn,
        endsOn: addDays(plusMonths(startsOn, 12), -1),
      },
    ];
  });
}

function industryOf(sector: string, notes: Notes): string {
  const spelt = misspelt[sector] ?? sector;
  if (spelt !== sector) note(notes.normalised, `sector ${sector} is ${spelt}`);
  const industry = industries[spelt];
  if (industry === undefined) note(notes.reported, `sector ${sector} is not in the industry list; entered as other`);
  return industry ?? 'other';
}

/** `10/20/2016` or `2016-10-20` → `2016-10-20`. */
function isoDate(text: string): string | undefined {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  return match === null ? undefined : `${match[3]}-${match[1]?.padStart(2, '0')}-${match[2]?.padStart(2, '0')}`;
}

function emailOf(name: string): string {
  return `${slug(name).replaceAll('-', '.')}@example.com`;
}

function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function squeezed(name: string): string {
  return name.toLowerCase().replace(/\s+/g, '');
}

function note(notes: Map<string, number>, text: string): void {
  notes.set(text, (notes.get(text) ?? 0) + 1);
}

function counted(notes: ReadonlyMap<string, number>): string[] {
  return [...notes].map(([text, count]) => `${text} (${count}×)`);
}
