// xlsx, streamed: shared strings are kept once, a sheet's XML passes by in pieces, and nothing is allocated per cell.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "base/text.h"
#include "sheets/internal/builder.h"
#include "sheets/internal/bytes.h"
#include "sheets/internal/containers.h"
#include "sheets/internal/number_text.h"
#include "sheets/internal/ooxml.h"
#include "sheets/internal/xml.h"

namespace hutong::sheets::internal {
namespace {

constexpr int row_max = 1'048'576, column_max = 16'384;
constexpr size_t sheets_max = 10'000;
constexpr uint64_t cell_bytes_min = 15;  // of XML: <c><v>1</v></c>

struct SheetEntry {
  std::string name, relationship;
  bool is_hidden = false;
};

class WorkbookReader final : public XmlHandler {
 public:
  void start(char const* name, Attributes attributes) override {
    if (is(name, "workbookPr")) {
      uses_1904 = uses_1904 || attributes.is_true("date1904");
    } else if (is(name, "sheet")) {
      if (sheets.size() >= sheets_max) return stop(damaged("too_many_parts"));
      std::string_view state = attributes.text("state");
      sheets.push_back({std::string(attributes.text("name")), std::string(attributes.text("id")), state == "hidden" || state == "veryHidden"});
    }
  }
  void end(char const*) override {}
  std::vector<SheetEntry> sheets;
  bool uses_1904 = false;
};

// Which cell formats show a date.
class StylesReader final : public XmlHandler {
 public:
  void start(char const* name, Attributes attributes) override {
    if (is(name, "numFmt")) {
      custom_[number(attributes.text("numFmtId"))] = is_date_format(attributes.text("formatCode"));
    } else if (is(name, "cellXfs")) {
      is_inside_ = true;
    } else if (is_inside_ && is(name, "xf")) {
      unsigned id = number(attributes.text("numFmtId"));
      auto custom = custom_.find(id);
      is_date.push_back(custom != custom_.end() ? custom->second : is_date_format(id));
    }
  }
  void end(char const* name) override {
    if (is(name, "cellXfs")) is_inside_ = false;
  }
  std::vector<bool> is_date;

 private:
  static unsigned number(std::string_view text) {
    unsigned value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  }
  std::map<unsigned, bool> custom_;
  bool is_inside_ = false;
};

// Excel writes characters that XML cannot hold as _x000D_, and a literal "_x000D_" as "_x005F_x000D_" (ECMA-376 22.9.2.19).
void unescape(std::string& text) {
  if (text.find("_x") != std::string::npos) {
    std::string out;
    for (size_t at = 0; at < text.size();) {
      unsigned code = 0;
      bool is_escape = text.compare(at, 2, "_x") == 0 && at + 7 <= text.size() && text[at + 6] == '_' &&
                       std::from_chars(text.data() + at + 2, text.data() + at + 6, code, 16).ptr == text.data() + at + 6;
      if (!is_escape || (code >= 0xD800 && code <= 0xDFFF)) {
        out += text[at++];
        continue;
      }
      if (code != 0) base::append_utf8(out, code);
      at += 7;
    }
    text = std::move(out);
  }
  if (text.find('\r') != std::string::npos) {
    text = base::replace_all(text, "\r\n", "\n");
    std::replace(text.begin(), text.end(), '\r', '\n');
  }
}

class SharedStringsReader final : public XmlHandler {
 public:
  SharedStringsReader(Builder& builder, std::vector<TextRef>& strings) : builder_(builder), strings_(strings) { strings_.clear(); }
  void start(char const* name, Attributes) override {
    if (is(name, "si")) value_.clear();
    else if (is(name, "rPh")) is_phonetic_ = true;
    else if (is(name, "t")) is_text_ = !is_phonetic_;
  }
  void text(std::string_view piece) override {
    if (is_text_) collect(value_, piece);
  }
  void end(char const* name) override {
    if (is(name, "t")) is_text_ = false;
    else if (is(name, "rPh")) is_phonetic_ = false;
    else if (is(name, "si")) {
      unescape(value_);
      if (builder_.may_keep_another(strings_.size())) strings_.push_back(builder_.keep_text(value_));
      if (builder_.has_failed()) stop(*builder_.problem());
    }
  }

