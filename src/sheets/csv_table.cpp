// Idea: the separators of 64 bytes at a time become the bits of one word, and a cell costs a shift and a count of zeros. The file is cut into parts
// that are parsed at the same time. Whether a line end lies inside a quoted cell can only be known from the beginning of the file, so every part but
// the first starts at a guess; afterwards the parts are walked in order, and one that began elsewhere than its forerunner ended is parsed again.
// Doubled quotes are taken out in place at the very end, when nothing is in doubt any more.
#include "sheets/csv_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstring>
#include <future>
#include <map>
#include <optional>
#include <thread>
#include <utility>
#if defined(__SSE2__)
#include <immintrin.h>
#endif

#include "base/check.h"
#include "base/encoding.h"
#include "base/memory.h"
#include "base/messages.h"
#include "base/text.h"
#include "sheets/internal/builder.h"
#include "sheets/internal/kinds.h"
#include "sheets/internal/line_encodings.h"
#include "sheets/internal/separator.h"

namespace hutong::sheets {
namespace {

constexpr size_t block_bytes = 64;

// Bit i: bytes[i] is `letter`.
uint64_t places_of(char const* block, char letter) {
#if defined(__SSE2__)
  __m128i const wanted = _mm_set1_epi8(letter);
  auto quarter = [&](int i) {
    __m128i const bytes = _mm_loadu_si128(reinterpret_cast<__m128i const*>(block) + i);
    return static_cast<uint64_t>(static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, wanted))));
  };
  return quarter(0) | quarter(1) << 16 | quarter(2) << 32 | quarter(3) << 48;
#else
  uint64_t places = 0;
  for (size_t i = 0; i < block_bytes; ++i) places |= static_cast<uint64_t>(block[i] == letter) << i;
  return places;
#endif
}

// Calls f(0) … f(count - 1), on several threads. What f throws (no memory) is thrown here.
template <class F>
void in_parallel(size_t count, unsigned threads, F&& f) {
  std::atomic<size_t> next{0};
  auto work = [&] {
    for (size_t i = next++; i < count; i = next++) f(i);
  };
  std::vector<std::future<void>> others;
  for (unsigned i = 1; i < std::min<size_t>(threads, count); ++i) others.push_back(std::async(std::launch::async, work));
  work();
  for (std::future<void>& one : others) one.get();
}

// What is wrong with the row that begins at `at`.
struct Fault {
  enum class Kind : uint8_t { row_too_long, cell_too_long } kind;
  size_t at = 0;
  size_t cells = 0;
};

struct Doubled {  // a quoted cell that is not the same as the bytes between its quotes
  uint64_t* cell = nullptr;
  size_t open = 0, close = 0, end = 0;
};

// One piece of the file: what was assumed at its beginning, and what came out.
struct Part {
  Part(size_t from, size_t until) : begin(from), stop(until) {}
  size_t begin, stop;
  size_t end = 0;               // where the last row of it really ended
  bool quotes_end_before = false, quotes_end_after = false;  // no closing quote follows any more: quotes are letters
  uint64_t rows_at_most = 0;
  uint64_t* cells = nullptr;
  size_t rows = 0;
  std::vector<Doubled> doubled;
  std::vector<Fault> faults;    // at most one: the first
};

class RowParser {
 public:
  RowParser(std::string_view text, char separator, size_t columns, unsigned size_bits) : text_(text), separator_(separator), columns_(columns), size_bits_(size_bits) {}

  // Rows that begin in [part.begin, part.stop).
  void parse(Part& part) {
    part.rows = 0;
    part.doubled.clear();
    part.faults.clear();
    quotes_end_ = part.quotes_end_before;
    base_ = text_.size() + block_bytes;  // nothing loaded
    size_t at = part.begin;
    while (at < part.stop && at < text_.size()) {
      if (text_[at] == '\n' || text_[at] == '\r') {
        ++at;
        continue;
      }
      at = row(part, at);
      if (!part.faults.empty()) break;
    }
    part.end = std::max(at, part.begin);
    part.quotes_end_after = quotes_end_;
  }

