#include "payments/layout.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>

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

// What is wrong with the file, on its way to from_yaml.
struct Wrong {
  int line;
  std::string why;
};

int line_of(YAML::Node const& node) { return node.Mark().line + 1; }

void refuse_unknown_keys(YAML::Node const& map, std::vector<std::string> const& known) {
  if (!map.IsMap()) throw Wrong{line_of(map), "这里应当是“键: 值”"};
  for (auto const& pair : map) {
    auto const key = pair.first.as<std::string>();
    if (std::find(known.begin(), known.end(), key) == known.end()) throw Wrong{line_of(pair.first), "没有“" + key + "”这个键"};
  }
}

YAML::Node needed(YAML::Node const& map, char const* key) {
  YAML::Node const node = map[key];
  if (!node) throw Wrong{line_of(map), std::string("缺少“") + key + "”"};
  return node;
}

template <class T>
T as(YAML::Node const& node) {
  T value;
  if (!YAML::convert<T>::decode(node, value)) throw Wrong{line_of(node), "“" + (node.IsScalar() ? node.Scalar() : std::string()) + "”看不懂"};
  return value;
}

template <class T>
T optional(YAML::Node const& map, char const* key, T otherwise) {
  YAML::Node const node = map[key];
  return node ? as<T>(node) : otherwise;
}

std::vector<std::string> words_of(YAML::Node const& map, char const* key) {
  YAML::Node const node = needed(map, key);
  if (!node.IsSequence() || node.size() == 0) throw Wrong{line_of(node), std::string("“") + key + "”应当列出至少一项"};
  std::vector<std::string> words;
  for (auto const& one : node) words.push_back(as<std::string>(one));
  return words;
}

BankField field_from(YAML::Node const& node) {
  for (BankField field : all_bank_fields)
    if (node.Scalar() == code_of(field)) return field;
  throw Wrong{line_of(node), "银行文件里不能有“" + node.Scalar() + "”:类别、事由一类的内容不给银行"};
}

BankColumn column_from(YAML::Node const& node, bool is_fixed_width) {
  refuse_unknown_keys(node, {"field", "heading", "width", "align", "fill"});
  BankColumn column;
  column.field = field_from(needed(node, "field"));
  column.heading = optional<std::string>(node, "heading", "");
  column.width = optional<unsigned>(node, "width", 0);
  if (is_fixed_width && (column.width == 0 || column.width > 1000)) throw Wrong{line_of(node), "固定宽度的文件,每列要写 width(字节数,1 到 1000)"};
  std::string const align = optional<std::string>(node, "align", "left");
  if (align != "left" && align != "right") throw Wrong{line_of(node), "align 只能是 left 或 right"};
  column.is_right = align == "right";
  std::string const fill = optional<std::string>(node, "fill", " ");
  if (fill != " " && fill != "0") throw Wrong{line_of(node), "fill 只能是空格或 0"};
  column.fill = fill[0];
  return column;
}

