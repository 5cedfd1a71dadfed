#include "demo/internal/layout.h"

#include <algorithm>
#include <map>

#include "base/check.h"
#include "base/encoding.h"
#include "base/text.h"
#include "demo/internal/faults.h"
#include "demo/internal/names.h"
#include "sheets/write.h"

namespace hutong::demo {
namespace {

using sheets::CellKind;
using sheets::OutCell;

bool is_text_file(Wrapping wrapping) {
  return wrapping == Wrapping::csv_gb18030 || wrapping == Wrapping::csv_utf8_bom || wrapping == Wrapping::txt_utf16;
}

std::string date_text(values::Date day, int style) {
  std::string const year = std::to_string(day.year());
  switch (style) {
    case 1: return year + "." + std::to_string(day.month()) + "." + std::to_string(day.day());
    case 2: return year + "/" + std::to_string(day.month()) + "/" + std::to_string(day.day());
    case 3: return base::replace_all(day.to_string(), "-", "");
    case 4: return day.to_chinese();
    default: return day.to_string();
  }
}

class Sheet {
 public:
  Sheet(Table const& table, Style const& style, World const& world, values::Date filled_in_on, base::Random& odd)
      : table_(table), style_(style), world_(world), filled_in_on_(filled_in_on), odd_(odd) {
    for (size_t i = 0; i < table.columns.size(); ++i)
      if (!(style.has_sheet_per_town && table.columns[i].content == Content::town)) shown_.push_back(i);
    if (style.is_indented) first_column_ = 1;
  }

  sheets::OutSheet make(std::string name, std::vector<Row const*> const& rows) {
    out_.name = std::move(name);
    if (style_.is_indented) next_row();
    title();
    if (style_.is_side_by_side) return side_by_side(rows);
    header();
    data(rows);
    tail(rows.size());
    return std::move(out_);
  }

 private:
  // ---- where things go ---------------------------------------------------------------------------------------------
  std::vector<OutCell>& next_row() { return out_.rows.emplace_back(); }
  int row_number() const { return static_cast<int>(out_.rows.size()); }
  void put(size_t column, OutCell cell) {
    auto& row = out_.rows.back();
    if (row.size() <= column) row.resize(column + 1);
    row[column] = std::move(cell);
  }
  void put(size_t column, std::string text) { put(column, OutCell{.text = std::move(text)}); }
  void merge(int first_row, int last_row, size_t first_column, size_t last_column) {
    if (!is_text_file(style_.wrapping) && (first_row < last_row || first_column < last_column))
      out_.merges.push_back({first_row, last_row, static_cast<uint16_t>(first_column), static_cast<uint16_t>(last_column)});
  }
  size_t last_column() const { return first_column_ + shown_.size() - 1; }

  // ---- parts of a sheet --------------------------------------------------------------------------------------------
  void title() {
    next_row();
    put(first_column_, table_.title);
    size_t const width = style_.is_side_by_side ? 2 * shown_.size() + 1 : shown_.size();
    merge(row_number(), row_number(), first_column_, first_column_ + width - 1);
    next_row();
    put(first_column_, "填报单位:" + table_.unit + "(盖章)");
    put(first_column_ + std::max<size_t>(shown_.size(), 4) - 2, "填报日期:" + filled_in_on_.to_chinese());
  }

  std::string plain_label(Column const& column) const { return column.group + column.label; }

  void header() {
    next_row();
    int const first = row_number();
    if (!style_.has_groups) {
      for (size_t i = 0; i < shown_.size(); ++i) put(first_column_ + i, plain_label(table_.columns[shown_[i]]));
    } else {
      grouped_header();
    }
    if (style_.has_column_numbers) {
      next_row();
      put(first_column_, "甲");
      for (size_t i = 1; i < shown_.size(); ++i) put(first_column_ + i, std::to_string(i));
    }
    if (page_header_.empty())
      for (int row = first; row <= row_number(); ++row) page_header_.push_back(row);
  }

  void grouped_header() {
    int const upper = row_number();
    for (size_t i = 0; i < shown_.size();) {
      std::string const& group = table_.columns[shown_[i]].group;
      size_t end = i + 1;
      while (!group.empty() && end < shown_.size() && table_.columns[shown_[end]].group == group) ++end;
      put(first_column_ + i, group.empty() ? table_.columns[shown_[i]].label : group + "信息");
      if (group.empty()) merge(upper, upper + 1, first_column_ + i, first_column_ + i);
      else merge(upper, upper, first_column_ + i, first_column_ + end - 1);
      i = end;
    }
    next_row();
    for (size_t i = 0; i < shown_.size(); ++i)
      if (!table_.columns[shown_[i]].group.empty()) put(first_column_ + i, table_.columns[shown_[i]].label);
  }

