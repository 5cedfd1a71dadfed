#include "payments/layout.h"

#include <algorithm>

#include "base/text.h"
#include "values/yaml.h"

namespace hutong::payments {

namespace {

constexpr BankField all_bank_fields[] = {BankField::sequence, BankField::reference,  BankField::account_no, BankField::account_name, BankField::bank_name,
                                         BankField::amount,   BankField::amount_fen, BankField::month,      BankField::remark,       BankField::blank};

}  // namespace

std::string_view code_of(BankField field) {
  switch (field) {
    case BankField::sequence: return "sequence";
    case BankField::reference: return "reference";
    case BankField::account_no: return "account_no";
    case BankField::account_name: return "account_name";
    case BankField::bank_name: return "bank_name";
    case BankField::amount: return "amount";
    case BankField::amount_fen: return "amount_fen";
    case BankField::month: return "month";
    case BankField::remark: return "remark";
    case BankField::blank: return "blank";
  }
  return "";
}

namespace {

using values::YamlNode;

std::string word_or(YamlNode const& map, char const* key, std::string otherwise) {
  auto const node = map.find(key);
  return node ? node->word() : otherwise;
}

std::vector<std::string> words_of(YamlNode const& map, char const* key) {
  std::vector<std::string> words = map.needed(key).words();
  if (words.empty()) map.needed(key).refuse(std::string("“") + key + "”应当列出至少一项");
  return words;
}

BankField field_from(YamlNode const& node) {
  for (BankField field : all_bank_fields)
    if (node.word() == code_of(field)) return field;
  node.refuse("银行文件里不能有“" + node.word() + "”:类别、事由一类的内容不给银行");
}

// What tells, or lets a clerk of the bank guess, which group a child belongs to or what became of the parents. Whoever writes a text for all children
// of the file must not write it: a remark “孤儿补助” says it of every one.
constexpr std::string_view telling_words[] = {"孤儿", "孤弃", "弃婴", "无人抚养", "困境", "艾滋", "HIV", "AIDS", "感染", "免疫缺陷", "残疾", "重残", "重病",
                                              "服刑", "在押", "监狱", "羁押", "戒毒", "吸毒", "涉毒", "失联", "失踪", "死亡", "监护", "遣送", "驱逐"};

// A text that stands in the bank's file as it is written here. Full width, small letters and blanks between are ways to write a word too.
std::string bank_text_from(YamlNode const& node) {
  std::string const text = node.word();
  std::string folded = base::without_blanks(base::nfkc(text));
  for (char& c : folded)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  for (std::string_view word : telling_words)
    if (base::contains(folded, word)) node.refuse("银行文件里的“" + text + "”含有“" + std::string(word) + "”,银行由此看得出儿童属于哪一类或者父母的情形;请改成看不出的说法,如“民政补助”");
  return text;
}

std::string bank_text_or_none(YamlNode const& map, char const* key) {
  auto const node = map.find(key);
  return node ? bank_text_from(*node) : "";
}

BankColumn column_from(YamlNode const& node, bool is_fixed_width) {
  node.allow_keys({"field", "heading", "width", "align", "fill"});
  BankColumn column;
  column.field = field_from(node.needed("field"));
  column.heading = bank_text_or_none(node, "heading");
  int const width = node.find("width") ? node.needed("width").number() : 0;
  if (width < 0 || width > 1000 || (is_fixed_width && width == 0)) node.refuse("固定宽度的文件,每列要写 width(字节数,1 到 1000)");
  column.width = static_cast<unsigned>(width);
  std::string const align = word_or(node, "align", "left");
  if (align != "left" && align != "right") node.refuse("align 只能是 left 或 right");
  column.is_right = align == "right";
  std::string const fill = word_or(node, "fill", " ");
  if (fill != " " && fill != "0") node.refuse("fill 只能是空格或 0");
  column.fill = fill[0];
  return column;
}

BankFileLayout bank_file_from(YamlNode const& node) {
  node.allow_keys({"kind", "separator", "has_header", "ending", "remark", "first_line", "last_line", "columns"});
  BankFileLayout layout;
  std::string const kind = node.needed("kind").word();
  if (kind != "separated" && kind != "fixed_width") node.needed("kind").refuse("kind 只能是 separated 或 fixed_width");
  layout.is_fixed_width = kind == "fixed_width";
  layout.separator = word_or(node, "separator", ",");
  if (layout.separator.size() != 1) node.refuse("separator 是一个字符");
  if (auto const has_header = node.find("has_header")) layout.has_header = has_header->flag();
  layout.ending = word_or(node, "ending", "csv");
  if (layout.ending.empty() || layout.ending.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") != std::string::npos) node.refuse("ending 是文件扩展名,如 csv、txt");
  layout.remark = bank_text_from(node.needed("remark"));
  layout.first_line = bank_text_or_none(node, "first_line");
  layout.last_line = bank_text_or_none(node, "last_line");
  YamlNode const columns = node.needed("columns");
  for (YamlNode const& one : columns.list()) layout.columns.push_back(column_from(one, layout.is_fixed_width));
  auto has = [&](BankField field) { return std::any_of(layout.columns.begin(), layout.columns.end(), [&](BankColumn const& column) { return column.field == field; }); };
  if (!has(BankField::account_no) || !has(BankField::account_name) || !(has(BankField::amount) || has(BankField::amount_fen)))
    columns.refuse("至少要有 account_no、account_name 和 amount(或 amount_fen)三列");
  return layout;
}

BankReturnLayout bank_return_from(YamlNode const& node) {
  node.allow_keys({"columns", "results"});
  YamlNode const columns = node.needed("columns"), results = node.needed("results");
  columns.allow_keys({"reference", "account_no", "account_name", "amount", "result", "why"});
  results.allow_keys({"paid", "failed"});
  BankReturnLayout layout;
  layout.reference = words_of(columns, "reference");
  layout.account_no = words_of(columns, "account_no");
  layout.account_name = words_of(columns, "account_name");
  layout.amount = words_of(columns, "amount");
  layout.result = words_of(columns, "result");
  layout.why = words_of(columns, "why");
  layout.paid = words_of(results, "paid");
  layout.failed = words_of(results, "failed");
  for (std::string const& word : layout.paid)
    if (std::find(layout.failed.begin(), layout.failed.end(), word) != layout.failed.end()) results.refuse("“" + word + "”不能既算成功又算失败");
  return layout;
}

std::map<values::Category, std::vector<FundingSource>> funding_from(YamlNode const& node) {
  std::map<values::Category, std::vector<FundingSource>> funding;
  for (auto const& [word, sources] : node.entries()) {
    auto const category = values::category_from(word.word());
    if (!category || *category == values::Category::hiv_affected) word.refuse("没有“" + word.word() + "”这个类别");
    if (funding.contains(*category)) word.refuse("“" + word.word() + "”写了两遍");
    int sum = 0;
    for (YamlNode const& one : sources.list()) {
      one.allow_keys({"name", "share"});
      FundingSource const source = {one.needed("name").word(), one.needed("share").number()};
      if (source.share < 0) one.refuse("share 不能小于零");
      sum += source.share;
      funding[*category].push_back(source);
    }
    if (sum != 100) sources.refuse("各来源的 share 合计应当是 100");
  }
  for (values::Category category : {values::Category::community_orphan, values::Category::de_facto_unattended, values::Category::priority_hardship})
    if (!funding.contains(category)) node.refuse("缺少类别“" + std::string(values::code_of(category)) + "”的资金来源");
  return funding;
}

Layout layout_from(YamlNode const& root) {
  root.allow_keys({"bank_file", "bank_return", "budget_subject", "funding", "signatures"});
  Layout layout;
  layout.bank_file = bank_file_from(root.needed("bank_file"));
  layout.bank_return = bank_return_from(root.needed("bank_return"));
  layout.budget_subject = root.needed("budget_subject").word();
  layout.funding = funding_from(root.needed("funding"));
  layout.signatures = words_of(root, "signatures");
  return layout;
}

}  // namespace

base::Result<Layout> Layout::from_yaml(std::string_view yaml) { return values::read_yaml(yaml, "bad_payments_file", layout_from); }

}  // namespace hutong::payments