 private:
  Builder& builder_;
  std::vector<TextRef>& strings_;
  std::string value_;
  bool is_text_ = false, is_phonetic_ = false;
};

struct CellPlace {
  int row = 0, column = 0;  // 1-based, 0-based
};

// "AB12", also "$AB$12" and "AB" (row 0).
std::optional<CellPlace> place_of(char const* reference) {
  int column = 0, row = 0;
  char const* at = reference;
  if (*at == '$') ++at;
  for (; (*at | 0x20) >= 'a' && (*at | 0x20) <= 'z'; ++at) {
    column = column * 26 + ((*at | 0x20) - 'a' + 1);
    if (column > column_max) return std::nullopt;
  }
  if (*at == '$') ++at;
  for (; *at >= '0' && *at <= '9'; ++at) {
    row = row * 10 + (*at - '0');
    if (row > row_max) return std::nullopt;
  }
  if (*at != '\0' || column == 0) return std::nullopt;
  return CellPlace{row, column - 1};
}

// A stored number that already reads as we would write it: at most 15 digits, no exponent, no needless zeros.
bool is_plain_number(std::string_view text) {
  size_t at = !text.empty() && text[0] == '-' ? 1 : 0, digits = 0, point = 0;
  for (size_t i = at; i < text.size(); ++i) {
    if (text[i] == '.' && point == 0) point = i;
    else if (text[i] >= '0' && text[i] <= '9') ++digits;
    else return false;
  }
  if (digits == 0 || digits > 15 || point == at) return false;
  size_t whole_end = point ? point : text.size();
  if (text[at] == '0' && (whole_end - at > 1 || (at == 1 && !point))) return false;
  return point == 0 || (text.back() != '0' && text.back() != '.' && !(text[at] == '0' && text.size() - point > 5));
}

class SheetReader final : public XmlHandler {
 public:
  SheetReader(Builder& builder, std::vector<TextRef> const* strings, std::vector<bool> const& is_date)
      : builder_(builder), strings_(strings), is_date_(is_date) {}

  void start(char const* name, Attributes attributes) override {
    if (is_in_cell_) return start_inside_cell(name);
    if (name[0] == 'c' && name[1] == '\0') return begin_cell(attributes);
    if (is(name, "row")) return begin_row(attributes);
    if (is(name, "mergeCell")) return add_merge(attributes.text("ref"));
    if (is(name, "col")) return add_column(attributes);
  }

  void text(std::string_view piece) override {
    if (collected_) collect(*collected_, piece);
  }

  void end(char const* name) override {
    if (!is_in_cell_) return;
    collected_ = nullptr;
    if (name[0] == 'c' && name[1] == '\0') {
      is_in_cell_ = false;
      finish_cell();
      if (builder_.has_failed()) stop(*builder_.problem());
    } else if (is(name, "rPh")) {
      is_phonetic_ = false;
    }
  }

 private:
  enum class Type : uint8_t { number, shared, inline_text, formula_text, boolean, error, date };

  void begin_row(Attributes attributes) {
    int number = row_ + 1;
    bool is_hidden = false;
    row_has_number_ = false;
    for (char const* const* pair = attributes.pairs(); *pair; pair += 2) {
      if (is(pair[0], "r")) {
        std::string_view text = pair[1];
        auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc() || end != text.data() + text.size() || number < 1 || number > row_max) return stop(damaged("row_number"));
        row_has_number_ = true;
      } else if (is(pair[0], "hidden")) {
        is_hidden = attributes.is_true("hidden");
      } else if (is(pair[0], "ht") && is(pair[1], "0")) {
        is_hidden = true;
      }
    }
    if (number > row_max) return stop(damaged("row_number"));
    row_ = number;
    row_is_hidden_ = is_hidden;
    next_column_ = 0;
    builder_.begin_row(row_, is_hidden);
  }

  void begin_cell(Attributes attributes) {
    is_in_cell_ = true;
    column_ = next_column_;
    type_ = Type::number;
    style_ = 0;
    value_.clear();
    formula_.clear();
    has_value_ = has_formula_ = is_phonetic_ = false;
    for (char const* const* pair = attributes.pairs(); *pair; pair += 2) {
      if (pair[0][0] == '\0' || pair[0][1] != '\0') continue;
      switch (pair[0][0]) {
        case 'r':
          if (!read_place(pair[1])) return stop(damaged("cell_reference"));
          break;
        case 's': {
          unsigned style = 0;
          for (char const* at = pair[1]; *at >= '0' && *at <= '9' && style < 1'000'000; ++at) style = style * 10 + static_cast<unsigned>(*at - '0');
          style_ = style;
          break;
        }
        case 't': type_ = type_of(pair[1]); break;
        default: break;
      }
    }
    next_column_ = column_ + 1;
  }