  void data(std::vector<Row const*> const& rows) {
    if (rows.empty() && !table_.nil_words.empty()) {
      next_row();
      put(first_column_, table_.nil_words);
      merge(row_number(), row_number(), first_column_, last_column());
    }
    constexpr size_t rows_per_page = 40;
    size_t on_page = 0;
    for (size_t i = 0; i < rows.size();) {
      if (style_.repeats_header && on_page >= rows_per_page) {
        next_row();
        put(first_column_, "本页小计");
        put(first_column_ + 1, std::to_string(on_page) + "人");
        on_page = 0;
        header();
      }
      size_t end = i + 1;
      while (end < rows.size() && rows[i]->key != nobody && rows[end]->key == rows[i]->key) ++end;
      write_group({rows.begin() + static_cast<std::ptrdiff_t>(i), rows.begin() + static_cast<std::ptrdiff_t>(end)});
      on_page += end - i;
      i = end;
    }
  }

  // The rows of one parent.
  void write_group(std::vector<Row const*> const& rows) {
    bool const is_clean = std::all_of(rows.begin(), rows.end(), [](Row const* row) { return row->fault == Fault::none; });
    if (rows.size() > 1 && is_clean && style_.joins_children && is_joinable(rows)) return write_joined(rows);
    int const first = row_number() + 1;
    for (size_t i = 0; i < rows.size(); ++i) {
      next_row();
      for (size_t c = 0; c < shown_.size(); ++c) {
        Column const& column = table_.columns[shown_[c]];
        bool const repeats = i > 0 && is_clean && column.may_repeat && rows[i]->cells[shown_[c]] == rows[i - 1]->cells[shown_[c]];
        if (repeats && style_.merges) continue;
        if (repeats && style_.writes_ditto && column.content == Content::text && !rows[i]->cells[shown_[c]].empty()) put(first_column_ + c, "同上");
        else put(first_column_ + c, cell(*rows[i], shown_[c]));
      }
    }
    if (is_clean && style_.merges && rows.size() > 1) merge_repeated(rows, first);
  }

  void merge_repeated(std::vector<Row const*> const& rows, int first_row) {
    for (size_t c = 0; c < shown_.size(); ++c) {
      if (!table_.columns[shown_[c]].may_repeat) continue;
      for (size_t i = 0; i < rows.size();) {
        size_t end = i + 1;
        while (end < rows.size() && rows[end]->cells[shown_[c]] == rows[i]->cells[shown_[c]]) ++end;
        merge(first_row + static_cast<int>(i), first_row + static_cast<int>(end) - 1, first_column_ + c, first_column_ + c);
        i = end;
      }
    }
  }

  // Only names and numbers of the children differ.
  bool is_joinable(std::vector<Row const*> const& rows) const {
    for (size_t c : shown_)
      for (Row const* row : rows) {
        Column const& column = table_.columns[c];
        bool const is_childs = !column.may_repeat && (column.content == Content::name || column.content == Content::id);
        if (is_childs ? row->cells[c].empty() : column.content != Content::number && row->cells[c] != rows.front()->cells[c]) return false;
      }
    return true;
  }

  void write_joined(std::vector<Row const*> const& rows) {
    next_row();
    std::string const between = is_text_file(style_.wrapping) ? "、" : "\n";
    for (size_t c = 0; c < shown_.size(); ++c) {
      Column const& column = table_.columns[shown_[c]];
      if (column.may_repeat || (column.content != Content::name && column.content != Content::id)) {
        put(first_column_ + c, cell(*rows.front(), shown_[c]));
        continue;
      }
      std::vector<std::string> parts;
      for (Row const* row : rows) parts.push_back(row->cells[shown_[c]]);
      put(first_column_ + c, base::join(parts, between));
    }
  }

