import type { Messages } from '../shared/locale.ts';
import { bulkEditMessages } from './bulk-edit-messages.ts';
import { importMessages } from './import-messages.ts';

export const messages = {
  ...importMessages,
  ...bulkEditMessages,
  'customers.not-found': { en: 'There is no such customer.', 'zh-CN': '不存在该客户。' },
  'customers.contact-not-found': { en: 'There is no such contact.', 'zh-CN': '不存在该联系人。' },
  'customers.note-not-found': { en: 'There is no such note.', 'zh-CN': '不存在该备注。' },
  'customers.note-without-state': {
    en: 'Only preferences, needs, expectations and purchase intent have a state.',
    'zh-CN': '只有偏好、需求、期望和购买意向有状态。',
  },
  'customers.noted-in-future': {
    en: 'A note cannot have been taken in the future.',
    'zh-CN': '备注时间不能晚于现在。',
  },
  'customers.noted-at-range': {
    en: 'This must be an instant since 1990.',
    'zh-CN': '时间不能早于 1990 年。',
  },
  'customers.unknown-document': {
    en: 'This customer has no such attachment.',
    'zh-CN': '该客户没有此附件。',
  },
  'customers.document-unfit': {
    en: 'This attachment is no signed consent of this person that has been received.',
    'zh-CN': '该附件不是此人已上传的签署同意书。',
  },
  'customers.member-not-found': { en: 'There is no such active member.', 'zh-CN': '不存在该在职成员。' },
  'customers.duplicate': {
    en: 'This may be a customer whom we have already. The candidates name the owner to ask.',
    'zh-CN': '该客户可能已存在，请联系候选客户的负责人确认。',
  },
  'customers.contact-unreachable': {
    en: 'A contact needs at least one of mobile, landline and e-mail.',
    'zh-CN': '联系人至少需要填写手机、座机、邮箱中的一项。',
  },
  'customers.erased-person': {
    en: 'Somebody with this number or address was erased at his own wish. Enter him only if he has come back himself.',
    'zh-CN': '使用该号码或邮箱的人员已按其要求被删除。仅当其本人重新联系时方可录入。',
  },
  'customers.person-erased': { en: 'This person was erased.', 'zh-CN': '该人员的信息已被删除。' },
  'customers.not-a-person': {
    en: 'A company is no person: erase its contacts one by one, or delete the company.',
    'zh-CN': '企业不是个人：请逐一删除其联系人的信息，或删除该企业。',
  },
  'customers.person-named': {
    en: 'Open tickets or running contracts still name this person. Close them first, or say `force`.',
    'zh-CN': '仍有未关闭的工单或履行中的合同涉及该人员，请先处理，或使用 force。',
  },
  'customers.erasure-not-found': { en: 'There is no such erasure.', 'zh-CN': '不存在该删除任务。' },
  'customers.contact-archived': { en: 'This contact is archived.', 'zh-CN': '该联系人已归档。' },
  'customers.main-contact': {
    en: 'This is the main contact. Make another contact the main one first.',
    'zh-CN': '该联系人为主要联系人，请先指定其他主要联系人。',
  },
  'customers.main-contact-needed': {
    en: 'A customer has a main contact. Set main on the one who is to take his place.',
    'zh-CN': '客户必须有主要联系人，请在新的主要联系人上设置 main。',
  },
  'customers.contact-needed': { en: 'Say which contact of the company.', 'zh-CN': '请指定该公司的联系人。' },
  'customers.not-revealable': {
    en: 'No mask is lifted from this: mobile, landline, email, wechat, address or fields.<id>.',
    'zh-CN': '该字段没有脱敏：可选 mobile、landline、email、wechat、address 或 fields.<id>。',
  },
  'customers.unknown-contact': {
    en: 'There is no such contact at this customer.',
    'zh-CN': '该客户下不存在此联系人。',
  },
  'customers.unknown-choice': { en: 'This is not a choice of the list {list}.', 'zh-CN': '不在列表 {list} 的选项中。' },
  'customers.archived-choice': {
    en: 'This choice of the list {list} is archived.',
    'zh-CN': '列表 {list} 中的该选项已归档。',
  },
  'customers.unknown-owner': {
    en: 'There is no such active member who looks after customers.',
    'zh-CN': '不存在可负责客户的该在职成员。',
  },
  'customers.no-default-owner': {
    en: 'Say who is to own the customer: the company has no default owner.',
    'zh-CN': '请指定客户负责人：公司未设置默认负责人。',
  },
  'customers.unknown-parent': { en: 'There is no such customer.', 'zh-CN': '不存在该上级客户。' },
  'customers.parent-cycle': {
    en: 'A customer cannot be placed below itself.',
    'zh-CN': '客户不能隶属于自身或其下级客户。',
  },
  'customers.parent-too-deep': {
    en: 'A line of customers is at most {maximum} long.',
    'zh-CN': '客户层级最多 {maximum} 级。',
  },
  'customers.address-country': { en: 'An address needs its country.', 'zh-CN': '地址必须包含国家。' },
  'customers.external-id-taken': {
    en: 'Another customer has this id of that system.',
    'zh-CN': '该外部系统编号已属于其他客户。',
  },
  'customers.too-many-collaborators': {
    en: 'A customer has at most {maximum} collaborators.',
    'zh-CN': '每个客户最多 {maximum} 名协作人。',
  },
  'customers.already-owner': { en: 'This member owns the customer already.', 'zh-CN': '该成员已是客户负责人。' },
  'customers.open-work': {
    en: 'Tickets, follow-ups or contracts of this customer are still open.',
    'zh-CN': '该客户仍有未完成的工单、跟进或合同。',
  },
  'customers.deleted': { en: 'This customer is in the bin. Restore it first.', 'zh-CN': '该客户已被删除，请先恢复。' },
  'customers.not-deleted': { en: 'This customer is not in the bin.', 'zh-CN': '该客户未被删除。' },
  'customers.card-only': {
    en: 'You see the card of this customer, not what happened with it.',
    'zh-CN': '您只能查看该客户的名片信息，不能查看其历史。',
  },
  'customers.view-not-found': { en: 'There is no such view.', 'zh-CN': '不存在该视图。' },
  'customers.too-many-views': {
    en: 'A member has at most {maximum} views.',
    'zh-CN': '每位成员最多保存 {maximum} 个视图。',
  },
  'customers.no-department': {
    en: 'Whoever shares with a department must be in one.',
    'zh-CN': '只有属于某部门的成员才能与部门共享。',
  },
  'customers.filter-operation': {
    en: 'The field {field} of type {type} cannot be asked so.',
    'zh-CN': '字段 {field}（类型 {type}）不支持该筛选操作或取值。',
  },
  'customers.field-not-seen': {
    en: 'You do not see the field {field}, so you cannot filter by it.',
    'zh-CN': '您无权查看字段 {field}，因此不能按其筛选。',
  },
  'customers.merge-itself': {
    en: 'A customer cannot go up in itself.',
    'zh-CN': '客户不能合并到自身。',
  },
  'customers.merge-twice': { en: 'This customer is named twice.', 'zh-CN': '该客户被重复列出。' },
  'customers.merge-foreign-pick': {
    en: 'A pick names one of the customers that become one.',
    'zh-CN': '选取的字段值必须来自参与合并的客户。',
  },
  'customers.merge-unknown': { en: 'There is no such customer.', 'zh-CN': '不存在该客户。' },
  'customers.already-merged': {
    en: 'This customer has gone up in {survivorId}.',
    'zh-CN': '该客户已合并到 {survivorId}。',
  },
  'customers.merge-not-found': { en: 'There is no such merge.', 'zh-CN': '不存在该合并记录。' },
  'customers.scan-not-found': { en: 'There is no such scan.', 'zh-CN': '不存在该查重任务。' },
  'customers.too-many-tags': {
    en: 'A customer has at most {maximum} tags.',
    'zh-CN': '每个客户最多 {maximum} 个标签。',
  },
  'customers.too-many-external-ids': {
    en: 'A customer has at most {maximum} ids of other systems.',
    'zh-CN': '每个客户最多 {maximum} 个外部系统编号。',
  },
  'customers.merge-busy': {
    en: 'Another merge of this customer is still running. Try again when it is done.',
    'zh-CN': '该客户的另一合并仍在进行，请完成后再试。',
  },
  'customers.merge-running': {
    en: 'This merge is still running. Take it back when it is completed.',
    'zh-CN': '该合并仍在进行，完成后方可撤销。',
  },
  'customers.field-filter': {
    en: '<field>:<choice>, such as buying-channel:online.',
    'zh-CN': '格式为 <字段>:<选项>，例如 buying-channel:online。',
  },
  'customers.words-code': { en: 'Lower-case words joined by -.', 'zh-CN': '请使用以 - 连接的小写单词。' },
  'customers.no-aspect': { en: 'One of {aspects}, fields.<id>.', 'zh-CN': '可选：{aspects}、fields.<字段编号>。' },
  'customers.unknown-field': { en: 'There is no such field.', 'zh-CN': '不存在该字段。' },
  'customers.field-exists': {
    en: 'There is a field with this id. Ids are never given twice.',
    'zh-CN': '该字段编号已存在，编号不可重复使用。',
  },
  'customers.field-archived': { en: 'This field is archived.', 'zh-CN': '该字段已归档。' },
  'customers.field-not-archived': { en: 'This field is not archived.', 'zh-CN': '该字段未归档。' },
  'customers.field-definition': {
    en: 'This belongs to a field of the type {needed}, and such a field needs it.',
    'zh-CN': '此项仅适用于类型为 {needed} 的字段，且该类字段必须填写。',
  },
  'customers.field-required': { en: 'This field is required.', 'zh-CN': '该字段为必填项。' },
  'customers.field-value': { en: 'This is no value of a {type} field.', 'zh-CN': '该值不符合字段类型 {type}。' },
  'customers.option-doubled': {
    en: 'Another choice has this code or label already.',
    'zh-CN': '该选项的代码或名称与其他选项重复。',
  },
  'customers.option-removed': {
    en: 'Customers may have the choice {option}: archive it instead of leaving it out.',
    'zh-CN': '客户可能已使用选项 {option}，请将其归档而不是移除。',
  },
  'customers.unknown-option': { en: 'This is no choice of the field.', 'zh-CN': '不是该字段的选项。' },
  'customers.archived-option': { en: 'This choice is archived.', 'zh-CN': '该选项已归档。' },
  'customers.unknown-reference': { en: 'There is no such {target}.', 'zh-CN': '不存在该引用对象（{target}）。' },
  'customers.too-many-fields': {
    en: 'There can be at most {maximum} fields ({what}).',
    'zh-CN': '字段数量上限为 {maximum} 个（{what}）。',
  },
  'customers.field-high-filterable': {
    en: 'A field of grade high is sealed, so lists cannot ask for it.',
    'zh-CN': '高敏感字段加密存储，不能用于列表筛选。',
  },
  'customers.field-not-filterable': {
    en: 'Lists cannot ask for this field: ask for <field>:<choice> of a filterable field.',
    'zh-CN': '列表不能按该字段筛选，请使用可筛选字段的 <字段>:<选项>。',
  },
  'customers.tag-not-found': { en: 'There is no such tag.', 'zh-CN': '不存在该标签。' },
  'customers.tag-archived': { en: 'This tag is archived.', 'zh-CN': '该标签已归档。' },
  'customers.tag-not-archived': { en: 'This tag is not archived.', 'zh-CN': '该标签未归档。' },
  'customers.outdated-before-stale': {
    en: 'A record is outdated only after it is stale: give at least as many days.',
    'zh-CN': '“过时”天数不得小于“待核实”天数。',
  },
  'customers.search-too-short': {
    en: 'Look for at least two letters, characters or digits; of a phone for its last four digits.',
    'zh-CN': '请至少输入两个字母、汉字或数字；按电话查找请输入末四位。',
  },
  'customers.too-much-at-once': {
    en: 'This changes too much at once. Send it in parts.',
    'zh-CN': '一次修改的内容过多，请分次提交。',
  },
  'customers.mobile': {
    en: 'This must be 11 digits beginning with 1, or with + a number that is valid in its country.',
    'zh-CN': '手机号须为以 1 开头的 11 位数字，或以 + 开头、在所属国家（地区）有效的号码。',
  },
  'customers.landline': {
    en: 'This must be area code and number such as 010-62345678, a 400 or 800 number, or with + a number that is valid in its country.',
    'zh-CN': '座机号须包含区号（如 010-62345678），或为 400、800 号码，或以 + 开头、在所属国家（地区）有效的号码。',
  },
  'customers.phone-form': { en: 'This must be a phone number.', 'zh-CN': '必须是电话号码。' },
  'customers.number-form': {
    en: 'This must be a number such as C202611001.',
    'zh-CN': '必须是客户编号，如 C202611001。',
  },
  'customers.external-id-form': { en: 'This must be system:id.', 'zh-CN': '格式必须为 系统:编号（system:id）。' },
  'customers.filter-json': { en: 'This must be JSON.', 'zh-CN': '必须是 JSON。' },
  'customers.tag-order': {
    en: 'A list by tag is ordered by createdAt only.',
    'zh-CN': '按标签的列表只能按 createdAt 排序。',
  },
  'customers.name-without-form': {
    en: 'This name has no legal form (有限公司, Ltd, GmbH …) and may be an abbreviation. Enter the full name.',
    'zh-CN': '名称缺少组织形式（如有限公司、股份有限公司、Ltd.、GmbH），可能是简称，请填写全称。',
  },
  'customers.name-short': {
    en: 'This name is shorter than full names are and may be an abbreviation. Enter the full name.',
    'zh-CN': '名称比通常的全称短，可能是简称，请填写全称。',
  },
  'customers.filter-node': {
    en: 'This must be a condition (field, op, value), or one of all, any and not.',
    'zh-CN': '应为条件（field、op、value），或 all、any、not 之一。',
  },
  'customers.filter-depth': {
    en: 'A filter is at most {maximum} levels deep.',
    'zh-CN': '筛选条件最多嵌套 {maximum} 层。',
  },
  'customers.filter-conditions': {
    en: 'A filter has at most {maximum} conditions.',
    'zh-CN': '筛选条件最多 {maximum} 个。',
  },
} as const satisfies Messages;
