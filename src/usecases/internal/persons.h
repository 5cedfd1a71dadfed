#pragma once
#include <string>

#include "base/result.h"
#include "store/coverage_store.h"

namespace hutong::usecases {

// An identity number of 18 (or 15) characters, or our own number of the person as lists show it. Problems: child_unknown (value: child), id_….
base::Result<store::PersonRecord> person_called(store::CoverageStore&, std::string const& child);

}  // namespace hutong::usecases
