// xls: the records of BIFF8 (MS-XLS), and of BIFF5/7, which differ in how they write text. Our own reader, because libfreexl drops formula
// results and booleans without notice and cannot tell merges or hidden rows (docs/decisions/0002-own-biff8-reader.md).
#include <algorithm>
#include <map>

#include "base/encoding.h"
#include "base/text.h"
#include "sheets/internal/builder.h"
#include "sheets/internal/bytes.h"
#include "sheets/internal/containers.h"
#include "sheets/internal/number_text.h"
#include "sheets/internal/ole2.h"

namespace hutong::sheets::internal {
namespace {

enum Id : uint16_t {
  formula_id = 0x006, eof_id = 0x00A, datemode_id = 0x022, filepass_id = 0x02F, continue_id = 0x03C, codepage_id = 0x042, colinfo_id = 0x07D,
  boundsheet_id = 0x085, mulrk_id = 0x0BD, rstring_id = 0x0D6, xf_id = 0x0E0, mergedcells_id = 0x0E5, sst_id = 0x0FC, labelsst_id = 0x0FD,
  number_id = 0x203, label_id = 0x204, boolerr_id = 0x205, string_id = 0x207, row_id = 0x208, rk_id = 0x27E, format_id = 0x41E, bof_id = 0x809,
};

struct Record {
  uint16_t id = 0;
  std::string_view data;
  size_t end = 0;  // in the stream
};

// false at the end of the stream, and where a record is cut.
bool read_record(std::string_view stream, size_t at, Record& record) {
  if (at > stream.size() || stream.size() - at < 4) return false;
  uint16_t size = u16_at(stream, at + 2);
  if (stream.size() - at - 4 < size) return false;
  record = {u16_at(stream, at), stream.substr(at + 4, size), at + 4 + size};
  return true;
}

// The data of one record and of the CONTINUE records behind it, read as one. Characters that run over a border begin again with a flag byte,
// which may switch between one and two bytes a character in the middle of a string.
class Pieces {
 public:
  Pieces(std::string_view stream, Record const& first) {
    pieces_.push_back(first.data);
    Record next;
    for (end_ = first.end; read_record(stream, end_, next) && next.id == continue_id; end_ = next.end) pieces_.push_back(next.data);
  }
  size_t end() const { return end_; }  // behind the last CONTINUE
  bool is_cut() const { return is_cut_; }

  template <class T>
  T number() {
    char raw[sizeof(T)] = {};
    for (size_t i = 0; i < sizeof(T); ++i)
      if (advance()) raw[i] = pieces_[piece_][at_++];
    return number_at<T>({raw, sizeof(T)}, 0);
  }
  void skip(uint64_t count) {
    while (count > 0 && advance()) {
      uint64_t here = std::min<uint64_t>(count, pieces_[piece_].size() - at_);
      at_ += here;
      count -= here;
    }
  }
  void append_characters(std::string& to, uint32_t count, bool is_wide) {
    while (count > 0) {
      if (at_ >= pieces_[piece_].size()) {
        if (!advance()) return;
        is_wide = (static_cast<uint8_t>(pieces_[piece_][at_++]) & 1) != 0;
        continue;
      }
      std::string_view rest = pieces_[piece_].substr(at_);
      uint32_t here = static_cast<uint32_t>(std::min<size_t>(count, is_wide ? rest.size() / 2 : rest.size()));
      if (here == 0) {  // half a character before the border
        is_cut_ = true;
        return;
      }
      for (uint32_t i = 0; i < here; ++i) append_unit(to, is_wide ? u16_at(rest, 2 * i) : u8_at(rest, i));
      at_ += is_wide ? 2 * here : here;
      count -= here;
    }
    if (lead_) append_unit(to, 0xFFFD);
    lead_ = 0;
  }
  void append_bytes(std::string& to, uint64_t count) {
    while (count > 0 && advance()) {
      uint64_t here = std::min<uint64_t>(count, pieces_[piece_].size() - at_);
      to.append(pieces_[piece_].substr(at_, here));
      at_ += here;
      count -= here;
    }
  }