 private:
  size_t row(Part& part, size_t at) {
    size_t const row_begin = at;
    CHECK(part.rows < part.rows_at_most);
    uint64_t* const out = part.cells + part.rows * columns_;
    size_t column = 0;
    uint64_t filled = 0;
    for (;;) {
      uint64_t place = 0;
      at = cell(part, at, column < columns_ ? out + column : nullptr, place);
      uint64_t const size = place & ((uint64_t{1} << size_bits_) - 1);
      if (column < columns_) out[column] = place;
      else if (size > 0 && part.faults.empty()) part.faults.push_back({Fault::Kind::row_too_long, row_begin, column + 1});
      filled |= size;
      ++column;
      if (at >= text_.size()) break;
      if (text_[at] != separator_ || separator_ == '\0') {
        at += text_[at] == '\r' && at + 1 < text_.size() && text_[at + 1] == '\n' ? 2 : 1;
        break;
      }
      ++at;
    }
    if (!part.faults.empty() && part.faults.front().kind == Fault::Kind::row_too_long) part.faults.front().cells = column;
    if (filled == 0) return at;  // ",,,,": what a spreadsheet writes for rows that were cleared
    for (; column < columns_; ++column) out[column] = 0;
    ++part.rows;
    return at;
  }

  // The end of the cell that begins at `at`; its place in `place`.
  size_t cell(Part& part, size_t at, uint64_t* out, uint64_t& place) {
    size_t first = at;
    while (first < text_.size() && is_blank(text_[first])) ++first;
    if (first < text_.size() && text_[first] == '"' && !quotes_end_) {
      // Looking no further than a cell may reach keeps a file of nothing but quotes from costing its length for each of its parts.
      size_t const close = internal::end_of_quoted(text_.substr(0, first + (size_t{1} << size_bits_)), first);
      bool const has_close = close != std::string_view::npos;
      if (has_close && !internal::is_stray_quote(text_.substr(first, close - first), text_.substr(close + 1, next_end(close + 1) - close - 1)))
        return quoted_cell(part, first, close, out, place);
      if (!has_close) quotes_end_ = true;
    }
    size_t const end = next_end(first);
    size_t last = end;
    while (last > first && is_blank(text_[last - 1])) --last;
    if (first < last && text_[first] == '=') unwrap(first, last);
    place = place_of(part, first, last - first);
    return end;
  }

  size_t quoted_cell(Part& part, size_t open, size_t close, uint64_t* out, uint64_t& place) {
    size_t const end = next_end(close + 1);
    std::string_view const inside = text_.substr(open + 1, close - open - 1);
    bool const is_plain = is_all_blank(close + 1, end) && inside.find('"') == std::string_view::npos;
    size_t first = open + 1, last = is_plain ? close : end;
    if (is_plain) {
      while (first < last && is_blank(text_[first])) ++first;
      while (last > first && is_blank(text_[last - 1])) --last;
      if (first < last && text_[first] == '=') unwrap(first, last);
    } else if (out) {
      part.doubled.push_back({out, open, close, end});
    }
    place = place_of(part, first, last - first);
    return end;
  }

  uint64_t place_of(Part& part, size_t at, size_t size) {
    if (size >> size_bits_ != 0) {
      if (part.faults.empty()) part.faults.push_back({Fault::Kind::cell_too_long, at, 0});
      size = 0;
    }
    return static_cast<uint64_t>(at) << size_bits_ | size;
  }

  bool is_blank(char c) const { return c == ' ' || (c == '\t' && separator_ != '\t'); }

  bool is_all_blank(size_t first, size_t end) const {
    while (first < end && is_blank(text_[first])) ++first;
    return first == end;
  }

  // ="370…" is how an export keeps Excel from making a number of it.
  void unwrap(size_t& first, size_t& last) const {
    std::string_view const whole = text_.substr(first, last - first);
    if (whole.size() < 3 || !whole.starts_with("=\"") || !whole.ends_with('"') || whole.find('"', 2) != whole.size() - 1) return;
    first += 2;
    last -= 1;
  }

