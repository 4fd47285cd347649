import * as z from 'zod';
import type { FieldColumn } from './field-text.ts';

/** Fields of an imported or exported customer: by their path in the body of POST /v1/customers, and `number`. */
export const importFields = [
  'number',
  'kind',
  'name',
  'industry',
  'level',
  'source',
  'buyerType',
  'ownerId',
  'tags',
  'address.country',
  'address.province',
  'address.city',
  'address.district',
  'address.line',
  'address.postcode',
  'parentId',
  'externalIds',
  'nextFollowUpPlan',
  'contact.name',
  'contact.mobile',
  'contact.landline',
  'contact.email',
  'contact.wechat',
  'contact.title',
  'contact.locale',
] as const;
export type ImportField = (typeof importFields)[number];
/** One of these, or a field of the company's own: `fields.contract-years`. */
export const ColumnField = z.union([z.enum(importFields), z.templateLiteral(['fields.', z.string().min(1).max(40)])]);
export type ColumnField = z.output<typeof ColumnField>;

/** The id of the company's own field that a column is; undefined for any other. */
export function ownIdIn(field: string): string | undefined {
  return field.startsWith('fields.') ? field.slice('fields.'.length) : undefined;
}

interface Words {
  readonly 'zh-CN': string;
  readonly en: string;
  /** What else people call it. */
  readonly also: readonly string[];
}

/** The header that an export gives a field, and all by which one is known in a file that is brought. */
export const fieldWords: Readonly<Record<ImportField, Words>> = {
  number: { 'zh-CN': '客户编号', en: 'Number', also: ['编号', 'customer number', 'customer no', 'no'] },
  kind: { 'zh-CN': '客户类型', en: 'Kind', also: ['类型', 'type', 'customer type', '类别'] },
  name: {
    'zh-CN': '客户名称',
    en: 'Name',
    also: [
      '客户',
      '公司',
      '公司名称',
      '公司全称',
      '企业名称',
      '单位名称',
      '名称',
      'company',
      'company name',
      'customer',
      'customer name',
      'organization',
      'account',
      'account name',
    ],
  },
  industry: { 'zh-CN': '行业', en: 'Industry', also: ['所属行业', 'sector'] },
  level: { 'zh-CN': '客户级别', en: 'Level', also: ['级别', '等级', '客户等级', 'tier'] },
  source: { 'zh-CN': '来源', en: 'Source', also: ['客户来源', '线索来源', 'lead source'] },
  buyerType: { 'zh-CN': '购买者类型', en: 'Buyer type', also: ['采购类型', 'buyertype'] },
  ownerId: { 'zh-CN': '负责人编号', en: 'Owner id', also: ['ownerid', 'owner'] },
  tags: { 'zh-CN': '标签', en: 'Tags', also: ['客户标签', 'tag', 'labels'] },
  'address.country': { 'zh-CN': '国家', en: 'Country', also: ['国家/地区', 'country code'] },
  'address.province': { 'zh-CN': '省份', en: 'Province', also: ['省', '省/直辖市', 'state', 'region'] },
  'address.city': { 'zh-CN': '城市', en: 'City', also: ['市', '所在城市', 'town'] },
  'address.district': { 'zh-CN': '区县', en: 'District', also: ['区', '县', '区/县', 'county'] },
  'address.line': {
    'zh-CN': '详细地址',
    en: 'Address',
    also: ['地址', '街道', '公司地址', '联系地址', 'street', 'address line', 'street address'],
  },
  'address.postcode': { 'zh-CN': '邮政编码', en: 'Postcode', also: ['邮编', 'zip', 'zip code', 'postal code'] },
  parentId: { 'zh-CN': '上级客户编号', en: 'Parent id', also: ['parentid', 'parent'] },
  externalIds: { 'zh-CN': '外部编号', en: 'External ids', also: ['externalids', 'external id'] },
  nextFollowUpPlan: { 'zh-CN': '下次跟进计划', en: 'Next follow-up plan', also: ['跟进计划', 'next step', 'plan'] },
  'contact.name': {
    'zh-CN': '联系人',
    en: 'Contact',
    also: ['姓名', '联系人姓名', '主要联系人', '客户联系人', 'contact name', 'contact person', 'full name', 'person'],
  },
  'contact.mobile': {
    'zh-CN': '手机',
    en: 'Mobile',
    also: [
      '手机号',
      '手机号码',
      '移动电话',
      '联系电话',
      '联系方式',
      '电话',
      'mobile phone',
      'cell',
      'cell phone',
      'phone',
      'phone number',
      'tel',
    ],
  },
  'contact.landline': {
    'zh-CN': '座机',
    en: 'Landline',
    also: ['固定电话', '固话', '办公电话', '公司电话', 'office phone', 'work phone', 'telephone'],
  },
  'contact.email': {
    'zh-CN': '邮箱',
    en: 'E-mail',
    also: ['电子邮件', '电子邮箱', '邮件', '邮箱地址', 'email', 'email address', 'mail'],
  },
  'contact.wechat': { 'zh-CN': '微信', en: 'WeChat', also: ['微信号', 'wechat id', 'weixin'] },
  'contact.title': { 'zh-CN': '职务', en: 'Title', also: ['职位', '岗位', 'job title', 'position'] },
  'contact.locale': { 'zh-CN': '语言', en: 'Language', also: ['locale', 'lang'] },
};

/** Width, case, blanks and punctuation of a header do not matter, nor the star of a column that must be filled. */
function folded(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

const known: ReadonlyMap<string, ImportField> = new Map(
  importFields.flatMap((field) => {
    const { 'zh-CN': zh, en, also } = fieldWords[field];
    return [field, zh, en, ...also].map((word) => [folded(word), field] as const);
  }),
);

/**
 * The fields that the headers seem to be, each given once: the first header that names it has it. The company's own are
 * known by their labels in either language, their id and their path; where one is called as a field of ours, it is ours.
 */
export function suggestMapping(
  headers: readonly string[],
  own: readonly FieldColumn[] = [],
): Record<string, ColumnField | null> {
  const names = new Map<string, ColumnField>(
    own.flatMap(({ id, path, labels }) => [id, path, ...Object.values(labels)].map((word) => [folded(word), path])),
  );
  const taken = new Set<ColumnField>();
  return Object.fromEntries(
    headers.map((header) => {
      const field = known.get(folded(header)) ?? names.get(folded(header));
      if (field === undefined || taken.has(field)) return [header, null];
      taken.add(field);
      return [header, field];
    }),
  );
}

/** Headers by which columns can be told apart: an empty one is named by its place, a second of a name is numbered. */
export function distinctHeaders(cells: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return cells.map((cell, i) => {
    const name = cell.trim().slice(0, 190) || `#${i + 1}`;
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return before === 0 ? name : `${name} (${before + 1})`;
  });
}