 private:
  // To a place that holds a byte; false at the end.
  bool advance() {
    while (at_ >= pieces_[piece_].size()) {
      if (piece_ + 1 >= pieces_.size()) {
        is_cut_ = true;
        return false;
      }
      ++piece_;
      at_ = 0;
    }
    return true;
  }
  void append_unit(std::string& to, uint32_t unit) {
    bool is_trail = unit >= 0xDC00 && unit <= 0xDFFF;
    if (lead_) {
      uint32_t lead = lead_;
      lead_ = 0;
      if (is_trail) return base::append_utf8(to, 0x10000 + ((lead - 0xD800) << 10) + (unit - 0xDC00));
      base::append_utf8(to, 0xFFFD);
    }
    if (unit >= 0xD800 && unit <= 0xDBFF) lead_ = unit;
    else if (is_trail) base::append_utf8(to, 0xFFFD);
    else if (unit < 0x80) to += static_cast<char>(unit);
    else base::append_utf8(to, unit);
  }

  std::vector<std::string_view> pieces_;
  size_t piece_ = 0, at_ = 0, end_ = 0;
  uint32_t lead_ = 0;
  bool is_cut_ = false;
};

double number_of_rk(uint32_t rk) {
  double number = 0;
  if (rk & 2) {
    number = static_cast<int32_t>(rk) >> 2;
  } else {
    uint64_t bits = static_cast<uint64_t>(rk & ~3u) << 32;
    std::memcpy(&number, &bits, sizeof number);
  }
  return rk & 1 ? number / 100 : number;
}

std::string_view error_text(uint8_t code) {
  switch (code) {
    case 0x00: return "#NULL!";
    case 0x07: return "#DIV/0!";
    case 0x0F: return "#VALUE!";
    case 0x17: return "#REF!";
    case 0x1D: return "#NAME?";
    case 0x24: return "#NUM!";
    default: return "#N/A";
  }
}

class BiffReader {
 public:
  BiffReader(std::string_view stream, Limits const& limits, base::Deadline const& deadline)
      : stream_(stream), builder_(Container::xls, limits, deadline) {}

  base::Result<Workbook> read() {
    if (auto problem = read_globals()) return base::Failure(std::move(*problem));
    // A sheet ends where the next begins, whatever its records say: no byte is read for two sheets.
    std::vector<uint32_t> starts;
    for (SheetEntry const& sheet : sheets_) starts.push_back(sheet.at);
    std::sort(starts.begin(), starts.end());
    if (std::adjacent_find(starts.begin(), starts.end()) != starts.end()) return base::Failure(damaged("xls_record"));
    for (SheetEntry const& sheet : sheets_) {
      auto next = std::upper_bound(starts.begin(), starts.end(), sheet.at);
      size_t end = next == starts.end() ? stream_.size() : std::min<size_t>(*next, stream_.size());
      if (!sheet.is_worksheet) continue;
      if (auto problem = read_sheet(sheet, end)) {
        problem->place.sheet = sheet.name;
        return base::Failure(std::move(*problem));
      }
    }
    return std::move(builder_).finish();
  }

 private:
  struct SheetEntry {
    uint32_t at = 0;
    bool is_hidden = false, is_worksheet = true;
    std::string name;
  };

  // Character count of one or two bytes, then the text in the manner of the version.
  std::string text_of(Pieces& pieces, bool has_wide_count) {
    uint32_t count = has_wide_count ? pieces.number<uint16_t>() : pieces.number<uint8_t>();
    std::string out;
    if (!is_biff8_) {
      pieces.append_bytes(out, count);
      return base::to_utf8(out, base::Encoding::gb18030);  // code page 936; ASCII is the same in all
    }
    uint8_t flags = pieces.number<uint8_t>();
    pieces.append_characters(out, count, (flags & 1) != 0);
    return out;
  }

  std::optional<base::Problem> read_globals() {
    Record record;
    if (!read_record(stream_, 0, record)) return damaged("cut");
    if (record.id != bof_id) return not_a_table("old_excel");
    uint16_t version = u16_at(record.data, 0);
    if (version != 0x0600 && version != 0x0500) return not_a_table("old_excel");
    is_biff8_ = version == 0x0600;
    size_t at = record.end;
    for (;;) {
      if (!read_record(stream_, at, record)) return damaged("cut");
      at = record.end;
      switch (record.id) {
        case filepass_id: return base::problem("file_encrypted");
        case datemode_id: builder_.workbook().uses_1904 = u16_at(record.data, 0) == 1; break;
        case format_id: read_format(record); break;
        case xf_id: format_of_xf_.push_back(u16_at(record.data, 2)); break;
        case boundsheet_id: read_boundsheet(record); break;
        case sst_id:
          if (auto problem = read_strings(record, at)) return problem;
          break;
        case eof_id: return resolve_formats();
        default: break;
      }
      if (builder_.has_failed()) return builder_.problem();
    }
  }