  // The first separator or line end at or after `at`.
  size_t next_end(size_t at) {
    if (at >= text_.size()) return text_.size();
    if (at < base_ || at - base_ >= block_bytes) load(at & ~(block_bytes - 1));
    uint64_t ends = ends_ >> (at - base_);
    if (ends != 0) return at + static_cast<size_t>(std::countr_zero(ends));
    do {
      if (base_ + block_bytes >= text_.size()) return text_.size();
      load(base_ + block_bytes);
    } while (ends_ == 0);
    return base_ + static_cast<size_t>(std::countr_zero(ends_));
  }

  void load(size_t base) {
    base_ = base;
    char const* block = text_.data() + base;
    char tail[block_bytes] = {};
    if (base + block_bytes > text_.size()) {
      std::memcpy(tail, block, text_.size() - base);
      block = tail;
    }
    ends_ = places_of(block, '\n') | places_of(block, '\r');
    if (separator_ != '\0') ends_ |= places_of(block, separator_);
  }

  std::string_view text_;
  char separator_;
  size_t columns_;
  unsigned size_bits_;
  bool quotes_end_ = false;
  size_t base_ = 0;
  uint64_t ends_ = 0;
};

// Line ends in [begin, end), "\r\n" as one unless a block ends between the two.
uint64_t line_ends(std::string_view text) {
  uint64_t count = 0;
  size_t at = 0;
  for (; at + block_bytes <= text.size(); at += block_bytes) {
    uint64_t const feeds = places_of(text.data() + at, '\n'), returns = places_of(text.data() + at, '\r');
    count += static_cast<uint64_t>(std::popcount(feeds | (returns & ~(feeds >> 1))));
  }
  for (; at < text.size(); ++at) count += text[at] == '\n' || text[at] == '\r';
  return count;
}

size_t line_number(std::string_view text, size_t at) {
  std::string_view const before = text.substr(0, at);
  size_t const feeds = static_cast<size_t>(std::count(before.begin(), before.end(), '\n'));
  return 1 + (feeds > 0 ? feeds : static_cast<size_t>(std::count(before.begin(), before.end(), '\r')));
}

}  // namespace

class CsvReader {
 public:
  CsvReader(std::string bytes, std::string file, unsigned threads, CsvLimits const& limits) : limits_(limits), threads_(threads) {
    table_.file_ = std::move(file);
    table_.text_ = std::move(bytes);
    if (threads_ == 0) threads_ = std::max(1u, std::thread::hardware_concurrency());
  }

  base::Result<CsvTable> read() {
    if (table_.text_.empty()) return fail("file_empty");
    if (table_.text_.size() > limits_.file_bytes) return fail("file_too_large", {{"limit", std::to_string(limits_.file_bytes / 1'000'000)}});
    if (auto refused = decode()) return base::Failure(*refused);
    TRY(size_t const body, read_titles());
    if (auto refused = read_rows(body)) return base::Failure(*refused);
    if (table_.rows_ == 0) return fail("csv_no_rows");
    return std::move(table_);
  }

 private:
  base::Failure fail(std::string_view code, std::map<std::string, std::string> values = {}, size_t line = 0) const { return base::Failure(problem(code, std::move(values), line)); }
  base::Problem problem(std::string_view code, std::map<std::string, std::string> values = {}, size_t line = 0) const {
    base::Place place;
    place.file = table_.file_;
    place.row = static_cast<int>(line);
    return base::problem(code, std::move(values), std::move(place));
  }

  // Makes the text UTF-8; where it begins in `start_`.
  std::optional<base::Problem> decode() {
    std::string& text = table_.text_;
    if (std::string_view kind = internal::foreign_kind(text); !kind.empty()) return not_a_table(kind);
    if (internal::is_zip(text) || internal::is_ole2(text)) return not_a_table("workbook");
    std::string_view const head = std::string_view(text).substr(0, 4096);
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    start_ = head.starts_with(mark) ? mark.size() : 0;
    if (head.find('\0') == std::string_view::npos && is_clean_utf8()) {
      table_.encoding_ = base::name_of(start_ > 0 ? base::Encoding::utf8_bom : base::Encoding::utf8);
      return is_binary(head) ? std::optional(not_a_table("binary")) : std::nullopt;
    }
    base::Encoding const encoding = base::detect_encoding(text);
    table_.encoding_ = base::name_of(encoding);
    bool const is_wide = encoding == base::Encoding::utf16le || encoding == base::Encoding::utf16be;
    if (is_wide) text = base::to_utf8(text, encoding);
    else if (text.find('\0') != std::string::npos) return not_a_table("binary");
    else if (auto refused = decode_lines(encoding)) return refused;
    start_ = text.starts_with(mark) ? mark.size() : 0;
    if (is_binary(std::string_view(text).substr(0, 4096))) return not_a_table("binary");
    return std::nullopt;
  }

