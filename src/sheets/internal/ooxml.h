#pragma once
// The package around a workbook: which part is what. Relationships decide; the usual names are the fallback (some writers spell them in
// another case, or give absolute targets, or leave relationships out).
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sheets/internal/archive.h"

namespace hutong::sheets::internal {

struct Relationship {
  std::string id;
  std::string type;    // the last word of the type, "worksheet": transitional and strict namespaces end alike
  std::string target;  // name of the part inside the archive
};

// What stands in the part's .rels, targets resolved; external targets are left out and never followed. Empty if there is no such part.
base::Result<std::vector<Relationship>> relationships_of(Archive&, std::string_view part, Limits const&);

// "xl/worksheets/sheet1.xml" for ("xl/workbook.xml", "worksheets/sheet1.xml"), "/xl/worksheets/sheet1.xml" and "../xl/worksheets/sheet1.xml".
std::string resolved_target(std::string_view part, std::string_view target);

}  // namespace hutong::sheets::internal
