#pragma once
// Walks one sheet from top to bottom and puts every row where it belongs: accepted, rejected or ignored.
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "intake/internal/header.h"
#include "intake/internal/record_builder.h"
#include "intake/internal/rules.h"

namespace hutong::intake {

// What reading one sheet leaves behind, besides the rows.
struct SheetOutcome {
  bool has_person_table = false;
  bool has_header = false;
  bool says_nil = false;
  bool is_signed = false;   // a signature line below an empty table
  int records = 0;
};

class SheetReader {
 public:
  SheetReader(Grid const& grid, uint32_t sheet_index, Context const& context, Duplicates& duplicates, base::Deadline const& deadline, CheckResult& result);
  SheetOutcome read();
  // For a list that has no header; has_person_table stays false where no column holds identity numbers.
  SheetOutcome read_without_header();

 private:
  struct Table {
    TablePlan plan;
    std::vector<RawCell> above;  // the last data row's cells, for 同上
    std::unique_ptr<RecordBuilder> builder;
  };

  bool start_table(size_t row_index, bool strict);
  bool start_table(Header const&);
  void read_row(size_t row_index);
  bool read_data(sheets::Row const&);
  bool fill_cells(Table&, sheets::Row const&, std::vector<RawCell>& cells);
  bool has_number(std::vector<RawCell> const& cells, Table const&) const;
  bool names_child(std::vector<RawCell> const& cells, Table const&) const;
  std::vector<sheets::Cell const*> filled_beside(Table const&, sheets::Row const&) const;
  bool is_data_without_number(Table const&, sheets::Row const&, std::vector<RawCell> const& cells);
  std::string_view kind_of(size_t row_index, std::vector<sheets::Cell const*> const& filled);
  bool repeats_header(sheets::Row const&, std::vector<sheets::Cell const*> const&) const;
  bool is_only_sequence(std::vector<sheets::Cell const*> const&) const;
  bool is_in_table(uint16_t column) const;
  void add_records(Table&, sheets::Row const&, int& sub, std::vector<RawCell> const&);
  void ignore(int row, std::string_view as);
  void ignore_gap(int from, int until);

  Grid const& grid_;
  uint32_t sheet_index_;
  Context const& context_;
  Duplicates& duplicates_;
  base::Deadline const& deadline_;
  CheckResult& result_;
  LabelReader labels_;
  HeaderFinder headers_;
  MergeCursor merges_;
  SheetFacts facts_;
  SheetOutcome outcome_;
  std::vector<Table> tables_;   // those in force, side by side; empty before the first header
  std::set<std::string> titles_;  // texts above the first header; print-outs repeat them on every page
  int header_until_ = 0;        // rows up to here belong to the current header
};

}  // namespace hutong::intake
