#pragma once
// hutong link: two CSV files (or one) → which rows mean the same person or thing. Nothing is stored.
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "base/files.h"
#include "base/result.h"
#include "matching/fields.h"
#include "matching/linkage.h"
#include "matching/register_index.h"
#include "sheets/csv_table.h"

namespace hutong::usecases {

struct LinkRequest {
  std::filesystem::path left, right;  // right "": what stands twice in left; or the index of a register
  std::filesystem::path config;       // "" = the columns are recognised
  std::filesystem::path labels;       // "" = none; CSV with two columns of row ids, a third one may say 1 or 0, or nothing: not looked at
  std::string id;                     // the title of the column with the row ids, "" = found
  std::string once;                   // one table: the title of the column that says which list a row comes from, if each list names everybody once; "" = none
  matching::LinkOptions options;
};

// Read and understood. Does not move, as the linker looks into it.
struct LinkTables {
  sheets::CsvTable left;
  std::optional<sheets::CsvTable> right;
  matching::Plan plan;
  // Right is what an index found: the rows of the register that could be meant.
  struct FromIndex {
    base::MappedFile file;
    matching::RegisterIndex::About about;
    std::shared_ptr<matching::Given const> given;
  };
  std::optional<FromIndex> index;

  sheets::CsvTable const& other() const { return right ? *right : left; }
  // What names the row in the output: its id, else its number from 1.
  std::string left_id(size_t row) const;
  std::string right_id(size_t row) const;
  std::optional<size_t> left_row(std::string_view id) const;
  std::optional<size_t> right_row(std::string_view id) const;
};

// A row without an id is named by its number, from 1.
std::optional<uint32_t> row_numbered(std::string_view id, size_t rows);

template <class T>
using OrProblems = tl::expected<T, std::vector<base::Problem>>;

struct Phase {
  std::string name;
  double seconds = 0;
};

struct LinkOutcome {
  std::unique_ptr<LinkTables> tables;
  std::unique_ptr<matching::Linker> linker;
  matching::Linkage linkage;
  std::vector<Phase> phases;
};

// A file that is to be written, and the option that says so.
struct LinkOutput {
  std::string option;  // "--out"
  std::filesystem::path path;  // "" = not asked for
};
// To be asked before any work. Writing over what is read would destroy the list of an office; of two outputs in one file one is lost.
// Problems: link_out_is_input (option, path, input), link_outputs_same (first, second, path).
std::vector<base::Problem> outputs_in_the_way(LinkRequest const&, std::vector<LinkOutput> const&);

// Problems: those of reading files and tables, of recognising columns and of the config; link_same_file, label_row_unknown (id), labels_not_two_columns,
// labels_no_titles (value), label_not_yes_or_no (value), label_itself, label_contradicts, label_contradicts_chain, label_second_partner; those of matching::RegisterIndex, link_index_misplaced, link_index_no_option (option).
OrProblems<std::unique_ptr<LinkTables>> open_tables(LinkRequest const&);
OrProblems<LinkOutcome> link_files(LinkRequest const&);

// Links the typical list (left) with the register (right), and writes an index of the latter to `out`, which only the owner of the file can read.
struct IndexMade {
  LinkOutcome outcome;
  uint64_t bytes = 0;
};
OrProblems<IndexMade> make_register_index(LinkRequest const&, std::filesystem::path const& out);
// Every byte of an index; what it is an index of.
base::Result<matching::RegisterIndex::About> verify_register_index(std::filesystem::path const&);

// left_id,right_id,probability and, if asked for, decision: certain (needs nobody) or ask. As sorted in the linkage.
struct PairsCsv {
  std::string text;
  size_t ids_like_formulas = 0;  // ids are written as they are, and a spreadsheet would run these
};
PairsCsv pairs_csv(LinkTables const&, matching::Linkage const&, bool has_decision);
// Of one table: id,cluster for every row; clusters are numbered from 1 in the order of their first rows. once: as in the request.
std::string clusters_csv(LinkOutcome const&, std::string const& once);
// left_id,right_id,is_same,probability and the cells of both rows, to be looked at: whoever fills in is_same gives it back as labels.
// What a spreadsheet would run as a formula has an apostrophe in front; ids are read back without it.
std::string questions_csv(LinkTables const&, matching::Linkage const&);

}  // namespace hutong::usecases