BankFileLayout bank_file_from(YAML::Node const& node) {
  refuse_unknown_keys(node, {"kind", "separator", "has_header", "ending", "remark", "first_line", "last_line", "columns"});
  BankFileLayout layout;
  std::string const kind = as<std::string>(needed(node, "kind"));
  if (kind != "separated" && kind != "fixed_width") throw Wrong{line_of(needed(node, "kind")), "kind 只能是 separated 或 fixed_width"};
  layout.is_fixed_width = kind == "fixed_width";
  layout.separator = optional<std::string>(node, "separator", ",");
  if (layout.separator.size() != 1) throw Wrong{line_of(node), "separator 是一个字符"};
  layout.has_header = optional<bool>(node, "has_header", true);
  layout.ending = optional<std::string>(node, "ending", "csv");
  if (layout.ending.empty() || layout.ending.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") != std::string::npos) throw Wrong{line_of(node), "ending 是文件扩展名,如 csv、txt"};
  layout.remark = as<std::string>(needed(node, "remark"));
  layout.first_line = optional<std::string>(node, "first_line", "");
  layout.last_line = optional<std::string>(node, "last_line", "");
  YAML::Node const columns = needed(node, "columns");
  if (!columns.IsSequence()) throw Wrong{line_of(columns), "columns 应当是一列一项"};
  for (auto const& one : columns) layout.columns.push_back(column_from(one, layout.is_fixed_width));
  auto has = [&](BankField field) { return std::any_of(layout.columns.begin(), layout.columns.end(), [&](BankColumn const& column) { return column.field == field; }); };
  if (!has(BankField::account_no) || !has(BankField::account_name) || !(has(BankField::amount) || has(BankField::amount_fen)))
    throw Wrong{line_of(columns), "至少要有 account_no、account_name 和 amount(或 amount_fen)三列"};
  return layout;
}

BankReturnLayout bank_return_from(YAML::Node const& node) {
  refuse_unknown_keys(node, {"columns", "results"});
  YAML::Node const columns = needed(node, "columns"), results = needed(node, "results");
  refuse_unknown_keys(columns, {"reference", "account_no", "account_name", "amount", "result", "why"});
  refuse_unknown_keys(results, {"paid", "failed"});
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
    if (std::find(layout.failed.begin(), layout.failed.end(), word) != layout.failed.end()) throw Wrong{line_of(results), "“" + word + "”不能既算成功又算失败"};
  return layout;
}

std::map<values::Category, std::vector<FundingSource>> funding_from(YAML::Node const& node) {
  std::map<values::Category, std::vector<FundingSource>> funding;
  if (!node.IsMap()) throw Wrong{line_of(node), "这里应当是“类别: 资金来源”"};
  for (auto const& pair : node) {
    auto const category = values::category_from(pair.first.as<std::string>());
    if (!category || *category == values::Category::hiv_affected) throw Wrong{line_of(pair.first), "没有“" + pair.first.as<std::string>() + "”这个类别"};
    int sum = 0;
    if (!pair.second.IsSequence()) throw Wrong{line_of(pair.second), "资金来源应当一项一行"};
    for (auto const& one : pair.second) {
      refuse_unknown_keys(one, {"name", "share"});
      FundingSource const source = {as<std::string>(needed(one, "name")), as<int>(needed(one, "share"))};
      if (source.share < 0) throw Wrong{line_of(one), "share 不能小于零"};
      sum += source.share;
      funding[*category].push_back(source);
    }
    if (sum != 100) throw Wrong{line_of(pair.second), "各来源的 share 合计应当是 100"};
  }
  for (values::Category category : {values::Category::community_orphan, values::Category::de_facto_unattended, values::Category::priority_hardship})
    if (!funding.contains(category)) throw Wrong{line_of(node), "缺少类别“" + std::string(values::code_of(category)) + "”的资金来源"};
  return funding;
}

}  // namespace

base::Result<Layout> Layout::from_yaml(std::string_view yaml) {
  auto const refuse = [](int line, std::string const& why) { return base::fail("bad_payments_file", {{"where", "第 " + std::to_string(line) + " 行"}, {"why", why}}); };
  try {
    YAML::Node const root = YAML::Load(std::string(yaml));
    refuse_unknown_keys(root, {"bank_file", "bank_return", "budget_subject", "funding", "signatures"});
    Layout layout;
    layout.bank_file = bank_file_from(needed(root, "bank_file"));
    layout.bank_return = bank_return_from(needed(root, "bank_return"));
    layout.budget_subject = as<std::string>(needed(root, "budget_subject"));
    layout.funding = funding_from(needed(root, "funding"));
    layout.signatures = words_of(root, "signatures");
    return layout;
  } catch (Wrong const& wrong) {
    return refuse(wrong.line, wrong.why);
  } catch (YAML::Exception const& broken) {
    return refuse(broken.mark.line + 1, "不合 YAML 的写法");
  }
}

}  // namespace hutong::payments
