import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

interface Account {
  readonly account: string;
  readonly sector: string;
  readonly office_location: string;
  readonly subsidiary_of: string;
}
interface Product {
  readonly product: string;
}
interface Team {
  readonly sales_agent: string;
  readonly manager: string;
  readonly regional_office: string;
}
export interface Opportunity {
  readonly opportunity_id: string;
  readonly sales_agent: string;
  readonly product: string;
  readonly account: string;
  readonly deal_stage: string;
  readonly close_date: string;
  readonly close_value: string;
}

/** The four tables of a folder of the shape of `b2b-sales`. */
export interface Folder {
  readonly accounts: readonly Account[];
  readonly products: readonly Product[];
  readonly teams: readonly Team[];
  readonly opportunities: readonly Opportunity[];
}

export function readFolder(folder: string): Folder {
  return {
    accounts: read(folder, 'accounts.csv', ['account', 'sector', 'office_location', 'subsidiary_of']),
    products: read(folder, 'products.csv', ['product']),
    teams: read(folder, 'sales_teams.csv', ['sales_agent', 'manager', 'regional_office']),
    opportunities: read(folder, 'sales_pipeline.csv', [
      'opportunity_id',
      'sales_agent',
      'product',
      'account',
      'deal_stage',
      'close_date',
      'close_value',
    ]),
  };
}

function read<K extends string>(folder: string, name: string, columns: readonly K[]): readonly Record<K, string>[] {
  const file = join(folder, name);
  if (!existsSync(file))
    throw new Error(`${file} is missing: the folder needs accounts, products, sales_teams and sales_pipeline.`);
  const rows = parse(readFileSync(file), { columns: true, bom: true, trim: true, skip_empty_lines: true }) as Record<
    K,
    string
  >[];
  const missing = columns.filter((column) => rows[0] !== undefined && !(column in rows[0]));
  if (rows.length === 0 || missing.length > 0) throw new Error(`${file} lacks ${missing.join(', ') || 'rows'}.`);
  return rows;
}
