#pragma once
// What the text of a header cell means. Only header cells come here, so clarity goes before speed.
#include <string>
#include <string_view>
#include <vector>

#include "intake/internal/report_spec.h"

namespace hutong::intake {

// NFKC, upper case, no blanks, no leading stars or numbers, no trailing colon; brackets of every kind become ( ).
std::string normalised_label(std::string_view text);

struct LabelReading {
  std::vector<Meaning> meanings;  // best first; concept_id == kNone: an owner alone
  Owner owner = Owner::none;      // whose, as far as the label itself says
  bool is_known = false;          // a label of a list, whether or not we use it
  bool is_ending = false;         // only its last characters spoke (…日期)
  bool names_owner_alone() const { return is_known && owner != Owner::none && (meanings.empty() || meanings.front().concept_id == kNone); }
};

class LabelReader {
 public:
  LabelReader(ReportSpec const& spec, CatalogueData const& data) : spec_(spec), data_(data) {}

  LabelReading read(std::string_view cell_text) const;
  // Quickly, and only for labels written as the tables have them.
  bool knows(std::string_view cell_text) const;
  // Whose group is it: 父亲基本信息 → father. Owner::none: the text names nobody.
  Owner group_owner(std::string_view cell_text) const;
  CatalogueData const& data() const { return data_; }

 private:
  LabelReading read_normalised(std::string const& label) const;
  bool read_exact(std::string_view label, LabelReading&) const;
  bool read_owner_and_rest(std::string_view label, LabelReading&) const;
  bool read_relation(std::string_view label, LabelReading&) const;
  bool read_suffix(std::string_view label, LabelReading&) const;
  Owner strip_owners(std::string_view& label) const;

  ReportSpec const& spec_;
  CatalogueData const& data_;
};

}  // namespace hutong::intake