  // Strict UTF-8 without NUL, from start_ on.
  bool is_clean_utf8() const {
    std::vector<Part> const parts = parts_from(start_);
    std::atomic<bool> is_clean = true;
    in_parallel(parts.size(), threads_, [&](size_t i) {
      std::string_view const part = std::string_view(table_.text_).substr(parts[i].begin, parts[i].stop - parts[i].begin);
      if (is_clean && (std::memchr(part.data(), 0, part.size()) || !base::is_valid_utf8(part))) is_clean = false;
    });
    return is_clean;
  }

  static bool is_binary(std::string_view head) {
    auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v'; };
    return static_cast<size_t>(std::count_if(head.begin(), head.end(), is_control)) * 20 > head.size();
  }

  // Not UTF-8 throughout: each line is asked what it could be. A list pasted together from two programs must not come out as gibberish that no row matches.
  std::optional<base::Problem> decode_lines(base::Encoding detected) {
    std::string& text = table_.text_;
    internal::LineCensus const census = internal::census_of(text);
    size_t const of_utf8 = census.of(internal::LineScript::utf8).count, of_gb = census.of(internal::LineScript::gb18030).count, of_latin = census.of(internal::LineScript::latin).count;
    if (of_gb > of_latin) {
      constexpr size_t by_chance = 50;  // one short Chinese line in that many is valid UTF-8 by accident
      if (of_utf8 > 1 + of_gb / by_chance) {
        bool const utf8_came_first = census.of(internal::LineScript::utf8).first_line < census.of(internal::LineScript::gb18030).first_line;
        return problem("csv_encoding_mixed", {}, census.of(utf8_came_first ? internal::LineScript::gb18030 : internal::LineScript::utf8).first_line);
      }
      if (detected != base::Encoding::gb18030) return problem("csv_encoding_unknown");
      text = base::to_utf8(text, detected);
    } else {
      text = of_latin == 0 ? base::to_utf8(base::to_utf32(text)) : internal::from_latin(text);
      table_.encoding_ = of_utf8 > 0 ? base::name_of(base::Encoding::utf8) : "windows-1252";
      if (of_utf8 > 0 && of_latin > 0) table_.notes_.push_back(problem("csv_latin_lines", {{"count", std::to_string(of_latin)}}, census.of(internal::LineScript::latin).first_line));
    }
    return std::nullopt;
  }

  base::Problem not_a_table(std::string_view kind) const {
    return problem("csv_not_a_table", {{"kind", base::label("sheets.kind." + std::string(kind))}});
  }

  // Where the rows begin.
  base::Result<size_t> read_titles() {
    std::string const& text = table_.text_;
    std::string_view const body = std::string_view(text).substr(start_);
    size_t at = internal::size_of_separator_line(body, separator_);
    if (at == 0) separator_ = internal::separator_of(body);
    at += start_;
    while (at < text.size() && (text[at] == '\n' || text[at] == '\r')) ++at;
    size_t const columns_tried = limits_.columns + 1;
    std::vector<uint64_t> places(columns_tried);
    Part part(at, at + 1);
    part.cells = places.data(), part.rows_at_most = 1;
    RowParser(text, separator_, columns_tried, CsvTable::size_bits).parse(part);
    if (!part.faults.empty() || (places.back() & CsvTable::size_mask) != 0) return fail("too_many_columns", {{"limit", std::to_string(limits_.columns)}});
    undouble(part);
    size_t columns = columns_tried;
    while (columns > 0 && (places[columns - 1] & CsvTable::size_mask) == 0) --columns;
    if (columns == 0) return fail("file_empty");
    for (size_t i = 0; i < columns; ++i) add_title(std::string_view(text).substr(places[i] >> CsvTable::size_bits, places[i] & CsvTable::size_mask));
    return part.end;
  }

