#include "values/words.h"

#include <array>

#include "base/check.h"
#include "base/text.h"

namespace hutong::values {
namespace {

template <class E>
struct Word {
  E value;
  std::string_view code, chinese;
};

constexpr std::array<Word<Category>, 4> categories{{{Category::community_orphan, "community_orphan", "社会散居孤儿"},
                                                    {Category::de_facto_unattended, "de_facto_unattended", "事实无人抚养儿童"},
                                                    {Category::hiv_affected, "hiv_affected", "受艾滋病影响儿童"},
                                                    {Category::priority_hardship, "priority_hardship", "重点困境儿童"}}};

constexpr std::array<Word<Circumstance>, 11> circumstances{{{Circumstance::deceased, "deceased", "死亡"},
                                                            {Circumstance::declared_dead, "declared_dead", "宣告死亡"},
                                                            {Circumstance::declared_missing, "declared_missing", "宣告失踪"},
                                                            {Circumstance::severe_disability, "severe_disability", "重残"},
                                                            {Circumstance::serious_illness, "serious_illness", "重病"},
                                                            {Circumstance::imprisoned, "imprisoned", "服刑在押"},
                                                            {Circumstance::compulsory_detox, "compulsory_detox", "强制隔离戒毒"},
                                                            {Circumstance::liberty_restricted, "liberty_restricted", "被执行其他限制人身自由的措施"},
                                                            {Circumstance::lost_contact, "lost_contact", "失联"},
                                                            {Circumstance::guardianship_revoked, "guardianship_revoked", "被撤销监护资格"},
                                                            {Circumstance::deported, "deported", "被遣送(驱逐)出境"}}};

constexpr std::array<Word<AgencyKind>, 11> agencies{{{AgencyKind::civil_affairs, "civil_affairs", "民政局"},
                                                     {AgencyKind::court, "court", "法院"},
                                                     {AgencyKind::procuratorate, "procuratorate", "检察院"},
                                                     {AgencyKind::police, "police", "公安局"},
                                                     {AgencyKind::finance, "finance", "财政局"},
                                                     {AgencyKind::health, "health", "卫健局"},
                                                     {AgencyKind::insurance, "insurance", "医保局"},
                                                     {AgencyKind::dpf, "dpf", "残联"},
                                                     {AgencyKind::justice, "justice", "司法局"},
                                                     {AgencyKind::education, "education", "教育局"},
                                                     {AgencyKind::town, "town", "镇街"}}};

constexpr std::array<Word<Certainty>, 3> certainties{{{Certainty::reported, "reported", "已报送"},
                                                      {Certainty::verified, "verified", "已核实"},
                                                      {Certainty::refuted, "refuted", "已否定"}}};

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

std::string_view code_of(Category value) { return word_of(categories, value).code; }
std::string_view chinese(Category value) { return word_of(categories, value).chinese; }
std::optional<Category> category_from(std::string_view code) { return value_of(categories, code); }

std::string_view code_of(Circumstance value) { return word_of(circumstances, value).code; }
std::string_view chinese(Circumstance value) { return word_of(circumstances, value).chinese; }
std::optional<Circumstance> circumstance_from(std::string_view code) { return value_of(circumstances, code); }
std::vector<Circumstance> const& all_circumstances() {
  static std::vector<Circumstance> const all = [] {
    std::vector<Circumstance> list;
    for (auto const& one : circumstances) list.push_back(one.value);
    return list;
  }();
  return all;
}

std::string code_of(Agency const& agency) {
  std::string code(word_of(agencies, agency.kind).code);
  return agency.kind == AgencyKind::town ? code + ":" + agency.town : code;
}
std::string chinese(AgencyKind kind) { return std::string(word_of(agencies, kind).chinese); }
std::optional<Agency> agency_from(std::string_view code) {
  if (base::starts_with(code, "town:")) {
    std::string town(code.substr(5));
    bool is_town_code = town.size() == 9 && town.find_first_not_of("0123456789") == std::string::npos;
    if (!is_town_code) return std::nullopt;
    return Agency{AgencyKind::town, town};
  }
  auto kind = value_of(agencies, code);
  if (!kind || *kind == AgencyKind::town) return std::nullopt;
  return Agency{*kind, ""};
}

std::string_view code_of(Certainty value) { return word_of(certainties, value).code; }
std::optional<Certainty> certainty_from(std::string_view code) { return value_of(certainties, code); }

std::string_view code_of(Compartment value) { return value == Compartment::general ? "general" : "restricted"; }

}  // namespace hutong::values
