#include "payments/bank_file.h"

#include <algorithm>

#include "base/check.h"
#include "base/encoding.h"
#include "base/messages.h"
#include "base/text.h"

namespace hutong::payments {

namespace {

constexpr char line_end[] = "\r\n";

std::string digits_of(values::Month month) { return base::replace_all(month.to_string(), "-", ""); }

std::string value_of(BankColumn const& column, BankFileLayout const& layout, PaymentList const& list, Entry const& entry, int sequence) {
  switch (column.field) {
    case BankField::sequence: return std::to_string(sequence);
    case BankField::reference: return bank_reference(list.month, entry.number);
    case BankField::account_no: return entry.account.number;
    case BankField::account_name: return entry.account.holder_name;
    case BankField::bank_name: return entry.account.bank_name;
    case BankField::amount: return entry.amount().to_string();
    case BankField::amount_fen: return std::to_string(entry.amount().in_fen());
    case BankField::month: return digits_of(list.month);
    case BankField::remark: return layout.remark;
    case BankField::blank: return "";
  }
  return "";
}

std::string label_of(BankColumn const& column) { return column.heading.empty() ? std::string(code_of(column.field)) : column.heading; }

// In GB18030. Empty when it does not fit.
std::string padded(std::string const& text, BankColumn const& column) {
  std::string const bytes = base::to_gb18030(text);
  if (bytes.size() > column.width) return "";
  std::string const filling(column.width - bytes.size(), column.fill);
  return column.is_right ? filling + bytes : bytes + filling;
}

std::string framing_line(std::string text, size_t count, PaymentList const& list) {
  if (text.empty()) return "";
  text = base::replace_all(text, "{count}", std::to_string(count));
  text = base::replace_all(text, "{total}", list.total().to_string());
  text = base::replace_all(text, "{total_fen}", std::to_string(list.total().in_fen()));
  text = base::replace_all(text, "{month}", digits_of(list.month));
  return base::to_gb18030(text) + line_end;
}

class Writer {
 public:
  Writer(BankFileLayout const& layout, PaymentList const& list) : layout_(layout), list_(list) {}

  base::Result<std::string> write() {
    auto const is_paid = [](Entry const& entry) { return entry.amount() > values::Money(); };
    size_t const count = static_cast<size_t>(std::count_if(list_.entries.begin(), list_.entries.end(), is_paid));
    std::string bytes = framing_line(layout_.first_line, count, list_);
    if (layout_.has_header) bytes += heading() + line_end;
    int sequence = 0;
    for (Entry const& entry : list_.entries) {
      CHECK(entry.category() != values::Category::hiv_affected);  // POLICY 3.9: never in a general list
      if (!is_paid(entry)) continue;
      TRY(std::string const line, line_of(entry, ++sequence));
      bytes += line + line_end;
    }
    return bytes + framing_line(layout_.last_line, count, list_);
  }

  base::Result<std::string> line_of(Entry const& entry, int sequence) const {
    std::string line;
    for (size_t i = 0; i < layout_.columns.size(); ++i) {
      BankColumn const& column = layout_.columns[i];
      std::string const text = value_of(column, layout_, list_, entry, sequence);
      bool const has_separator = !layout_.is_fixed_width && base::contains(text, layout_.separator);
      bool const has_control = std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; });
      if (has_separator || has_control || base::contains(text, "\"")) return refuse("bank_field_bad_character", column, entry);
      if (!layout_.is_fixed_width) {
        line += (i == 0 ? "" : layout_.separator) + base::to_gb18030(text);
        continue;
      }
      std::string const cell = padded(text, column);
      if (cell.empty()) return refuse("bank_field_too_long", column, entry);
      line += cell;
    }
    return line;
  }

 private:
  std::string heading() const {
    std::string line;
    for (BankColumn const& column : layout_.columns) {
      if (layout_.is_fixed_width) {
        std::string const cell = padded(column.heading, column);
        line += cell.empty() ? std::string(column.width, ' ') : cell;
      } else {
        line += (line.empty() ? "" : layout_.separator) + base::to_gb18030(column.heading);
      }
    }
    return line;
  }

  static base::Failure refuse(std::string_view code, BankColumn const& column, Entry const& entry) {
    return base::Failure(base::problem(code, {{"field", label_of(column)}, {"name", entry.name}, {"number", std::to_string(entry.number)}}));
  }

  BankFileLayout const& layout_;
  PaymentList const& list_;
};

}  // namespace

base::Result<std::string> bank_file(BankFileLayout const& layout, PaymentList const& list) { return Writer(layout, list).write(); }

std::optional<base::Problem> problem_in_bank_file(BankFileLayout const& layout, values::Month month, Entry const& entry) {
  PaymentList list;
  list.month = month;
  auto const line = Writer(layout, list).line_of(entry, entry.number);
  return line ? std::nullopt : std::optional(line.error());
}

}  // namespace hutong::payments