  void add_title(std::string_view written) {
    std::vector<std::string>& titles = table_.titles_;
    std::string title(base::trimmed(written));
    std::string const number = std::to_string(titles.size() + 1);
    if (title.empty()) {
      title = "第" + number + "列";
      table_.notes_.push_back(problem("csv_title_missing", {{"column", title}}));
    }
    auto is_taken = [&](std::string const& one) { return std::find(titles.begin(), titles.end(), one) != titles.end(); };
    if (is_taken(title)) {
      std::string const first = title;
      for (int i = 2; is_taken(title); ++i) title = fmt::format("{} ({})", first, i);
      table_.notes_.push_back(problem("csv_title_twice", {{"title", first}, {"column", title}}));
    }
    titles.push_back(std::move(title));
  }

  std::optional<base::Problem> read_rows(size_t body) {
    std::vector<Part> parts = parts_from(body);
    size_t const columns = table_.columns();
    std::string_view const text = table_.text_;
    // Every row but the last has a line end of its own in the part where it begins.
    in_parallel(parts.size(), threads_, [&](size_t i) { parts[i].rows_at_most = line_ends(text.substr(parts[i].begin, parts[i].stop - parts[i].begin)) + (i + 1 == parts.size()); });
    uint64_t rows_at_most = 0;
    for (Part const& part : parts) rows_at_most += part.rows_at_most;
    // Line ends inside cells count too, so the room is often larger than what is written to; untouched pages cost nothing.
    if (rows_at_most > 4 * limits_.cells / columns) return problem("too_many_cells", {{"limit", std::to_string(limits_.cells)}});
    table_.cells_ = std::make_unique_for_overwrite<uint64_t[]>(rows_at_most * columns);
    base::expect_large(table_.cells_.get(), rows_at_most * columns * sizeof(uint64_t));
    uint64_t* room = table_.cells_.get();
    for (Part& part : parts) {
      part.cells = room;
      room += part.rows_at_most * columns;
    }
    in_parallel(parts.size(), threads_, [&](size_t i) { parser().parse(parts[i]); });
    settle(parts);
    for (Part const& part : parts)
      for (Fault const& fault : part.faults) return told(fault);
    in_parallel(parts.size(), threads_, [&](size_t i) { undouble(parts[i]); });
    close_gaps(parts);
    if (table_.rows_ > UINT32_MAX - 1 || table_.rows_ * columns > limits_.cells) return problem("too_many_cells", {{"limit", std::to_string(limits_.cells)}});
    return std::nullopt;
  }

  RowParser parser() const { return RowParser(table_.text_, separator_, table_.columns(), CsvTable::size_bits); }

  // Each begins behind a line end, as if that were not inside a quoted cell.
  std::vector<Part> parts_from(size_t body) const {
    std::string_view const text = table_.text_;
    std::vector<Part> parts;
    for (size_t at = body; at < text.size();) {
      size_t stop = text.size();
      if (at + limits_.part_bytes < text.size()) {
        size_t const feed = text.find_first_of("\n\r", at + limits_.part_bytes);
        bool const are_two = feed != std::string_view::npos && text[feed] == '\r' && feed + 1 < text.size() && text[feed + 1] == '\n';
        stop = feed == std::string_view::npos ? text.size() : feed + (are_two ? 2 : 1);
      }
      parts.emplace_back(at, stop);
      at = stop;
    }
    return parts;
  }

  // Walks the parts in order and parses again what began with a wrong guess. Stops at the first fault: what follows is not needed.
  void settle(std::vector<Part>& parts) const {
    size_t at = parts.empty() ? 0 : parts.front().begin;
    bool quotes_end = false;
    for (Part& part : parts) {
      bool const is_right = part.begin == at && part.quotes_end_before == quotes_end;
      if (!is_right) {
        part.begin = at;
        part.quotes_end_before = quotes_end;
        parser().parse(part);
      }
      if (!part.faults.empty()) return;
      at = part.end;
      quotes_end = part.quotes_end_after;
    }
  }

