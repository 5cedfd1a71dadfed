#pragma once
// A row as the reader saw it → what the store keeps of it: JSON texts, and the keyed digests by which a later file finds it again.
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "exchange/compare.h"
#include "intake/check.h"
#include "store/submissions.h"

namespace hutong::usecases {

struct RowText {
  std::string fields;    // {"child_id": "…"}
  std::string source;    // {"child_id": "C5", "town_code": ["D5", "明水"]}: the cell, and its text where it read differently
  std::string warnings;  // ["id15_upgraded"]
  std::string reasons;   // [{"field": …, "code": …, "cell": …, "text": …, "values": {…}}]
};
RowText text_of(intake::Record const&);

// Person, event and parent: LISTS A.4 7 says what makes two rows one.
exchange::RowKey key_of(intake::Record const&, RowText const&, base::KeyedDigest const&);

// The reasons of a returned row, for people. Place: sheet, row, cell, field.
std::vector<base::Problem> reasons_of(store::SubmissionRow const&);

}  // namespace hutong::usecases
