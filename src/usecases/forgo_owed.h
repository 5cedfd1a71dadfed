#pragma once
// What is still owed to a dead child and nobody is there to receive: by decision of two persons, with the paper, it is not paid out. It stays on record, and
// what later news adds is held again. While a child lives nothing that is owed can be given up.
#include "base/result.h"
#include "usecases/cases.h"

namespace hutong::usecases {

struct Forgoing {
  std::string child;
  Deciding deciding;
};

// Problems: child_unknown, case_document_missing, forgo_not_dead, forgo_nothing_owed.
base::Result<CaseFile> forgo_owed(Context&, Forgoing const&);

}  // namespace hutong::usecases