  base::Problem told(Fault const& fault) const {
    size_t const line = line_number(table_.text_, fault.at);
    switch (fault.kind) {
      case Fault::Kind::row_too_long:
        return problem("csv_row_too_long", {{"columns", std::to_string(table_.columns())}, {"cells", std::to_string(fault.cells)}}, line);
      case Fault::Kind::cell_too_long: return problem("csv_cell_too_long", {}, line);
    }
    CHECK(false);
    return {};
  }

  // Takes the second of doubled quotes out, and puts what stands behind the closing quote next to the rest; always shorter, so it fits in place.
  void undouble(Part& part) {
    char* const text = table_.text_.data();
    for (Doubled const& one : part.doubled) {
      size_t to = one.open + 1;
      for (size_t from = one.open + 1; from < one.close; ++from) {
        if (text[from] == '"') ++from;
        text[to++] = text[from];
      }
      for (size_t from = one.close + 1; from < one.end; ++from) text[to++] = text[from];
      size_t first = one.open + 1;
      while (first < to && text[first] == ' ') ++first;
      while (to > first && text[to - 1] == ' ') --to;
      bool const is_wrapped = to - first >= 3 && text[first] == '=' && text[first + 1] == '"' && text[to - 1] == '"';
      if (is_wrapped) first += 2, to -= 1;
      *one.cell = static_cast<uint64_t>(first) << CsvTable::size_bits | (to - first);
    }
  }

  void close_gaps(std::vector<Part> const& parts) {
    uint64_t* to = table_.cells_.get();
    for (Part const& part : parts) {
      size_t const count = part.rows * table_.columns();
      if (to != part.cells) std::memmove(to, part.cells, count * sizeof(uint64_t));
      to += count;
      table_.rows_ += part.rows;
    }
  }

  CsvLimits const& limits_;
  unsigned threads_;
  char separator_ = '\0';
  size_t start_ = 0;  // behind a byte-order mark
  CsvTable table_;
};

size_t CsvTable::line_of(size_t row) const {
  return line_number(text_, cells_[row * titles_.size()] >> size_bits);
}

void CsvTable::add_joined_column(size_t first, size_t second, std::string title) {
  size_t const columns = titles_.size();
  auto wider = std::make_unique_for_overwrite<uint64_t[]>(rows_ * (columns + 1));
  auto ends_in_han = [](std::string_view cell) { return !cell.empty() && static_cast<unsigned char>(cell.back()) >= 0x80; };
  std::string joined;
  for (size_t row = 0; row < rows_; ++row) {
    std::copy_n(cells_.get() + row * columns, columns, wider.get() + row * (columns + 1));
    std::string_view const one = cell(row, first), other = cell(row, second);
    joined = one;
    if (!one.empty() && !other.empty() && !(ends_in_han(one) && ends_in_han(other))) joined += ' ';
    joined += other;
    if (joined.size() > size_mask) joined.clear();
    wider[row * (columns + 1) + columns] = static_cast<uint64_t>(text_.size()) << size_bits | joined.size();
    text_ += joined;
  }
  cells_ = std::move(wider);
  titles_.push_back(std::move(title));
}

CsvTable table_of_cells(std::string file, std::vector<std::string> titles, std::vector<std::string_view> const& cells) {
  CHECK(!titles.empty() && cells.size() % titles.size() == 0);
  CsvTable table;
  table.file_ = std::move(file);
  table.encoding_ = "utf-8";
  table.titles_ = std::move(titles);
  table.rows_ = cells.size() / table.titles_.size();
  table.cells_ = std::make_unique_for_overwrite<uint64_t[]>(cells.size());
  size_t size = 0;
  for (std::string_view const cell : cells) size += cell.size();
  table.text_.reserve(size + table.rows_);
  for (size_t i = 0; i < cells.size(); ++i) {
    CHECK(cells[i].size() <= CsvTable::size_mask);
    if (i % table.titles_.size() == 0) table.text_ += '\n';  // so that line_of() counts rows
    table.cells_[i] = static_cast<uint64_t>(table.text_.size()) << CsvTable::size_bits | cells[i].size();
    table.text_ += cells[i];
  }
  return table;
}

base::Result<CsvTable> read_csv_table(std::string bytes, std::string file, unsigned threads, CsvLimits const& limits) {
  return CsvReader(std::move(bytes), std::move(file), threads, limits).read();
}

}  // namespace hutong::sheets
