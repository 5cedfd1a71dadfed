#include "exchange/receipt.h"

#include <algorithm>
#include <cctype>

#include "base/messages.h"
#include "base/text.h"

namespace hutong::exchange {
namespace {

constexpr size_t columns = 80;
constexpr size_t label_columns = 12;
constexpr size_t returned_rows_shown = 50;  // two printed pages; the correction workbook has all

std::string spaces(size_t count) { return std::string(count, ' '); }

// Breaks between characters, as Chinese is set; continued lines begin under the first.
std::string wrapped(std::string_view text, size_t indent) {
  std::string out;
  size_t width = indent;
  for (char32_t const c : base::to_utf32(text)) {
    std::string character;
    base::append_utf8(character, c);
    size_t const needs = base::width_in_columns(character);
    if (width + needs > columns) {
      out += "\n" + spaces(indent);
      width = indent;
    }
    out += character;
    width += needs;
  }
  return out;
}

std::string line(std::string_view label_code, std::string const& value) {
  std::string label = base::label(label_code);
  size_t const width = base::width_in_columns(label);
  label += spaces(width < label_columns ? label_columns - width : 1);
  return label + wrapped(value, label_columns) + "\n";
}

std::string rule(char of) { return std::string(columns, of) + "\n"; }

std::string centred(std::string const& text) {
  size_t const width = base::width_in_columns(text);
  return spaces(width < columns ? (columns - width) / 2 : 0) + text + "\n";
}

std::string number(int64_t value) { return std::to_string(value); }

// "2026-10-06T09:00:00+08:00" → "2026-10-06 09:00:00"
std::string time_for_people(std::string const& received_at) { return base::replace_all(received_at.substr(0, 19), "T", " "); }

std::string punctuality(Receipt const& receipt) {
  if (!receipt.due_on) return base::label("receipt_no_fixed_day");
  return base::label(receipt.is_late ? "receipt_late" : "receipt_on_time", {{"due", receipt.due_on->to_chinese()}});
}

std::string heading(Receipt const& receipt, std::string_view district_name) {
  std::string text = centred(base::label("receipt_title", {{"district", std::string(district_name)}})) + rule('=');
  text += line("receipt_number", receipt.number);
  text += line("receipt_agency", values::chinese(receipt.agency.kind) + receipt.agency.town);
  text += line("receipt_report", receipt.report_title + "（" + receipt.report + "）");
  text += line("receipt_period", receipt.period.to_chinese() + "　" + punctuality(receipt));
  text += line("receipt_received_at", base::label("receipt_beijing_time", {{"time", time_for_people(receipt.received_at)}}));
  if (!receipt.file_name.empty()) {
    text += line("receipt_file", base::label("receipt_file_size", {{"name", receipt.file_name}, {"bytes", number(receipt.file_size)}}));
    text += line("receipt_digest", "SM3 " + receipt.file_digest);
  }
  return text;
}

std::string counted(Receipt const& receipt) {
  if (receipt.is_nil_return) return wrapped(base::label("receipt_nil_return"), 0) + "\n";
  std::string text = wrapped(base::label("receipt_counts", {{"accepted", number(receipt.accepted)},
                                                            {"returned", number(receipt.returned)},
                                                            {"ignored", number(receipt.ignored)}}), 0) + "\n";
  if (receipt.is_follow_up)
    text += wrapped(base::label("receipt_compared", {{"added", number(receipt.added)},
                                                     {"changed", number(receipt.changed)},
                                                     {"corrected", number(receipt.corrected)},
                                                     {"unchanged", number(receipt.unchanged)}}), 0) + "\n";
  if (receipt.absent > 0) text += wrapped(base::label("receipt_absent", {{"absent", number(receipt.absent)}}), 0) + "\n";
  return text;
}

std::string returned(Receipt const& receipt) {
  if (receipt.still_returned.empty()) return "";
  std::string text = rule('-') + wrapped(base::label("receipt_returned_title", {{"rows", number(static_cast<int64_t>(receipt.still_returned.size()))}}), 0) + "\n";
  size_t const shown = std::min(receipt.still_returned.size(), returned_rows_shown);
  for (size_t i = 0; i < shown; ++i) {
    for (base::Problem const& reason : receipt.still_returned[i].reasons) text += "  " + wrapped(base::tell(reason), 2) + "\n";
  }
  size_t const rest = receipt.still_returned.size() - shown;
  if (rest > 0) text += "  " + base::label("receipt_returned_more", {{"rows", number(static_cast<int64_t>(rest))}}) + "\n";
  return text;
}

std::string remarks(Receipt const& receipt) {
  if (receipt.remarks.empty()) return "";
  std::string text = rule('-') + base::label("receipt_remarks_title") + "\n";
  for (base::Problem const& remark : receipt.remarks) text += "  " + wrapped(base::tell(remark), 2) + "\n";
  return text;
}

void write_problem(base::Problem const& problem, base::JsonWriter& json) {
  base::Sentence const sentence = base::sentence(problem);
  json.begin_object().member("code", problem.code);
  if (!problem.place.field.empty()) json.member("field", problem.place.field);
  if (!problem.place.cell.empty()) json.member("cell", problem.place.cell);
  json.member("message", sentence.text).member("fix", sentence.fix).end_object();
}

void write_file(Receipt const& receipt, base::JsonWriter& json) {
  json.key("file");
  if (receipt.file_name.empty()) {
    json.null();
    return;
  }
  json.begin_object().member("name", receipt.file_name).member("digest", receipt.file_digest).member("size", receipt.file_size).end_object();
}

}  // namespace

std::string receipt_number(std::string_view district, values::Month period, values::Agency const& agency, int64_t sequence) {
  std::string who;
  for (char const c : values::code_of(agency))
    if (std::isalnum(static_cast<unsigned char>(c))) who += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  std::string count = number(sequence);
  if (count.size() < 4) count.insert(0, 4 - count.size(), '0');
  return "HT-" + std::string(district) + "-" + base::replace_all(period.to_string(), "-", "") + "-" + who + "-" + count;
}

std::string to_text(Receipt const& receipt, std::string_view district_name) {
  std::string text;
  if (receipt.was_received_before) text += wrapped(base::label("receipt_received_before"), 0) + "\n\n";
  return text + heading(receipt, district_name) + rule('-') + counted(receipt) + returned(receipt) + remarks(receipt) + rule('=');
}

void write_json(Receipt const& receipt, base::JsonWriter& json) {
  json.begin_object()
      .member("schema", "hutong.receipt/1")
      .member("number", receipt.number)
      .member("agency", values::code_of(receipt.agency))
      .member("report", receipt.report)
      .member("period", receipt.period.to_string())
      .member("kind", receipt.is_nil_return ? "nil_return" : "rows")
      .member("received_at", receipt.received_at);
  json.key("due_on");
  if (receipt.due_on) json.value(receipt.due_on->to_string());
  else json.null();
  json.member("is_late", receipt.is_late).member("already_received", receipt.was_received_before);
  write_file(receipt, json);
  json.key("counts").begin_object()
      .member("accepted", receipt.accepted).member("rejected", receipt.returned).member("ignored", receipt.ignored)
      .member("new", receipt.added).member("changed", receipt.changed).member("corrected", receipt.corrected)
      .member("unchanged", receipt.unchanged).member("absent", receipt.absent)
      .end_object();
  json.key("returned").begin_array();
  for (ReturnedRow const& row : receipt.still_returned) {
    json.begin_object().member("sheet", row.sheet).member("row", row.row).member("sub", row.sub).key("reasons").begin_array();
    for (base::Problem const& reason : row.reasons) write_problem(reason, json);
    json.end_array().end_object();
  }
  json.end_array().key("remarks").begin_array();
  for (base::Problem const& remark : receipt.remarks) write_problem(remark, json);
  json.end_array().end_object();
}

}  // namespace hutong::exchange
