#include "usecases/internal/doubts.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "base/messages.h"
#include "base/text.h"
#include "exchange/suspicion.h"
#include "sheets/read.h"

namespace hutong::usecases {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// As a word of its own: ARCHIVE holds the same three letters.
bool has_word(std::string_view text, std::string_view word) {
  for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    bool const begins = at == 0 || !is_letter(text[at - 1]);
    bool const ends = at + word.size() == text.size() || !is_letter(text[at + word.size()]);
    if (begins && ends) return true;
  }
  return false;
}

bool speaks_of_hiv(std::string_view text) {
  // 防治条例 art. 39 protects whatever lets the person be inferred. These are the words in which it is written; a false alarm costs a
  // letter, a miss cannot be taken back.
  return base::contains(text, "艾滋") || has_word(text, "HIV") || has_word(text, "AIDS");
}

// Full width and lower case are ways to write it, and ways to hide it; only texts that could be such are folded.
bool speaks_of_it_somehow(std::string_view text) {
  if (speaks_of_hiv(text)) return true;
  if (std::none_of(text.begin(), text.end(), [](char c) { return c == 'i' || c == 'v' || c == 'I' || c == 'V' || static_cast<unsigned char>(c) == 0xEF; })) return false;
  std::string folded = base::nfkc(text);
  for (char& c : folded)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return speaks_of_hiv(folded);
}

// Most of the rows stand in the other period word for word.
bool is_nearly_the_same(Context& context, Handing const& handing, values::Month other, std::vector<exchange::RowKey> const& accepted) {
  std::unordered_set<std::string> known;
  for (store::RowMark const& mark : store::Submissions(context.db()).marks_in_force(handing.agency, handing.report, other)) known.insert(mark.row_digest);
  auto const same = static_cast<size_t>(std::count_if(accepted.begin(), accepted.end(), [&](exchange::RowKey const& key) { return known.contains(key.digest); }));
  return !accepted.empty() && same * 10 >= accepted.size() * 8;
}

bool has_column(intake::CheckResult const& checked, std::string_view field) {
  return std::any_of(checked.layout.begin(), checked.layout.end(), [field](intake::Layout const& layout) {
    return std::any_of(layout.columns.begin(), layout.columns.end(), [field](intake::LayoutColumn const& column) { return column.field == field; });
  });
}

// Required by the report, missing in every row, and without a column in the file.
std::vector<std::string> missing_columns(intake::CheckResult const& checked) {
  std::vector<std::string> fields;
  if (!checked.accepted.empty() || checked.rejected.empty()) return fields;
  auto const lacks = [](intake::Record const& record, std::string const& field) {
    return std::any_of(record.reasons.begin(), record.reasons.end(), [&](intake::Reason const& reason) { return reason.code == "missing_required" && reason.field == field; });
  };
  for (intake::Reason const& reason : checked.rejected.front().reasons) {
    if (reason.code != "missing_required" || has_column(checked, reason.field)) continue;
    if (std::all_of(checked.rejected.begin(), checked.rejected.end(), [&](intake::Record const& record) { return lacks(record, reason.field); })) fields.push_back(reason.field);
  }
  return fields;
}

}  // namespace

std::vector<std::string> headings(std::string_view file_name, sheets::Workbook const& workbook, intake::CheckResult const& checked) {
  std::vector<std::string> texts{std::string(file_name)};
  for (std::string const& sheet : checked.sheet_names) texts.push_back(sheet);
  for (intake::IgnoredRow const& ignored : checked.ignored) {
    if (ignored.as != "title" && ignored.as != "note" && ignored.as != "signature") continue;
    if (ignored.sheet >= workbook.sheets.size()) continue;
    sheets::Sheet const& sheet = workbook.sheets[ignored.sheet];
    sheets::Row const* row = sheet.row_at(ignored.row);
    if (!row) continue;
    std::string line;
    for (uint32_t at = 0; at < row->cell_count; ++at) line += std::string(workbook.text(sheet.cells[row->first_cell + at])) + "　";
    texts.push_back(std::move(line));
  }
  return texts;
}

std::optional<base::Problem> restricted_content(std::string_view file_name, sheets::Workbook const& workbook, intake::CheckResult const& checked) {
  if (speaks_of_it_somehow(file_name) || has_column(checked, "voluntary")) return base::problem("restricted_list");  // only the restricted report asks for consent
  std::vector<std::string> rows;  // where it stands is told, never what
  constexpr size_t rows_told = 20;
  for (sheets::Sheet const& sheet : workbook.sheets) {
    if (speaks_of_it_somehow(sheet.name)) return base::problem("restricted_list");
    for (sheets::Row const& row : sheet.rows) {
      bool const is_restricted = std::any_of(sheet.cells.begin() + row.first_cell, sheet.cells.begin() + row.first_cell + row.cell_count,
                                             [&](sheets::Cell const& cell) { return speaks_of_it_somehow(workbook.text(cell)); });
      if (is_restricted && rows.size() < rows_told) rows.push_back((sheet.name.empty() ? std::string() : "“" + sheet.name + "”") + "第" + std::to_string(row.number) + "行");
    }
  }
  if (rows.empty()) return std::nullopt;
  return base::problem("restricted_rows", {{"rows", base::join(rows, "、")}});
}

std::optional<base::Problem> paper_of_other_agency(Handing const& handing, std::vector<std::string> const& headings) {
  auto const other = exchange::other_agency(headings, handing.agency.kind);
  if (!other) return std::nullopt;
  return base::problem("paper_of_other_agency", {{"other", values::chinese(*other)}, {"sender", values::chinese(handing.agency.kind)}});
}

std::vector<base::Problem> doubts(Context& context, Handing const& handing, std::string_view file_digest, std::vector<std::string> const& headings,
                                  std::vector<exchange::RowKey> const& accepted) {
  std::vector<base::Problem> found;
  auto const ask = [&](std::string_view code, values::Month other) {
    found.push_back(base::problem(code, {{"other", other.to_chinese()}, {"period", handing.period.to_chinese()}}));
  };
  auto same_bytes = store::Submissions(context.db()).of_file(handing.agency, handing.report, file_digest);
  // The same period among them means that another process was faster by a moment: the transaction will see it.
  std::erase_if(same_bytes, [&](store::Submission const& one) { return one.period == handing.period; });
  exchange::Duty const* duty = context.duties().find(handing.report);
  bool const lists_events = !duty || duty->content == exchange::Content::events;
  if (!same_bytes.empty()) ask("looks_like_file_of", same_bytes.back().period);
  else if (lists_events && is_nearly_the_same(context, handing, handing.period.plus(-1), accepted)) ask("looks_like_rows_of", handing.period.plus(-1));
  if (auto const other = exchange::other_month(headings, handing.period)) ask("heading_of_other_month", *other);
  return found;
}

std::optional<base::Problem> looks_like_another_list(Context const& context, Handing const& handing, intake::CheckResult const& checked) {
  std::vector<std::string> labels;
  for (std::string const& field : missing_columns(checked)) labels.push_back("“" + base::label("field." + field) + "”");
  if (labels.empty()) return std::nullopt;
  // Which list it is instead is not guessed: the columns of many lists are alike, and the sender knows.
  return base::problem("looks_like_another_list", {{"title", context.catalogue().title(handing.report)}, {"columns", base::join(labels, "、")}});
}

}  // namespace hutong::usecases