  bool read_place(char const* reference) {
    auto place = place_of(reference);
    if (!place) return false;
    column_ = place->column;
    if (!row_has_number_ && place->row > 0 && place->row != row_) {  // the row element left its number to the cells
      row_ = place->row;
      builder_.begin_row(row_, row_is_hidden_);
    }
    row_has_number_ = true;
    return true;
  }

  static Type type_of(char const* t) {
    if (t[0] == 's' && t[1] == '\0') return Type::shared;
    if (is(t, "str")) return Type::formula_text;
    if (is(t, "inlineStr")) return Type::inline_text;
    if (is(t, "b")) return Type::boolean;
    if (is(t, "e")) return Type::error;
    if (is(t, "d")) return Type::date;
    return Type::number;
  }

  void start_inside_cell(char const* name) {
    collected_ = nullptr;
    if (name[0] == 'v' && name[1] == '\0') {
      has_value_ = true;
      collected_ = &value_;
    } else if (name[0] == 't' && name[1] == '\0') {
      has_value_ = true;
      if (!is_phonetic_) collected_ = &value_;
    } else if (name[0] == 'f' && name[1] == '\0') {
      has_formula_ = true;
      collected_ = &formula_;
    } else if (is(name, "rPh")) {
      is_phonetic_ = true;
    }
  }

  void finish_cell() {
    unsigned column = static_cast<unsigned>(column_);
    // A formula that was never calculated (openpyxl writes none of the results) is not an empty cell: nothing vanishes.
    // Some leave the result out, others write an empty one; an empty text (t="str") is a result.
    bool const is_uncalculated = !has_value_ || (value_.empty() && type_ == Type::number);
    if (has_formula_ && is_uncalculated) return builder_.add(column, CellKind::error, "=" + formula_);
    switch (type_) {
      case Type::shared: return add_shared(column);
      case Type::inline_text:
      case Type::formula_text:
        unescape(value_);
        return builder_.add(column, CellKind::text, value_);
      case Type::boolean: return builder_.add(column, CellKind::boolean, value_.empty() ? "" : value_ == "1" || value_ == "true" ? "TRUE" : "FALSE");
      case Type::error: return builder_.add(column, CellKind::error, value_);
      case Type::date: return builder_.add(column, CellKind::date, tidy_iso(value_));
      case Type::number: return add_number(column);
    }
  }

  void add_shared(unsigned column) {
    if (value_.empty()) return;
    size_t index = 0;
    auto [end, error] = std::from_chars(value_.data(), value_.data() + value_.size(), index);
    if (error != std::errc() || end != value_.data() + value_.size()) return stop(damaged("shared_string"));
    if (!strings_) return stop(damaged("shared_strings_missing"));
    if (index >= strings_->size()) return stop(damaged("shared_string"));
    builder_.add(column, CellKind::text, (*strings_)[index]);
  }

  void add_number(unsigned column) {
    bool is_date = style_ < is_date_.size() && is_date_[style_];
    if (!is_date && is_plain_number(value_)) return builder_.add(column, CellKind::number, value_);
    double number = 0;
    auto [end, error] = std::from_chars(value_.data(), value_.data() + value_.size(), number);
    bool is_number = error == std::errc() && end == value_.data() + value_.size() && std::isfinite(number);
    if (!is_number) return builder_.add(column, CellKind::text, value_);
    builder_.add_number(column, number, is_date);
  }

  void add_merge(std::string_view reference) {
    size_t colon = reference.find(':');
    if (colon == std::string_view::npos) return;
    auto first = place_of(std::string(reference.substr(0, colon)).c_str()), last = place_of(std::string(reference.substr(colon + 1)).c_str());
    if (!first || !last) return stop(damaged("cell_reference"));
    builder_.add_merge(first->row, last->row, first->column, last->column);
  }

