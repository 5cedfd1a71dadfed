#pragma once
// What the reader knows of one report: data, from lists/<report>.yaml plus lists/fields.yaml (labels and codes shared by all). A district edits those,
// not code. See lists/README.md for the file format.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/resources.h"
#include "base/result.h"
#include "values/division.h"
#include "values/words.h"

namespace hutong::intake {

struct ReportSpec;     // internal/report_spec.h
struct CatalogueData;  // internal/report_spec.h

class Catalogue {
 public:
  // From lists/*.yaml (name, text). An unknown key, field or code is refused with file and line: Problem bad_lists_file (values: where, why).
  static base::Result<Catalogue> from_files(std::vector<base::Resource> const& files);

  std::vector<std::string> report_names() const;  // sorted
  ReportSpec const* find(std::string_view report) const;  // nullptr: unknown
  // Facts that outer floors need. CHECK: the report exists.
  std::string title(std::string_view report) const;  // 重度残疾人名单
  values::AgencyKind agency(std::string_view report) const;
  bool is_restricted(std::string_view report) const;

  std::shared_ptr<CatalogueData const> const& data() const { return data_; }

 private:
  std::shared_ptr<CatalogueData const> data_;
};

}  // namespace hutong::intake
