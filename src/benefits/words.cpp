#include "benefits/words.h"

#include <array>

#include "base/check.h"

namespace hutong::benefits {
namespace {

template <class E>
struct Word {
  E value;
  std::string_view code, chinese;
};

constexpr std::array<Word<Residence>, 2> residences{{{Residence::rural, "rural", "农村"}, {Residence::urban, "urban", "城镇"}}};

constexpr std::array<Word<OffsetKind>, 4> offset_kinds{{{OffsetKind::dibao, "dibao", "低保金"},
                                                        {OffsetKind::tekun, "tekun", "特困供养金"},
                                                        {OffsetKind::disability_living_subsidy, "disability_living_subsidy", "困难残疾人生活补贴"},
                                                        {OffsetKind::disability_nursing_subsidy, "disability_nursing_subsidy", "重度残疾人护理补贴"}}};

constexpr std::array<Word<EndReason>, 14> end_reasons{{{EndReason::child_died, "child_died", "儿童死亡"},
                                                       {EndReason::adopted, "adopted", "被依法收养"},
                                                       {EndReason::turned_18, "turned_18", "年满18周岁"},
                                                       {EndReason::school_ended, "school_ended", "离校"},
                                                       {EndReason::released, "released", "父母获释"},
                                                       {EndReason::detox_ended, "detox_ended", "父母解除强制隔离戒毒"},
                                                       {EndReason::parent_found, "parent_found", "父母找回或恢复联系"},
                                                       {EndReason::recovered_health, "recovered_health", "重残、重病情形消失"},
                                                       {EndReason::guardianship_restored, "guardianship_restored", "监护资格恢复或恢复抚养"},
                                                       {EndReason::moved_out, "moved_out", "户籍迁出"},
                                                       {EndReason::moved_to_institution, "moved_to_institution", "转由机构养育"},
                                                       {EndReason::reclassified, "reclassified", "改为另一类别"},
                                                       {EndReason::annulled, "annulled", "确认被撤销"},
                                                       {EndReason::other, "other", "其他原因"}}};

constexpr std::array<Word<LineKind>, 4> line_kinds{{{LineKind::normal, "normal", "当月发放"},
                                                    {LineKind::arrears, "arrears", "补发"},
                                                    {LineKind::recovery, "recovery", "追回"},
                                                    {LineKind::reversal, "reversal", "冲销"}}};

constexpr std::array<Word<LetGoSide>, 2> let_go_sides{{{LetGoSide::paid_too_much, "paid_too_much", "不再追回"}, {LetGoSide::owed, "owed", "不再发放"}}};

template <class E, size_t N>
Word<E> const& word_of(std::array<Word<E>, N> const& words, E value) {
  for (auto const& one : words)
    if (one.value == value) return one;
  CHECK(false);
  return words[0];
}

template <class E, size_t N>
std::optional<E> value_of(std::array<Word<E>, N> const& words, std::string_view code) {
  for (auto const& one : words)
    if (one.code == code) return one.value;
  return std::nullopt;
}

}  // namespace

std::string_view code_of(Residence value) { return word_of(residences, value).code; }
std::string_view chinese(Residence value) { return word_of(residences, value).chinese; }
std::optional<Residence> residence_from(std::string_view code) { return value_of(residences, code); }

std::string_view code_of(OffsetKind value) { return word_of(offset_kinds, value).code; }
std::string_view chinese(OffsetKind value) { return word_of(offset_kinds, value).chinese; }
std::optional<OffsetKind> offset_kind_from(std::string_view code) { return value_of(offset_kinds, code); }

std::string_view code_of(EndReason value) { return word_of(end_reasons, value).code; }
std::string_view chinese(EndReason value) { return word_of(end_reasons, value).chinese; }
std::optional<EndReason> end_reason_from(std::string_view code) { return value_of(end_reasons, code); }
std::vector<EndReason> const& all_end_reasons() {
  static std::vector<EndReason> const all = [] {
    std::vector<EndReason> list;
    for (auto const& one : end_reasons) list.push_back(one.value);
    return list;
  }();
  return all;
}

std::string_view code_of(LineKind value) { return word_of(line_kinds, value).code; }
std::string_view chinese(LineKind value) { return word_of(line_kinds, value).chinese; }
std::optional<LineKind> line_kind_from(std::string_view code) { return value_of(line_kinds, code); }

std::string_view code_of(LetGoSide value) { return word_of(let_go_sides, value).code; }
std::optional<LetGoSide> let_go_side_from(std::string_view code) { return value_of(let_go_sides, code); }

}  // namespace hutong::benefits
