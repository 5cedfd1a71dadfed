#pragma once
// What people found about pairs of rows (--labels), read and checked: they stand whatever the model says, so they must not contradict each other.
#include <vector>

#include "matching/linkage.h"
#include "sheets/csv_table.h"
#include "usecases/link_files.h"

namespace hutong::usecases::internal {

// Two columns of row ids; a third one, if there is, says yes or no, or nothing: not looked at. A file of pairs that we wrote ourselves will do, with ones and
// zeros in place of the probabilities.
// Problems, each with its line: labels_not_two_columns (path), labels_no_titles (value), label_row_unknown, label_not_yes_or_no (value), label_itself (value),
// label_contradicts (value, line), label_contradicts_chain (value, lines), label_second_partner (value, line, option).
OrProblems<std::vector<matching::KnownPair>> known_pairs(sheets::CsvTable const& labels, LinkTables const&, matching::LinkOptions const&);

}  // namespace hutong::usecases::internal
