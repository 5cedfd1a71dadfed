#pragma once
// The page that `hutong link --report` writes: what the model learnt, what was compared, how sure it is, and why, in ten examples.
#include <functional>
#include <string>

#include "matching/fields.h"
#include "matching/linkage.h"
#include "sheets/csv_table.h"

namespace hutong::link_report {

struct Input {
  sheets::CsvTable const& left;
  sheets::CsvTable const* right = nullptr;  // nullptr: one table
  matching::Plan const& plan;
  matching::Linkage const& linkage;
  std::function<matching::Waterfall(matching::RowPair)> explain;  // Linker::explain of the same run
  double threshold = 0.5;                                         // what the linkage was asked for
  bool is_one_to_one = false;
};

// A whole HTML document that needs nothing but a browser. It shows names and addresses of the examples: as confidential as the files themselves.
std::string page(Input const&);

}  // namespace hutong::link_report
