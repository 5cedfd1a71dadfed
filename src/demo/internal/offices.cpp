#include "demo/internal/offices.h"

#include <algorithm>

#include "base/check.h"
#include "demo/internal/names.h"
#include "demo/internal/rows.h"

namespace hutong::demo {

using policy::IncomeKind;
using values::Date;

ListName name_of(ListKind kind) {
  switch (kind) {
    case ListKind::court: return {"court.monthly", "court", "法院", "章丘区人民法院", "宣告失踪、宣告死亡、撤销监护人资格名单", true};
    case ListKind::procuratorate: return {"procuratorate.monthly", "procuratorate", "检察院", "章丘区人民检察院", "涉案人员未成年子女情况统计表", true};
    case ListKind::custody: return {"police.custody", "police", "公安分局", "章丘区公安分局", "父母被强制隔离戒毒等限制人身自由的儿童名单", true};
    case ListKind::lost_contact: return {"police.lost_contact", "police", "公安分局", "章丘区公安分局", "儿童失联父母查找情况反馈表", false};
    case ListKind::deregistered: return {"police.deregistered", "police", "公安分局", "章丘区公安分局", "儿童户籍注销情况表", true};
    case ListKind::recheck: return {"police.recheck", "police", "公安分局", "章丘区公安分局", "父母情形核查反馈表", false};
    case ListKind::disabled: return {"dpf.severe", "dpf", "残联", "章丘区残疾人联合会", "重度残疾人名单", true};
    case ListKind::death_check: return {"health.death_check", "health", "卫健局", "章丘区卫生健康局", "在册儿童死亡信息核实反馈表", false};
    case ListKind::dibao: return {"civil.dibao", "civil_affairs", "民政局", "区民政局救助科", "最低生活保障人员名单", true};
    case ListKind::tekun: return {"civil.tekun", "civil_affairs", "民政局", "区民政局救助科", "特困供养人员名单", true};
    case ListKind::margin: return {"civil.margin", "civil_affairs", "民政局", "区民政局救助科", "低保边缘家庭人员名单", true};
    case ListKind::funeral: return {"civil.funeral", "civil_affairs", "民政局", "区殡仪馆", "火化人员登记表", true};
    case ListKind::marriage: return {"civil.marriage", "civil_affairs", "民政局", "区婚姻登记处", "婚姻登记情况表", true};
    case ListKind::adoption: return {"civil.adoption", "civil_affairs", "民政局", "区民政局", "收养登记情况表", true};
    case ListKind::household_changes: return {"police.households", "police", "公安分局", "章丘区公安分局", "户籍变动(亲子关系)表", false};
  }
  CHECK(false);
  return {};
}

namespace {

bool is_end(Event event) {
  return event == Event::released || event == Event::detox_ended || event == Event::search_succeeded || event == Event::adopted ||
         event == Event::moved_out;
}

// Which lists tell of an event. Ends are told by whoever is asked (police.recheck), the rest by the office that did it.
std::vector<ListKind> lists_that_tell(Event event) {
  switch (event) {
    case Event::died: return {ListKind::funeral};
    case Event::declared_dead:
    case Event::declared_missing:
    case Event::guardianship_revoked: return {ListKind::court};
    case Event::detained: return {ListKind::custody};
    case Event::arrested:
    case Event::prosecuted:
    case Event::sentenced: return {ListKind::procuratorate};
    case Event::detox_decided:
    case Event::deported: return {ListKind::custody};
    case Event::released:
    case Event::detox_ended: return {ListKind::recheck};
    case Event::search_failed:
    case Event::search_succeeded: return {ListKind::lost_contact};
    case Event::disability_certified: return {ListKind::disabled};
    case Event::adopted: return {ListKind::adoption};
    case Event::moved_out: return {ListKind::deregistered};
    case Event::born: return {ListKind::household_changes};
    case Event::married: return {ListKind::marriage};
  }
  return {};
}

}  // namespace

Offices::Offices(World const& world, uint64_t seed) : world_(world), seed_(seed) {
  tellings_.resize(list_kinds * static_cast<size_t>(world.size.months));
  base::SeededRandom random(seed);
  index_children();
  decide_tellings(random);
  index_incomes(random);
}

void Offices::index_children() {
  for (size_t i = 0; i < world_.people.size(); ++i) {
    Person const& person = world_.people[i];
    if (values::birthday(person.birth, 18) <= world_.begins()) continue;
    for (PersonIndex parent : {person.father, person.mother})
      if (parent != nobody) parent_child_.emplace_back(parent, static_cast<PersonIndex>(i));
  }
  std::sort(parent_child_.begin(), parent_child_.end());
}

std::vector<PersonIndex> Offices::children_of(PersonIndex parent) const {
  std::vector<PersonIndex> children;
  auto at = std::lower_bound(parent_child_.begin(), parent_child_.end(), std::pair(parent, PersonIndex{0}));
  for (; at != parent_child_.end() && at->first == parent; ++at) children.push_back(at->second);
  return children;
}

void Offices::decide_tellings(base::Random& random) {
  FaultRates const& rates = usual_faults;
  for (size_t i = 0; i < world_.happenings.size(); ++i) {
    Happening const& happening = world_.happenings[i];
    int const happened = std::max(0, happening.day.month_of().index() - world_.size.first_month.index());
    bool const is_childs_death = happening.event == Event::died && values::age_on(world_.people[static_cast<size_t>(happening.who)].birth, happening.day) < 18;
    for (ListKind list : lists_that_tell(happening.event)) {
      int month = happened;
      bool const never = happens(random, rates.never_told) || is_unknown_family(world_.people[static_cast<size_t>(happening.who)].household);
      if (happens(random, rates.told_late)) month += static_cast<int>(random.between(1, 3));
      bool const is_register = list == ListKind::household_changes;
      if (is_childs_death) continue;
      if (is_end(happening.event) || is_register) tell(list, is_register ? month : happened, i, random);
      else if (!never) tell(list, month, i, random);
    }
    if (!is_childs_death) continue;
    // The crematorium, the police and the health bureau: a family that keeps silent keeps silent towards all three.
    int const told = happened + (happens(random, rates.childs_death_told_late) ? static_cast<int>(random.between(1, 4)) : 0);
    for (ListKind list : {ListKind::funeral, ListKind::deregistered, ListKind::death_check}) tell(list, told, i, random);
  }
}

bool Offices::is_unknown_family(int32_t household) const {
  base::SeededRandom random(seed_ ^ (0xE7037ED1A0B428DBULL * (1 + static_cast<uint64_t>(household))));
  return happens(random, usual_faults.unknown_family);
}

void Offices::tell(ListKind list, int month, size_t happening, base::Random& random) {
  bool const all = !happens(random, usual_faults.sibling_left_out);
  if (month < world_.size.months)
    tellings_[static_cast<size_t>(list) * static_cast<size_t>(world_.size.months) + static_cast<size_t>(month)].push_back({static_cast<int32_t>(happening), all});
}

// A household is granted it together, and together it comes late into the register.
void Offices::index_incomes(base::Random& random) {
  std::vector<int> late_by(world_.households.size());
  for (size_t i = 0; i < late_by.size(); ++i) {
    auto const& income = world_.households[i].income;
    bool const is_granted_now = income && world_.begins() <= *income->spell.from;
    if (is_granted_now && happens(random, usual_faults.grant_told_late)) late_by[i] = static_cast<int>(random.between(1, 4));
  }
  for (size_t i = 0; i < world_.people.size(); ++i) {
    auto const home = static_cast<size_t>(world_.people[i].household);
    Household const& household = world_.households[home];
    if (!household.income || !world_.people[i].has_number) continue;
    Date const from = *household.income->spell.from;
    int const granted = std::max(0, from.month_of().index() - world_.size.first_month.index());
    benefits_.push_back({static_cast<PersonIndex>(i), household.income->kind, from, household.aid, granted + late_by[home]});
  }
}

Table Offices::list(ListKind kind, int month) const {
  base::SeededRandom random(seed_ ^ (0x9E3779B97F4A7C15ULL * (1 + static_cast<uint64_t>(kind) * 1000 + static_cast<uint64_t>(month))));
  Rows rows(*this, world_, kind, month, random);
  return rows.table();
}

Table Offices::register_of(int16_t town) const {
  base::SeededRandom random(seed_ ^ (0xD1B54A32D192ED03ULL * (1 + static_cast<uint64_t>(town))));
  Rows rows(*this, world_, ListKind::household_changes, 0, random);
  return rows.register_of(town);
}

}  // namespace hutong::demo