  sheets::OutSheet side_by_side(std::vector<Row const*> const& rows) {
    size_t const right = first_column_ + shown_.size() + 1;
    next_row();
    for (size_t i = 0; i < shown_.size(); ++i) {
      put(first_column_ + i, plain_label(table_.columns[shown_[i]]));
      put(right + i, plain_label(table_.columns[shown_[i]]));
    }
    size_t const half = (rows.size() + 1) / 2;
    for (size_t r = 0; r < half; ++r) {
      next_row();
      for (size_t i = 0; i < shown_.size(); ++i) {
        put(first_column_ + i, cell(*rows[r], shown_[i]));
        if (half + r < rows.size()) put(right + i, cell(*rows[half + r], shown_[i]));
      }
    }
    return std::move(out_);
  }

  void tail(size_t rows) {
    if (style_.hides_a_row && rows > 2 && !style_.repeats_header) out_.hidden_rows.push_back(row_number() - 1);
    if (style_.has_total && rows > 0) {
      next_row();
      put(first_column_, "合计");
      put(first_column_ + 1, std::to_string(rows) + "人");
    }
    if (style_.has_signatures) {
      next_row();
      put(first_column_, "单位负责人:");
      put(first_column_ + std::min<size_t>(2, shown_.size() - 1), "审核人:");
      put(last_column(), "填报人:");
    }
  }

  // ---- one cell ----------------------------------------------------------------------------------------------------
  OutCell cell(Row const& row, size_t column) {
    std::string const& right = row.cells[column];
    Content const content = table_.columns[column].content;
    if (row.fault != Fault::none && row.fault_column == static_cast<int>(column)) return faulty_cell(row.fault, right);
    if (right.empty() && content != Content::town) return {};
    switch (content) {
      case Content::id: return {.text = odd_number(right, odd_)};
      case Content::name: return {.text = odd_name(right, odd_)};
      case Content::date: return date_cell(right);
      case Content::number: return {.text = right, .kind = CellKind::number};
      case Content::town: return {.text = town_name(row.town)};
      case Content::phone:
      case Content::amount:
      case Content::text: break;
    }
    return {.text = right};
  }

  OutCell date_cell(std::string const& iso) {
    auto const day = values::Date::from_iso(iso);
    if (!day) return {.text = iso};  // 长期, 2024.3.1-2029.2.28
    if (style_.date_style == 5 && !is_text_file(style_.wrapping)) return {.text = iso, .kind = CellKind::date};
    return {.text = date_text(*day, style_.date_style)};
  }

  OutCell faulty_cell(Fault fault, std::string const& right) {
    std::string const wrong = faulty_text(fault, right, odd_);
    if (fault == Fault::precision_lost)
      return is_text_file(style_.wrapping) ? OutCell{.text = right.substr(0, 1) + "." + right.substr(1, 5) + "E+17"} : OutCell{.text = wrong, .kind = CellKind::number};
    if (fault == Fault::future_date) return date_cell(wrong);
    return {.text = wrong};
  }

  std::string town_name(int16_t index) {
    Town const& town = world_.towns[static_cast<size_t>(index)];
    if (!town.former_name.empty() && happens(odd_, usual_faults.former_town)) return town.former_name;
    if (base::ends_with(town.name, "街道") && happens(odd_, usual_faults.short_town)) return town.name.substr(0, town.name.size() - 6) + "街办";
    return town.name;
  }

