#include "link_report/internal/reach.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "link_report/internal/examples.h"
#include "matching/date_form.h"
#include "matching/name_form.h"
#include "matching/number_form.h"

namespace hutong::link_report {
namespace {

using matching::FieldKind;

// 无, 不详, 000000000000000000 are nothing.
bool is_missing(FieldKind kind, std::string_view cell) {
  if (cell.empty()) return true;
  switch (kind) {
    case FieldKind::resident_number: return matching::number_form(cell).is_empty();
    case FieldKind::person_name: return matching::name_form(cell).is_empty();
    case FieldKind::date: return matching::date_form(cell).is_empty();
    case FieldKind::identifier:
    case FieldKind::given_name:
    case FieldKind::surname:
    case FieldKind::category:
    case FieldKind::place:
    case FieldKind::phone:
    case FieldKind::number:
    case FieldKind::text: return false;
  }
  return false;
}

double best_bits(matching::FieldReport const& field) {
  double best = 0;
  for (auto const& level : field.levels) best = std::max(best, level.bits);
  return best;
}

class Side {
 public:
  Side(Input const& input, bool is_right) : input_(input), is_right_(is_right), table_(is_right ? *input.right : input.left), partner_(table_.rows(), Partner::none) {
    for (auto const& pair : input.linkage.pairs) {
      Partner const found = is_certain(pair, input.linkage.model) ? Partner::certain : Partner::ask;
      note(is_right ? pair.right : pair.left, found);
      if (!input.right) note(pair.right, found);
    }
  }

  Reach reach() const {
    Reach reach;
    reach.rows = table_.rows();
    std::map<uint64_t, uint64_t> rows_by_missing;
    for (size_t row = 0; row < table_.rows(); ++row) {
      if (partner_[row] == Partner::certain) ++reach.certain;
      else if (partner_[row] == Partner::ask) ++reach.ask;
      else ++rows_by_missing[missing_in(row)];
    }
    for (auto const& [fields, rows] : rows_by_missing) {
      double const best = best_without(fields);
      if (best >= bits_of_probability(input_.threshold)) {
        reach.alone += rows;
        continue;
      }
      reach.out_of_reach += rows;
      Missing missing{{}, rows, best};
      for (size_t f = 0; f < fields_count(); ++f)
        if (fields >> f & 1) missing.fields.push_back(f);
      reach.missing.push_back(std::move(missing));
    }
    std::stable_sort(reach.missing.begin(), reach.missing.end(), [](Missing const& a, Missing const& b) { return a.rows > b.rows; });
    return reach;
  }

 private:
  enum class Partner : uint8_t { none, ask, certain };
  void note(uint32_t row, Partner partner) { partner_[row] = std::max(partner_[row], partner); }
  size_t fields_count() const { return std::min<size_t>(64, input_.linkage.model.fields.size()); }

  uint64_t missing_in(size_t row) const {
    uint64_t missing = 0;
    for (size_t f = 0; f < fields_count(); ++f) {
      matching::Field const& field = input_.linkage.model.fields[f].field;
      if (is_missing(field.kind, table_.cell(row, is_right_ ? field.right_column : field.left_column))) missing |= uint64_t{1} << f;
    }
    return missing;
  }

  // Relatives and namesakes, who would look the same, are left out: what cannot be reached without them cannot be reached.
  double best_without(uint64_t missing) const {
    matching::Model const& model = input_.linkage.model;
    double bits = std::log2(std::max(model.prior, 1e-15) / std::max(1 - model.prior - model.close_prior, 1e-15));
    for (size_t f = 0; f < fields_count(); ++f)
      if (!(missing >> f & 1)) bits += best_bits(model.fields[f]);
    return bits;
  }

  Input const& input_;
  bool is_right_;
  sheets::CsvTable const& table_;
  std::vector<Partner> partner_;
};

}  // namespace

std::vector<Reach> reach_of(Input const& input) {
  std::vector<Reach> both = {Side(input, false).reach()};
  if (input.right) both.push_back(Side(input, true).reach());
  return both;
}

}  // namespace hutong::link_report
