// The workbook: the same pages as the PDF, with breaks between them. Totals are SUBTOTAL formulas, which do not count each other, so that a clerk who
// corrects a copy sees the sums move; their values are stored beside them.
#include <xlsxwriter.h>

#include <algorithm>
#include <array>

#include "base/check.h"
#include "base/files.h"
#include "base/messages.h"
#include "base/text.h"
#include "documents/document.h"
#include "documents/internal/pages.h"

namespace hutong::documents {
namespace {

using namespace internal;

constexpr double characters_across = 92;  // of an A4 page across, in the default font, with room for programs that draw it wider
constexpr uint8_t a4 = 9;

enum class Style : uint8_t { title, line, heading, text_left, text_center, text_right, count, amount, total_label, total_count, total_amount, closing };
constexpr size_t style_count = 12;

std::string column_letters(size_t column) {
  std::string letters;
  for (size_t n = column + 1; n > 0; n = (n - 1) / 26) letters.insert(letters.begin(), static_cast<char>('A' + (n - 1) % 26));
  return letters;
}

double number_of(Cell const& cell) {
  if (auto const* count = std::get_if<int64_t>(&cell)) return static_cast<double>(*count);
  return static_cast<double>(std::get<values::Money>(cell).in_fen()) / 100;
}

class Writer {
 public:
  explicit Writer(std::string const& path) {
    workbook_ = workbook_new(path.c_str());
    CHECK(workbook_ != nullptr);
    for (size_t i = 0; i < style_count; ++i) styles_[i] = format_of(static_cast<Style>(i));
  }

  void set_date(values::Date made_on) {
    lxw_doc_properties properties = {};
    properties.created = static_cast<time_t>(made_on.days_since_epoch()) * 86'400;
    workbook_set_properties(workbook_, &properties);
  }

  void add(Document const& document) {
    sheet_ = workbook_add_worksheet(workbook_, document.sheet_name.empty() ? nullptr : document.sheet_name.c_str());
    CHECK(sheet_ != nullptr);
    last_column_ = static_cast<lxw_col_t>(document.columns.size() - 1);
    row_ = 0;
    set_up_paper(document);
    whole_line(document.title, Style::title, 30);
    for (std::string const& words : document.heading_lines) whole_line(words, Style::line, 18);
    for (size_t i = 0; i < document.columns.size(); ++i) put(i, document.columns[i].heading, Style::heading);
    height(22);
    worksheet_repeat_rows(sheet_, 0, row_);
    worksheet_freeze_panes(sheet_, row_ + 1, 0);
    ++row_;
    write_pages(document);
  }

  void close() {
    lxw_error const error = workbook_close(workbook_);
    if (error != LXW_NO_ERROR) throw base::OutsideFailure("cannot_write", {{"path", "xlsx"}, {"why", lxw_strerror(error)}});
  }

 private:
  lxw_format* style(Style one) const { return styles_[static_cast<size_t>(one)]; }

  lxw_format* format_of(Style one) {
    lxw_format* format = workbook_add_format(workbook_);
    format_set_font_name(format, "宋体");
    format_set_font_size(format, 10);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    auto set = [&](uint8_t align, bool has_frame, bool is_bold) {
      format_set_align(format, align);
      if (has_frame) format_set_border(format, LXW_BORDER_THIN);
      if (is_bold) format_set_bold(format);
    };
    switch (one) {
      case Style::title:
        set(LXW_ALIGN_CENTER, false, true);
        format_set_font_size(format, 16);
        break;
      case Style::line: set(LXW_ALIGN_LEFT, false, false); break;
      case Style::heading:
        set(LXW_ALIGN_CENTER, true, true);
        format_set_text_wrap(format);
        break;
      case Style::text_left:
        set(LXW_ALIGN_LEFT, true, false);
        format_set_text_wrap(format);
        break;
      case Style::text_center:
        set(LXW_ALIGN_CENTER, true, false);
        format_set_text_wrap(format);
        break;
      case Style::text_right: set(LXW_ALIGN_RIGHT, true, false); break;
      case Style::count: set(LXW_ALIGN_CENTER, true, false); break;
      case Style::amount:
        set(LXW_ALIGN_RIGHT, true, false);
        format_set_num_format(format, "#,##0.00");
        break;
      case Style::total_label: set(LXW_ALIGN_CENTER, true, true); break;
      case Style::total_count: set(LXW_ALIGN_CENTER, true, true); break;
      case Style::total_amount:
        set(LXW_ALIGN_RIGHT, true, true);
        format_set_num_format(format, "#,##0.00");
        break;
      case Style::closing:
        set(LXW_ALIGN_LEFT, false, false);
        format_set_font_size(format, 11);
        break;
    }
    return format;
  }

  void set_up_paper(Document const& document) {
    worksheet_set_paper(sheet_, a4);
    worksheet_set_landscape(sheet_);
    worksheet_set_margins(sheet_, 0.4, 0.4, 0.5, 0.6);
    worksheet_center_horizontally(sheet_);
    // As wide as the widest content needs (a sum that does not fit shows as ###), then the page is scaled down to the paper: “fit to width” would make
    // Excel forget the page breaks.
    double sum = 0;
    for (size_t i = 0; i < document.columns.size(); ++i) {
      double const width = width_of(document, i);
      worksheet_set_column(sheet_, static_cast<lxw_col_t>(i), static_cast<lxw_col_t>(i), width, nullptr);
      sum += width;
    }
    if (sum > characters_across) worksheet_set_print_scale(sheet_, static_cast<uint16_t>(std::max(10.0, characters_across / sum * 100)));
    std::string const page = base::label("document_page", {{"page", "&P"}, {"pages", "&N"}});
    worksheet_set_footer(sheet_, ("&L&8" + base::replace_all(document.footer, "&", "&&") + "&R&8" + page).c_str());
  }