  Table const& table_;
  Style const& style_;
  World const& world_;
  values::Date filled_in_on_;
  base::Random& odd_;
  std::vector<size_t> shown_;
  size_t first_column_ = 0;
  std::vector<int> page_header_;
  sheets::OutSheet out_;
};

sheets::OutWorkbook make_workbook(Table const& table, Style const& style, World const& world, values::Date day, base::Random& odd) {
  sheets::OutWorkbook book;
  std::map<int16_t, std::vector<Row const*>> by_sheet;
  for (Row const& row : table.rows) by_sheet[style.has_sheet_per_town ? row.town : int16_t{0}].push_back(&row);
  if (by_sheet.empty()) by_sheet[0] = {};
  for (auto const& [town, rows] : by_sheet) {
    std::string const name = style.has_sheet_per_town ? world.towns[static_cast<size_t>(town)].name : "Sheet1";
    book.sheets.push_back(Sheet(table, style, world, day, odd).make(name, rows));
  }
  if (style.has_notes_sheet) {
    sheets::OutSheet notes;
    notes.name = "填表说明";
    notes.rows = {{{.text = "填表说明"}}, {{.text = "1. 身份证号请按文本格式填写。"}}, {{.text = "2. 本表每月5日前报送。"}}};
    book.sheets.push_back(std::move(notes));
  }
  return book;
}

std::string utf16_le(std::string_view utf8) {
  std::string bytes = "\xFF\xFE";
  auto const unit = [&](uint32_t u) {
    bytes.push_back(static_cast<char>(u & 0xFF));
    bytes.push_back(static_cast<char>(u >> 8));
  };
  for (char32_t c : base::to_utf32(utf8)) {
    if (c < 0x10000) {
      unit(c);
    } else {
      unit(0xD800 + ((c - 0x10000) >> 10));
      unit(0xDC00 + ((c - 0x10000) & 0x3FF));
    }
  }
  return bytes;
}

}  // namespace

std::string extension_of(Wrapping wrapping) {
  switch (wrapping) {
    case Wrapping::xlsx: return ".xlsx";
    case Wrapping::xls:
    case Wrapping::html:
    case Wrapping::spreadsheetml: return ".xls";
    case Wrapping::et: return ".et";
    case Wrapping::ods: return ".ods";
    case Wrapping::csv_gb18030:
    case Wrapping::csv_utf8_bom: return ".csv";
    case Wrapping::txt_utf16: return ".txt";
  }
  return "";
}

Style draw_style(base::Random& random, Table const& table) {
  Style style;
  auto const half = [&] { return happens(random, 500'000); };
  auto const one_in = [&](uint64_t n) { return random.below(n) == 0; };
  constexpr Wrapping wrappings[] = {Wrapping::xlsx, Wrapping::xlsx,        Wrapping::xlsx,         Wrapping::xls,       Wrapping::xls, Wrapping::et,
                                    Wrapping::ods,  Wrapping::csv_gb18030, Wrapping::csv_utf8_bom, Wrapping::txt_utf16, Wrapping::html, Wrapping::spreadsheetml};
  style.wrapping = wrappings[random.below(std::size(wrappings))];
  bool const is_text = is_text_file(style.wrapping);
  bool const has_groups = std::any_of(table.columns.begin(), table.columns.end(), [](Column const& column) { return !column.group.empty(); });
  bool const has_towns = std::any_of(table.columns.begin(), table.columns.end(), [](Column const& column) { return column.content == Content::town; });
  style.has_groups = has_groups && half() && !is_text;
  style.has_column_numbers = one_in(5) && !is_text;
  style.is_indented = one_in(6);
  style.has_sheet_per_town = has_towns && one_in(4) && !is_text && style.wrapping != Wrapping::html && table.rows.size() > 20;
  style.is_side_by_side = table.columns.size() <= 5 && table.rows.size() >= 8 && table.rows.size() <= 60 && one_in(3) && !is_text && !has_groups;
  style.repeats_header = table.rows.size() > 60 && one_in(3) && !style.has_sheet_per_town;
  style.has_total = one_in(3);
  style.has_signatures = half();
  auto const family = random.below(4);
  style.merges = family == 0 && !is_text;
  style.writes_ditto = family == 1;
  style.joins_children = family == 2;
  style.has_notes_sheet = one_in(5) && !is_text && style.wrapping != Wrapping::html;
  style.hides_a_row = one_in(8) && !is_text && style.wrapping != Wrapping::html;
  style.date_style = static_cast<int>(random.below(6));
  return style;
}

std::string make_file(Table const& table, Style const& style, World const& world, values::Date filled_in_on, base::Random& odd) {
  sheets::OutWorkbook const book = make_workbook(table, style, world, filled_in_on, odd);
  switch (style.wrapping) {
    case Wrapping::xlsx: return sheets::write_xlsx(book);
    case Wrapping::xls:
    case Wrapping::et: return sheets::write_xls(book);
    case Wrapping::ods: return sheets::write_ods(book);
    case Wrapping::html: return sheets::write_html(book, true);
    case Wrapping::spreadsheetml: return sheets::write_spreadsheetml(book);
    case Wrapping::csv_gb18030: return base::to_gb18030(sheets::write_csv(book.sheets.front(), ',', false));
    case Wrapping::csv_utf8_bom: return "\xEF\xBB\xBF" + sheets::write_csv(book.sheets.front(), ',', false);
    case Wrapping::txt_utf16: return utf16_le(sheets::write_csv(book.sheets.front(), '\t', false));
  }
  return {};
}

}  // namespace hutong::demo
