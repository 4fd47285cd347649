import type { Messages } from '../shared/locale.ts';

/** What is said of imports and exports. */
export const importMessages = {
  'customers.import-not-found': { en: 'There is no such import.', 'zh-CN': '不存在该导入任务。' },
  'customers.import-state': {
    en: 'This import is {state}; it would have to be: {allowed}.',
    'zh-CN': '该导入任务当前状态为 {state}，此操作要求状态为：{allowed}。',
  },
  'customers.import-not-undoable': {
    en: 'A dry run, or an import of more than 30 days ago, cannot be taken back.',
    'zh-CN': '试运行或超过 30 天的导入无法撤销。',
  },
  'customers.import-not-uploaded': {
    en: 'The file is not there yet. Send it to the upload link first.',
    'zh-CN': '文件尚未上传，请先上传到上传链接。',
  },
  'customers.import-file-changed': {
    en: 'The file is not the one that was there when the import was started.',
    'zh-CN': '文件与启动导入时的文件不一致。',
  },
  'customers.import-unreadable': {
    en: 'The file cannot be read beyond the row named: a quotation mark is not closed, or a row is too long.',
    'zh-CN': '无法读取该行之后的内容：引号未闭合，或单行过长。',
  },
  'customers.import-not-xlsx': {
    en: 'The file is no XLSX workbook: it is damaged, protected by a password, or of an older kind (.xls).',
    'zh-CN': '文件不是有效的 XLSX 工作簿：可能已损坏、受密码保护，或为旧版 .xls 格式。',
  },
  'customers.import-not-vcard': {
    en: 'The file is no vCard, or a card in it does not end.',
    'zh-CN': '文件不是有效的 vCard，或其中的名片不完整。',
  },
  'customers.import-unpacked': {
    en: 'Unpacked, the workbook is larger than is read. Divide it, or send it as CSV.',
    'zh-CN': '工作簿解压后过大，请拆分文件或改用 CSV 格式。',
  },
  'customers.import-empty': { en: 'There is no row below the header.', 'zh-CN': '表头之下没有数据行。' },
  'customers.import-too-many-columns': { en: 'A file has at most 200 columns.', 'zh-CN': '文件最多 200 列。' },
  'customers.import-unknown-column': { en: 'The file has no such column.', 'zh-CN': '文件中不存在该列。' },
  'customers.import-field-twice': {
    en: 'Two columns cannot be the field {field}.',
    'zh-CN': '不能将两列同时映射到字段 {field}。',
  },
  'customers.import-nothing-mapped': {
    en: 'Say which column holds the name, the contact or the number of a customer.',
    'zh-CN': '请指定客户名称、联系人或客户编号所在的列。',
  },
  'customers.import-too-many-cells': {
    en: 'The row has more cells than the header. Is a text with a separator in it not in quotes?',
    'zh-CN': '该行单元格多于表头，可能有含分隔符的文本未加引号。',
  },
  'customers.import-hand-over': {
    en: 'An import does not change the owner of a customer. Hand the customer over.',
    'zh-CN': '导入不会更改客户负责人，请使用移交功能。',
  },
  'customers.import-touched': {
    en: 'Somebody has changed or worked with this customer since the import.',
    'zh-CN': '导入之后该客户已被修改或跟进，予以保留。',
  },
  'customers.export-not-found': { en: 'There is no such export.', 'zh-CN': '不存在该导出任务。' },
  'customers.import-size': {
    en: 'A file is at most 500 MB of CSV, 50 MB of vCard or 20 MB of XLSX.',
    'zh-CN': '文件最大为：CSV 500 MB、vCard 50 MB、XLSX 20 MB。',
  },
} as const satisfies Messages;