  static double width_of(Document const& document, size_t column) {
    constexpr size_t remark_width_max = 40;  // longer texts break into lines
    size_t needed = base::width_in_columns(document.columns[column].heading);
    auto take = [&](Cell const& cell) {
      size_t const width = base::width_in_columns(text_of(cell));
      needed = std::max(needed, std::holds_alternative<std::string>(cell) ? std::min(width, remark_width_max) : width);
    };
    for (auto const& row : document.rows) take(row[column]);
    if (document.columns[column].is_summed) take(sum_of(document, column, 0, document.rows.size()));
    return static_cast<double>(needed) * 1.1 + 2;
  }

  void write_pages(Document const& document) {
    lxw_row_t const first_data_row = row_;
    std::vector<lxw_row_t> breaks;
    for (Page const& page : pages_of(document)) {
      lxw_row_t const first_row = row_;
      for (size_t row = page.first_row; row < page.end_row; ++row) write_row(document, document.rows[row]);
      if (columns_before_sums(document) > 0) {
        lxw_row_t const end_row = row_;
        write_total(document, page_total_label(page), page.first_row, page.end_row, first_row, end_row);
        if (page.is_last) write_total(document, total_label(document), 0, document.rows.size(), first_data_row, end_row);
      }
      if (page.is_last)
        for (std::string const& words : document.closing_lines) whole_line(words, Style::closing, 22);
      write_signatures(document);
      if (!page.is_last) breaks.push_back(row_);
    }
    breaks.push_back(0);  // ends the list
    if (breaks.size() > 1) worksheet_set_h_pagebreaks(sheet_, breaks.data());
  }

  void write_row(Document const& document, std::vector<Cell> const& cells) {
    for (size_t i = 0; i < cells.size(); ++i) {
      if (auto const* text = std::get_if<std::string>(&cells[i])) {
        Align const align = document.columns[i].align;
        put(i, *text, align == Align::left ? Style::text_left : align == Align::center ? Style::text_center : Style::text_right);
      } else {
        worksheet_write_number(sheet_, row_, static_cast<lxw_col_t>(i), number_of(cells[i]), style(std::holds_alternative<int64_t>(cells[i]) ? Style::count : Style::amount));
      }
    }
    height(20);
    ++row_;
  }

  void write_total(Document const& document, std::string const& label, size_t first, size_t end, lxw_row_t first_row, lxw_row_t end_row) {
    size_t const before = columns_before_sums(document);
    if (before > 1) worksheet_merge_range(sheet_, row_, 0, row_, static_cast<lxw_col_t>(before - 1), "", style(Style::total_label));
    put(0, label, Style::total_label);
    for (size_t i = before; i < document.columns.size(); ++i) {
      if (!document.columns[i].is_summed) {
        put(i, "", Style::total_label);
        continue;
      }
      Cell const sum = sum_of(document, i, first, end);
      Style const look = std::holds_alternative<int64_t>(sum) ? Style::total_count : Style::total_amount;
      if (first_row == end_row) {
        worksheet_write_number(sheet_, row_, static_cast<lxw_col_t>(i), 0, style(look));
      } else {
        std::string const letters = column_letters(i);
        std::string const formula = "=SUBTOTAL(9," + letters + std::to_string(first_row + 1) + ":" + letters + std::to_string(end_row) + ")";
        worksheet_write_formula_num(sheet_, row_, static_cast<lxw_col_t>(i), formula.c_str(), style(look), number_of(sum));
      }
    }
    height(20);
    ++row_;
  }

  void write_signatures(Document const& document) {
    if (document.signatures.empty()) return;
    std::string words;
    for (std::string const& one : document.signatures) words += one + std::string(22, ' ');
    whole_line(words, Style::closing, 30);
  }

  void whole_line(std::string const& words, Style look, double points) {
    if (last_column_ > 0) worksheet_merge_range(sheet_, row_, 0, row_, last_column_, "", style(look));
    put(0, words, look);
    height(points);
    ++row_;
  }

  void put(size_t column, std::string const& text, Style look) {
    if (text.empty()) worksheet_write_blank(sheet_, row_, static_cast<lxw_col_t>(column), style(look));
    else worksheet_write_string(sheet_, row_, static_cast<lxw_col_t>(column), text.c_str(), style(look));
  }

  void height(double points) { worksheet_set_row(sheet_, row_, points, nullptr); }

  lxw_workbook* workbook_ = nullptr;
  lxw_worksheet* sheet_ = nullptr;
  std::array<lxw_format*, style_count> styles_{};
  lxw_col_t last_column_ = 0;
  lxw_row_t row_ = 0;
};

}  // namespace

std::string to_xlsx(std::vector<Document> const& documents) {
  CHECK(!documents.empty());
  base::TemporaryFolder folder;
  std::string const path = (folder.path() / "book.xlsx").string();
  Writer writer(path);
  writer.set_date(documents.front().made_on);
  for (Document const& document : documents) writer.add(document);
  writer.close();
  auto bytes = base::read_file(path, UINT64_MAX);
  CHECK(bytes.has_value());
  return std::move(*bytes);
}

}  // namespace hutong::documents
