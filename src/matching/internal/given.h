#pragma once
// Between the linker and the index of a register: what a run has learnt, and a run that is given all that instead of learning it.
#include <vector>

#include "matching/internal/column.h"
#include "matching/internal/learn.h"
#include "matching/linkage.h"

namespace hutong::matching {

// Of a linker after run(); looks into it.
struct Taught {
  Tables const* tables = nullptr;
  std::vector<Column> const* columns = nullptr;
  Learnt const* learnt = nullptr;
  std::vector<std::vector<float>> const* rarity = nullptr;  // field × code
  unsigned threads = 1;
};

// In place of rules, blocks and learning. The known fields are views: what they look at must outlive the linker.
struct Given {
  std::vector<RowPair> pairs;  // to be compared; ascending, each once
  std::vector<RuleReport> rules;
  std::vector<KnownField> fields;
  Learnt learnt;
};

}  // namespace hutong::matching
