// BIFF8, only as much of it as Excel, WPS and LibreOffice need to open it (MS-XLS): a real old list for the demo and for tests.
#include <algorithm>
#include <cstdlib>
#include <unordered_map>

#include "base/check.h"
#include "sheets/internal/biff_records.h"
#include "sheets/internal/bytes.h"
#include "sheets/internal/number_text.h"
#include "sheets/internal/out_names.h"
#include "sheets/write.h"

namespace hutong::sheets {
namespace {

using namespace internal;

constexpr size_t record_bytes_max = 8224, row_max = 65'536, column_max = 256, merges_per_record = 1'000;
constexpr uint16_t default_xf = 15, date_xf = 16, date_time_xf = 17, time_xf = 18;
constexpr uint16_t date_format = 164, date_time_format = 165, time_format = 166;

class XlsWriter {
 public:
  explicit XlsWriter(OutWorkbook const& out) : out_(out), names_(sheet_names_of(out)) {}

  std::string stream() {
    std::vector<std::string> sheets;
    for (OutSheet const& sheet : out_.sheets) sheets.push_back(sheet_stream(sheet));  // collects the strings, too
    std::string head = globals_before_sheets(), tail = strings_record();
    append_record(tail, 0x00A, "");
    size_t position = head.size() + tail.size();
    for (std::string const& name : names_) position += 4 + 4 + 2 + 2 + BiffText(name).bytes.size();
    for (size_t i = 0; i < sheets.size(); ++i) {
      BiffText const name(names_[i]);
      std::string data;
      append_u32(data, static_cast<uint32_t>(position));
      append_u8(data, out_.sheets[i].is_hidden ? 1 : 0);
      append_u8(data, 0);
      append_u8(data, static_cast<unsigned>(name.units));
      append_u8(data, name.is_wide);
      append_record(head, 0x085, data + name.bytes);
      position += sheets[i].size();
    }
    std::string all = head + tail;
    for (std::string const& sheet : sheets) all += sheet;
    return all;
  }

 private:
  static std::string numbers16(std::initializer_list<unsigned> values) {
    std::string data;
    for (unsigned value : values) append_u16(data, value);
    return data;
  }

  std::string globals_before_sheets() const {
    std::string out;
    append_record(out, 0x809, numbers16({0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 0, 6, 0}));
    append_record(out, 0x042, numbers16({1200}));
    append_record(out, 0x03D, numbers16({0, 0, 0x4000, 0x2000, 0x38, first_visible(), 0, 1, 0x258}));
    append_record(out, 0x022, numbers16({out_.uses_1904 ? 1u : 0u}));
    BiffText const font("宋体");
    for (int i = 0; i < 4; ++i) {
      std::string data = numbers16({220, 0, 0x7FFF, 400, 0, 0x8600, 0});
      append_u8(data, static_cast<unsigned>(font.units));
      append_u8(data, font.is_wide);
      append_record(out, 0x031, data + font.bytes);
    }
    append_format(out, date_format, "yyyy-mm-dd");
    append_format(out, date_time_format, "yyyy-mm-dd hh:mm:ss");
    append_format(out, time_format, "hh:mm:ss");
    for (unsigned xf = 0; xf < default_xf; ++xf) append_xf(out, 0, true);
    for (uint16_t format : {uint16_t{0}, date_format, date_time_format, time_format}) append_xf(out, format, false);
    append_record(out, 0x293, std::string("\x00\x80\x00\xFF", 4));
    return out;
  }

  unsigned first_visible() const {
    for (size_t i = 0; i < out_.sheets.size(); ++i)
      if (!out_.sheets[i].is_hidden) return static_cast<unsigned>(i);
    return 0;
  }

  static void append_format(std::string& out, uint16_t id, std::string_view code) {
    BiffText const text(code);
    std::string data = numbers16({id, static_cast<unsigned>(text.units)});
    append_u8(data, text.is_wide);
    append_record(out, 0x41E, data + text.bytes);
  }

  static void append_xf(std::string& out, uint16_t format, bool is_style) {
    append_record(out, 0x0E0, numbers16({0, format, is_style ? 0xFFF5u : 0x0001u, 0x0020, is_style ? 0xF400u : 0x0400u, 0, 0, 0, 0, 0x20C0}));
  }

  // One SST and its CONTINUE records: filled to the last byte, so that a string may be cut anywhere behind its head.
  std::string strings_record() const {
    std::string out, data;
    uint16_t id = 0x0FC;
    append_u32(data, static_cast<uint32_t>(string_uses_));
    append_u32(data, static_cast<uint32_t>(strings_.size()));
    auto flush = [&] {
      append_record(out, id, data);
      id = 0x03C;
      data.clear();
    };
    for (std::string const* utf8 : strings_) {
      BiffText const text(*utf8);
      size_t const unit_bytes = text.is_wide ? 2 : 1;
      if (data.size() + 3 + unit_bytes > record_bytes_max) flush();
      append_u16(data, static_cast<unsigned>(text.units));
      append_u8(data, text.is_wide);
      for (size_t at = 0; at < text.bytes.size();) {
        size_t here = std::min(text.bytes.size() - at, (record_bytes_max - data.size()) / unit_bytes * unit_bytes);
        data.append(text.bytes, at, here);
        at += here;
        if (at == text.bytes.size()) break;
        flush();
        append_u8(data, text.is_wide);
      }
    }
    flush();
    return out;
  }

