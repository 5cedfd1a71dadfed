#pragma once
// Cells of one table row → one record per child (or person) in it: every field parsed, every problem noted. Rules between fields are in rules.h.
#include <array>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "intake/check.h"
#include "intake/internal/columns.h"
#include "intake/internal/report_spec.h"
#include "intake/internal/text_arena.h"
#include "values/id_number.h"

namespace hutong::intake {

// One value as it stands in the file. `text` may come from the cell above (同上) or from a merge; cell and cell_text say where it was read.
struct RawCell {
  std::string_view text;
  sheets::CellKind kind = sheets::CellKind::empty;
  bool is_lossy = false;
  std::string_view cell_text;
  int row = 0;
  uint16_t column = 0;
  bool is_empty() const { return text.empty(); }
};

struct FoundDate {
  std::optional<values::Date> day;
  std::optional<values::Month> month;
};

// A record under construction, with what the rules need in typed form.
struct Draft {
  Draft() { at.fill(-1); }
  Record record;
  std::array<int16_t, most_fields> at;  // by FieldId: index into record.fields, or -1
  std::array<std::optional<values::IdNumber>, kOwners> ids;
  std::array<FoundDate, kOwners> births;
  std::optional<values::IdNumber> card_id;
  std::string card_category;
  int card_grade = 0;
  std::optional<values::Date> term_from;
  std::string_view town_text;       // the town as written
  std::string_view parent_relation_text;
  std::vector<FieldId> bad;         // fields that stand there, but wrongly: present, hence not “missing”
};

struct Context {
  CheckRequest const& request;
  ReportSpec const& spec;
  CatalogueData const& data;
  values::Divisions const& divisions;
  TextArena& arena;
  bool uses_1904 = false;
};

class RecordBuilder {
 public:
  RecordBuilder(Context const& context, TablePlan const& table);

  std::vector<ColumnPlan> const& columns() const { return columns_; }  // the mapped ones only
  size_t subject_name_column() const { return subject_name_; }         // index into columns(), or npos
  static constexpr size_t npos = static_cast<size_t>(-1);

  // cells[i] belongs to columns()[i]. One draft, or one per child where a cell lists several; sub is left 0 for the caller.
  std::vector<Draft> build(std::vector<RawCell> const& cells);

 private:
  struct Slot {
    FieldId field = kNone;
    FieldType type = FieldType::text;
    Owner owner = Owner::none;
    bool is_estimated = false;
    bool is_soft = false;
    CodeWords const* words = nullptr;
    std::unordered_map<std::string_view, Reading> seen;  // readings of words that return row after row
  };

  Draft build_one(std::vector<RawCell> const& cells);
  void read_slot(Slot&, RawCell const&, Draft&);
  void read_id(Slot&, RawCell const&, Draft&);
  void read_name_cell(Slot&, RawCell const&, Draft&);
  void read_date_cell(Slot&, RawCell const&, Draft&);
  void read_pair(Slot&, RawCell const&, Draft&);
  void read_card(Slot&, RawCell const&, Draft&);
  void read_town(Slot&, RawCell const&, Draft&);
  Reading const& read_word(Slot&, RawCell const&);
  Reading parse_word(Slot&, CellInput const&) const;
  void take(Slot const&, FieldId, Reading const&, RawCell const&, Draft&);
  void add_text(FieldId, std::string_view text, RawCell const&, Draft&, FieldValue::Type = FieldValue::Type::text);
  void add_null(FieldId, RawCell const&, Draft&);
  void reject(FieldId, Reading const&, RawCell const&, Draft&);
  void warn(Draft&, std::string_view code);
  std::string_view keep(std::string_view text, RawCell const& cell);

  Context const& context_;
  std::vector<ColumnPlan> columns_;
  std::vector<Slot> slots_;
  size_t subject_name_ = npos;
};

// Adding to a draft, for the builder and the rules alike.
void set_field(Draft&, CatalogueData const&, FieldId, FieldValue);
FieldValue const* field_in(Draft const&, FieldId);
bool is_bad(Draft const&, FieldId);

}  // namespace hutong::intake