  std::optional<base::Problem> resolve_formats() {
    for (uint16_t format : format_of_xf_) {
      auto custom = is_date_format_.find(format);
      is_date_xf_.push_back(custom != is_date_format_.end() ? custom->second : is_date_format(unsigned{format}));
    }
    return std::nullopt;
  }

  void read_format(Record const& record) {
    Pieces pieces(stream_, record);
    unsigned id = pieces.number<uint16_t>();
    is_date_format_[id] = is_date_format(text_of(pieces, is_biff8_));
  }

  void read_boundsheet(Record const& record) {
    SheetEntry sheet;
    sheet.at = u32_at(record.data, 0);
    sheet.is_hidden = (u8_at(record.data, 4) & 3) != 0;
    sheet.is_worksheet = u8_at(record.data, 5) == 0;  // else a chart, a macro sheet or a module
    Pieces pieces(stream_, record);
    pieces.skip(6);
    sheet.name = text_of(pieces, false);
    constexpr size_t sheets_max = 10'000;
    if (sheets_.size() >= sheets_max) return builder_.fail(damaged("too_many_parts"));
    sheets_.push_back(std::move(sheet));
  }

  std::optional<base::Problem> read_strings(Record const& record, size_t& at) {
    Pieces pieces(stream_, record);
    at = pieces.end();
    pieces.skip(4);
    uint32_t const count = pieces.number<uint32_t>();
    std::string text;
    for (uint32_t i = 0; i < count; ++i) {
      uint32_t const characters = pieces.number<uint16_t>();
      uint8_t const flags = pieces.number<uint8_t>();
      uint32_t const runs = flags & 8 ? pieces.number<uint16_t>() : 0;
      uint32_t const extra = flags & 4 ? pieces.number<uint32_t>() : 0;
      text.clear();
      pieces.append_characters(text, characters, (flags & 1) != 0);
      pieces.skip(uint64_t{4} * runs + extra);
      // Some writers count more strings than they wrote; only an index that points behind the end is a damage.
      if (pieces.is_cut()) return std::nullopt;
      if (!builder_.may_keep_another(strings_.size())) return builder_.problem();
      strings_.push_back(builder_.keep_text(text));
      if ((i & 0xFFF) == 0 && builder_.is_late()) return builder_.problem();
    }
    return std::nullopt;
  }

  std::optional<base::Problem> read_sheet(SheetEntry const& sheet, size_t end) {
    builder_.begin_sheet(sheet.name, sheet.is_hidden);
    std::string_view const stream = stream_.substr(0, end);
    Record record;
    if (!read_record(stream, sheet.at, record) || record.id != bof_id) return damaged("xls_record");
    row_ = -1;
    formula_waits_ = false;
    is_hidden_row_.assign(0x10000, false);
    int depth = 1;  // a chart inside the sheet is a stream of its own between BOF and EOF
    uint32_t seen = 0;
    for (size_t at = record.end; depth > 0; at = record.end) {
      if (!read_record(stream, at, record)) return damaged("cut");
      if (record.id == bof_id) ++depth;
      else if (record.id == eof_id) --depth;
      else if (depth == 1) read_sheet_record(record);
      if ((++seen & 0xFFFF) == 0) builder_.is_late();
      if (builder_.has_failed()) return builder_.problem();
    }
    end_waiting_formula();
    for (Row& row : builder_.workbook().sheets.back().rows) row.is_hidden = is_hidden_row_[static_cast<size_t>(row.number - 1) & 0xFFFF];
    return std::nullopt;
  }

  void read_sheet_record(Record const& record) {
    std::string_view const data = record.data;
    uint16_t const row = u16_at(data, 0), column = u16_at(data, 2), xf = u16_at(data, 4);
    if (record.id != string_id && is_cell(record.id)) end_waiting_formula();
    switch (record.id) {
      case labelsst_id: {
        uint32_t index = u32_at(data, 6);
        if (index >= strings_.size()) return builder_.fail(damaged("shared_string"));
        open_row(row);
        builder_.add(column, CellKind::text, strings_[index]);
        break;
      }
      case label_id:
      case rstring_id: {
        Pieces pieces(stream_, record);
        pieces.skip(6);
        std::string text = text_of(pieces, true);
        if (pieces.is_cut()) return builder_.fail(damaged("xls_record"));
        open_row(row);
        builder_.add_text(column, text);
        break;
      }
      case number_id: add_number(row, column, xf, number_at<double>(data, 6)); break;
      case rk_id: add_number(row, column, xf, number_of_rk(u32_at(data, 6))); break;
      case mulrk_id:
        for (size_t at = 4, i = 0; at + 8 <= data.size(); at += 6, ++i) add_number(row, static_cast<uint16_t>(column + i), u16_at(data, at), number_of_rk(u32_at(data, at + 2)));
        break;
      case boolerr_id: add_boolean_or_error(row, column, u8_at(data, 7) != 0, u8_at(data, 6)); break;
      case formula_id: read_formula(row, column, xf, data); break;
      case string_id: end_waiting_formula(&record); break;
      case row_id:
        if (u16_at(data, 12) & 0x20) is_hidden_row_[row] = true;
        break;
      case colinfo_id:
        if ((u16_at(data, 8) & 1) || u16_at(data, 4) == 0) builder_.hide_columns(row, column);  // here: first and last column
        break;
      case mergedcells_id:
        for (size_t at = 2; at + 8 <= data.size(); at += 8)
          builder_.add_merge(u16_at(data, at) + 1, u16_at(data, at + 2) + 1, u16_at(data, at + 4), u16_at(data, at + 6));
        break;
      default: break;
    }
  }