  std::string sheet_stream(OutSheet const& sheet) {
    size_t columns = 0;
    for (auto const& row : sheet.rows) columns = std::max(columns, row.size());
    CHECK(sheet.rows.size() <= row_max && columns <= column_max);
    std::string out;
    append_record(out, 0x809, numbers16({0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 0, 6, 0}));
    for (uint16_t column : sheet.hidden_columns) append_record(out, 0x07D, numbers16({column, column, 2048, default_xf, 1, 0}));
    std::string dimensions;
    append_u32(dimensions, 0);
    append_u32(dimensions, static_cast<uint32_t>(sheet.rows.size()));
    append_record(out, 0x200, dimensions + numbers16({0, static_cast<unsigned>(columns), 0}));
    MergeMap const merges(sheet.merges);
    for (size_t row = 0; row < sheet.rows.size(); ++row) {
      bool is_hidden = std::find(sheet.hidden_rows.begin(), sheet.hidden_rows.end(), static_cast<int>(row) + 1) != sheet.hidden_rows.end();
      append_record(out, 0x208, numbers16({static_cast<unsigned>(row), 0, static_cast<unsigned>(sheet.rows[row].size()), 0x00FF, 0, 0, is_hidden ? 0x0120u : 0x0100u, 0x0F}));
      for (size_t column = 0; column < sheet.rows[row].size(); ++column)
        if (!merges.hides(static_cast<int>(row) + 1, static_cast<uint16_t>(column))) append_cell(out, row, column, sheet.rows[row][column]);
    }
    append_merges(out, sheet.merges);
    std::string window = numbers16({0x06B6, 0, 0, 0x40, 0, 0, 0});
    append_u32(window, 0);
    append_record(out, 0x23E, window);
    append_record(out, 0x00A, "");
    return out;
  }

  void append_cell(std::string& out, size_t row, size_t column, OutCell const& cell) {
    if (cell.text.empty()) return;
    auto head = [&](uint16_t xf) { return numbers16({static_cast<unsigned>(row), static_cast<unsigned>(column), xf}); };
    auto append_number_cell = [&](double number, uint16_t xf) {
      std::string data = head(xf);
      append_number(data, number);
      append_record(out, 0x203, data);
    };
    switch (cell.kind) {
      case CellKind::number: {
        char* end = nullptr;
        double number = std::strtod(cell.text.c_str(), &end);
        if (*end == '\0') return append_number_cell(number, default_xf);
        break;
      }
      case CellKind::date:
        if (auto serial = serial_of(cell.text, out_.uses_1904))
          return append_number_cell(*serial, cell.text.size() == 8 ? time_xf : cell.text.size() > 10 ? date_time_xf : date_xf);
        break;
      case CellKind::boolean: {
        std::string data = head(default_xf);
        append_u8(data, cell.text == "TRUE" || cell.text == "true" || cell.text == "1");
        append_u8(data, 0);
        append_record(out, 0x205, data);
        return;
      }
      case CellKind::empty:
      case CellKind::text:
      case CellKind::error: break;
    }
    std::string data = head(default_xf);
    append_u32(data, index_of(cell.text));
    append_record(out, 0x0FD, data);
  }

  uint32_t index_of(std::string const& text) {
    ++string_uses_;
    auto [found, is_new] = string_index_.emplace(text, static_cast<uint32_t>(strings_.size()));
    if (is_new) strings_.push_back(&found->first);
    return found->second;
  }

  static void append_merges(std::string& out, std::vector<Merge> const& merges) {
    for (size_t first = 0; first < merges.size(); first += merges_per_record) {
      size_t count = std::min(merges_per_record, merges.size() - first);
      std::string data = numbers16({static_cast<unsigned>(count)});
      for (size_t i = first; i < first + count; ++i)
        data += numbers16({static_cast<unsigned>(merges[i].first_row - 1), static_cast<unsigned>(merges[i].last_row - 1), merges[i].first_column, merges[i].last_column});
      append_record(out, 0x0E5, data);
    }
  }

  OutWorkbook const& out_;
  std::vector<std::string> names_;
  std::unordered_map<std::string, uint32_t> string_index_;
  std::vector<std::string const*> strings_;  // keys of string_index_, which do not move
  size_t string_uses_ = 0;
};

}  // namespace

std::string write_xls(OutWorkbook const& workbook) { return compound_file("Workbook", XlsWriter(workbook).stream()); }

}  // namespace hutong::sheets
