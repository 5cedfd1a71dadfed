#pragma once
// Which columns of two tables are the same thing.
#include "matching/internal/column_meaning.h"

namespace hutong::matching::internal {

// Adds to the plan the fields, and notes of what was left out and why; finds a missing row id among the columns that found no partner. For one table both
// sides are the same object.
void pair_columns(Side& left, Side& right, Plan&);

Field field_of(Column const& left, Column const& right);

}  // namespace hutong::matching::internal