  void add_column(Attributes attributes) {
    std::string_view width = attributes.text("width");
    if (!attributes.is_true("hidden") && width != "0") return;
    auto number = [&](std::string_view name) {
      int64_t value = 0;
      std::string_view text = attributes.text(name);
      std::from_chars(text.data(), text.data() + text.size(), value);
      return value;
    };
    builder_.hide_columns(number("min") - 1, number("max") - 1);
  }

  Builder& builder_;
  std::vector<TextRef> const* strings_;  // nullptr: the workbook has none
  std::vector<bool> const& is_date_;
  int row_ = 0, column_ = 0, next_column_ = 0;
  bool row_has_number_ = false, row_is_hidden_ = false;
  bool is_in_cell_ = false, has_value_ = false, has_formula_ = false, is_phonetic_ = false;
  Type type_ = Type::number;
  unsigned style_ = 0;
  std::string value_, formula_;
  std::string* collected_ = nullptr;
};

class XlsxReader {
 public:
  XlsxReader(Archive& archive, std::string_view workbook_part, Limits const& limits, base::Deadline const& deadline)
      : archive_(archive), part_(workbook_part), limits_(limits), builder_(Container::xlsx, limits, deadline) {}

  base::Result<Workbook> read() {
    TRY(relationships_, relationships_of(archive_, part_, limits_));
    WorkbookReader workbook;
    ArchiveEntry const* entry = archive_.find(part_);
    if (!entry) return base::Failure(damaged("part_missing"));
    if (auto problem = parse_part(archive_, *entry, workbook, limits_)) return base::Failure(std::move(*problem));
    builder_.workbook().uses_1904 = workbook.uses_1904;

    StylesReader styles;
    if (ArchiveEntry const* part = part_of_type("styles", "styles.xml"))
      if (auto problem = parse_part(archive_, *part, styles, limits_)) return base::Failure(std::move(*problem));
    std::vector<TextRef> strings;
    ArchiveEntry const* strings_part = part_of_type("sharedStrings", "sharedStrings.xml");
    if (strings_part) {
      auto reader = [&] { return std::make_unique<SharedStringsReader>(builder_, strings); };
      if (auto problem = parse_large_part(archive_, *strings_part, reader, builder_, limits_)) return base::Failure(std::move(*problem));
    }

    for (SheetEntry const& sheet : workbook.sheets)
      if (auto problem = read_sheet(sheet, strings_part ? &strings : nullptr, styles.is_date)) {
        problem->place.sheet = sheet.name;
        return base::Failure(std::move(*problem));
      }
    return std::move(builder_).finish();
  }

 private:
  std::optional<base::Problem> read_sheet(SheetEntry const& sheet, std::vector<TextRef> const* strings, std::vector<bool> const& is_date) {
    auto relationship = std::find_if(relationships_.begin(), relationships_.end(), [&](Relationship const& one) { return one.id == sheet.relationship; });
    ArchiveEntry const* part = nullptr;
    if (relationship == relationships_.end()) {
      part = archive_.find(resolved_target(part_, "worksheets/sheet" + std::to_string(++sheets_seen_) + ".xml"));
    } else {
      ++sheets_seen_;
      if (relationship->type != "worksheet") return std::nullopt;  // a chart or a macro sheet holds no rows
      part = archive_.find(relationship->target);
    }
    if (!part) return damaged("part_missing");
    auto reader = [&] {
      builder_.begin_sheet(sheet.name, sheet.is_hidden);
      builder_.expect_cells(part->inflated_bytes / cell_bytes_min);
      return std::make_unique<SheetReader>(builder_, strings, is_date);
    };
    if (auto problem = parse_large_part(archive_, *part, reader, builder_, limits_)) return problem;
    return builder_.problem();
  }

  ArchiveEntry const* part_of_type(std::string_view type, std::string_view usual_name) {
    for (Relationship const& one : relationships_)
      if (one.type == type)
        if (ArchiveEntry const* part = archive_.find(one.target)) return part;
    return archive_.find(resolved_target(part_, usual_name));
  }

  Archive& archive_;
  std::string_view part_;
  Limits const& limits_;
  Builder builder_;
  std::vector<Relationship> relationships_;
  int sheets_seen_ = 0;
};

}  // namespace

base::Result<Workbook> read_xlsx(Archive& archive, std::string_view workbook_part, Limits const& limits, base::Deadline const& deadline) {
  return XlsxReader(archive, workbook_part, limits, deadline).read();
}

}  // namespace hutong::sheets::internal
