#pragma once
// The big register once, and then every few weeks some new rows: an index holds what linking a typical list with the register has taught (weights, how common
// words and values are), the register's keys in buckets, and the register's own cells. Some hundred rows are then linked in milliseconds, because only the
// rows that share a key with them are looked at: the file is mapped, not read.
//
// A pair gets the same weights and the same rarity as in that first linkage. The file's layout: docs/formats/link.md.
//
// Files come from outside: whatever the bytes, the answer is a table or a problem.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "matching/fields.h"
#include "matching/linkage.h"
#include "sheets/csv_table.h"

namespace hutong::matching {

// Does it begin like an index? Any bytes.
bool is_register_index(std::string_view bytes);

// The index of the right table of a linker of two tables that has run. The same input gives the same bytes.
std::string register_index_of(Linker const&, Plan const&);

class RegisterIndex {
 public:
  struct About {
    std::string register_file, like_file;  // names only, as the files were called then
    uint64_t rows = 0, like_rows = 0;
    double expected_matches = 0;           // of the two
  };

  // `bytes` must outlive the index and what it answers. `file` names it in sentences. Looks at the beginning only: a byte changed further on is found when it
  // is needed (a place that cannot be), or by damage().
  // Problems, with place.file: link_index_version (version), link_index_cut_short, link_index_damaged.
  static base::Result<RegisterIndex> open(std::string_view bytes, std::string file);
  RegisterIndex(RegisterIndex&&) noexcept;
  ~RegisterIndex();

  About const& about() const;
  // Every byte against its digest: link_index_damaged.
  std::optional<base::Problem> damage() const;

  struct Answer {
    sheets::CsvTable partners;           // rows of the register that could be meant, in its order
    Plan plan;                           // left: the rows asked for; right: partners
    std::shared_ptr<Given const> given;  // for Linker::make
  };
  // `id`: title of the column with the row ids, "" = as in the typical list, if there is one of that title. Columns are those of the typical list, by title;
  // `rows` may get a joined column (join_names).
  // Problems: link_index_no_column (column, file, known), link_no_column, link_id_twice, link_id_missing, link_too_many_pairs (count),
  // link_index_other_program (keys are made differently nowadays), link_index_damaged.
  base::Result<Answer> ask(sheets::CsvTable& rows, std::string const& id, LinkOptions const&) const;

 private:
  struct Content;
  explicit RegisterIndex(std::unique_ptr<Content>);
  std::unique_ptr<Content> content_;
};

}  // namespace hutong::matching