  static bool is_cell(uint16_t id) {
    return id == labelsst_id || id == label_id || id == rstring_id || id == number_id || id == rk_id || id == mulrk_id || id == boolerr_id || id == formula_id;
  }

  void open_row(int row) {
    if (row == row_) return;
    row_ = row;
    builder_.begin_row(row + 1);
  }

  void add_number(uint16_t row, uint16_t column, uint16_t xf, double number) {
    open_row(row);
    builder_.add_number(column, number, xf < is_date_xf_.size() && is_date_xf_[xf]);
  }

  void add_boolean_or_error(uint16_t row, uint16_t column, bool is_error, uint8_t value) {
    open_row(row);
    if (is_error) builder_.add(column, CellKind::error, error_text(value));
    else builder_.add(column, CellKind::boolean, value ? "TRUE" : "FALSE");
  }

  // The result stands in the record, unless it is text: then in the STRING record that follows.
  void read_formula(uint16_t row, uint16_t column, uint16_t xf, std::string_view data) {
    bool is_number = u16_at(data, 12) != 0xFFFF;
    if (is_number) return add_number(row, column, xf, number_at<double>(data, 6));
    switch (u8_at(data, 6)) {
      case 0:
        formula_waits_ = true;
        formula_row_ = row;
        formula_column_ = column;
        break;
      case 1: add_boolean_or_error(row, column, false, u8_at(data, 8)); break;
      case 2: add_boolean_or_error(row, column, true, u8_at(data, 8)); break;
      default: break;  // 3: empty text
    }
  }

  void end_waiting_formula(Record const* record = nullptr) {
    if (!formula_waits_) return;
    formula_waits_ = false;
    open_row(formula_row_);
    if (!record) return builder_.add(formula_column_, CellKind::error, "=");  // the result is missing: never a silent blank
    Pieces pieces(stream_, *record);
    std::string text = text_of(pieces, true);
    if (pieces.is_cut()) return builder_.fail(damaged("xls_record"));
    builder_.add_text(formula_column_, text);
  }

  std::string_view stream_;
  Builder builder_;
  bool is_biff8_ = true;
  std::map<unsigned, bool> is_date_format_;
  std::vector<uint16_t> format_of_xf_;
  std::vector<bool> is_date_xf_;
  std::vector<SheetEntry> sheets_;
  std::vector<TextRef> strings_;
  std::vector<bool> is_hidden_row_;
  int row_ = -1;
  bool formula_waits_ = false;
  uint16_t formula_row_ = 0, formula_column_ = 0;
};

}  // namespace

base::Result<Workbook> read_biff(std::string_view stream, Limits const& limits, base::Deadline const& deadline) {
  return BiffReader(stream, limits, deadline).read();
}

base::Result<Workbook> read_compound(std::string_view bytes, Limits const& limits, base::Deadline const& deadline) {
  TRY(CompoundFile const file, CompoundFile::open(bytes));
  if (file.has("EncryptedPackage") || file.has("\tDRMContent")) return base::fail("file_encrypted");
  if (file.has("WordDocument")) return base::Failure(not_a_table("word"));
  if (file.has("PowerPoint Document")) return base::Failure(not_a_table("slides"));
  for (std::string_view name : {"Workbook", "Book"})
    if (file.has(name)) {
      TRY(std::string const stream, file.read(name));
      return read_biff(stream, limits, deadline);
    }
  return base::Failure(not_a_table("ole"));
}

}  // namespace hutong::sheets::internal
