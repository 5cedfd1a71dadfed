#include "demo/internal/rows.h"

#include <algorithm>
#include <map>

#include "base/check.h"
#include "demo/internal/names.h"

namespace hutong::demo {

using policy::Disability;
using policy::IncomeKind;
using values::Circumstance;
using values::Date;

namespace {

char const* chinese_of(Disability kind) {
  switch (kind) {
    case Disability::vision: return "视力";
    case Disability::hearing: return "听力";
    case Disability::speech: return "言语";
    case Disability::limb: return "肢体";
    case Disability::intellectual: return "智力";
    case Disability::mental: return "精神";
    case Disability::multiple: return "多重";
  }
  return "";
}
// The card: number + category (1 视力 2 听力 3 言语 4 肢体 5 智力 6 精神 7 多重) + grade (LISTS 4.3, 15).
std::string card(std::string const& number, Ground const& ground) {
  return number + std::to_string(static_cast<int>(*ground.disability) + 1) + std::to_string(ground.grade);
}
char const* chinese_grade(int grade) {
  constexpr char const* grades[] = {"", "一级", "二级", "三级", "四级"};
  return grades[grade];
}

bool is_pushed(Ground const& ground) {  // 残联 lists grades 1 and 2, and 3 and 4 of two categories
  return ground.grade <= 2 || ground.disability == Disability::intellectual || ground.disability == Disability::mental;
}

}  // namespace

Rows::Rows(Offices const& offices, World const& world, ListKind kind, int month, base::Random& random)
    : offices_(offices), world_(world), kind_(kind), month_(month), random_(random), period_(world.size.first_month.plus(month)), as_of_(period_.last_day()) {
  ListName const name = name_of(kind);
  table_.unit = name.unit;
  table_.title = "章丘区" + period_.to_chinese() + std::string(name.title);
  constexpr char const* nil[] = {"本月无", "零报告", "本月无新增"};
  table_.nil_words = nil[random.below(std::size(nil))];
}

Table Rows::table() {
  switch (kind_) {
    case ListKind::court: court(); break;
    case ListKind::procuratorate: procuratorate(); break;
    case ListKind::custody: custody(); break;
    case ListKind::lost_contact: lost_contact(); break;
    case ListKind::deregistered: deregistered(); break;
    case ListKind::recheck: recheck(); break;
    case ListKind::disabled: disabled(); break;
    case ListKind::death_check: death_check(); break;
    case ListKind::dibao: benefits(IncomeKind::dibao); break;
    case ListKind::tekun: benefits(IncomeKind::tekun); break;
    case ListKind::margin: benefits(IncomeKind::margin); break;
    case ListKind::funeral: funeral(); break;
    case ListKind::marriage: marriage(); break;
    case ListKind::adoption: adoption(); break;
    case ListKind::household_changes: household_changes(); break;
  }
  return std::move(table_);
}

// ---- one list each -------------------------------------------------------------------------------------------------

void Rows::court() {
  table_.requires_date = true;
  // Courts often know the parent only; which children there are, the family graph says.
  bool const names_children = happens(random_, 600'000);
  if (names_children)
    table_.columns = {{"", "序号", Content::number}, {"儿童", "姓名", Content::name}, {"儿童", "身份证号", Content::id}, {"被申请人", "姓名", Content::name, true},
                      {"被申请人", "身份证号", Content::id, true}, {"", "被申请人系未成年人的", Content::text}, {"", "案件类型", Content::text, true},
                      {"", "案号", Content::text, true}, {"", "生效日期", Content::date, true}, {"", "备注", Content::text}};
  else
    table_.columns = {{"", "序号", Content::number}, {"", "被申请人姓名", Content::name}, {"", "被申请人身份证号码", Content::id}, {"", "案件类型", Content::text},
                      {"", "裁判文书编号", Content::text}, {"", "判决生效日期", Content::date}};
  for (Told const& told : told(true)) {
    Happening const& h = *told.happening;
    std::string const what = h.event == Event::declared_dead ? "宣告死亡" : h.event == Event::declared_missing ? "宣告失踪" : "撤销监护人资格";
    std::string const document = case_number(h.event == Event::guardianship_revoked ? "民监" : "民特");
    if (!names_children) {
      add({"", name(h.who), number(h.who), what, document, h.day.to_string()}, h.who, h.who, {begins(h, h.day)});
      continue;
    }
    for (PersonIndex child : told.children) {
      Lesson lesson = begins(h, h.day);
      // A guardianship is taken away for the child whom the judgment names.
      if (h.event == Event::guardianship_revoked) lesson.child = child;
      add({"", name(child), number(child), name(h.who), number(h.who), is_father(h.who, child) ? "父亲" : "母亲", what, document, h.day.to_string(), ""},
          child, h.who, {lesson});
    }
  }
}

void Rows::procuratorate() {
  table_.columns = {{"", "序号", Content::number}, {"未成年人", "姓名", Content::name}, {"未成年人", "身份证号", Content::id}, {"涉案人员", "姓名", Content::name, true},
                    {"涉案人员", "身份证号", Content::id, true}, {"", "与涉案人员关系", Content::text}, {"", "诉讼阶段", Content::text, true},
                    {"", "采取强制措施时间", Content::date, true}, {"", "刑期", Content::text, true}, {"", "监护人姓名", Content::text, true},
                    {"", "监护人联系电话", Content::phone, true}, {"", "户籍所在镇街", Content::town}, {"", "家庭住址", Content::text, true}};
  bool const as_range = happens(random_, 500'000);
  table_.requires_date = !as_range;  // a term from day to day tells the date as well
  for (Told const& told : told(true)) {
    Happening const& h = *told.happening;
    Ground const& ground = world_.grounds[static_cast<size_t>(h.ground)];
    bool const is_sentence = h.event == Event::sentenced;
    Date from = h.day;
    std::string term;
    if (is_sentence && as_range) {
      // 刑期起止: time in custody before the judgment counts, so it begins with it. The last day is the day before release.
      from = values::months_after(*ground.until, -ground.term_months);
      Date const last = ground.until->plus_days(-1);
      auto const dotted = [](Date day) { return std::to_string(day.year()) + "." + std::to_string(day.month()) + "." + std::to_string(day.day()); };
      term = dotted(from) + "-" + dotted(last);
    } else if (is_sentence) {
      int const years = ground.term_months / 12, months = ground.term_months % 12;
      term = (years ? std::to_string(years) + "年" : "") + (months ? std::to_string(months) + "个月" : "");
    }
    std::string const stage = is_sentence ? "判处有期徒刑" : h.event == Event::arrested ? "批准逮捕" : "提起公诉";
    PersonIndex const grandmother = at(h.who).mother;
    std::string const call = grandmother == nobody ? "" : phone();
    for (PersonIndex child : told.children) {
      bool const is_boy = at(child).sex == values::Sex::male;
      std::string const relation = is_father(h.who, child) ? (is_boy ? "父子" : "父女") : (is_boy ? "母子" : "母女");
      Lesson lesson = begins(h, from);
      lesson.day = h.day;
      add({"", name(child), number(child), name(h.who), number(h.who), relation, stage, h.day.to_string(), term, name(grandmother), call, "", address(child)}, child, h.who,
          {lesson});
    }
  }
}

void Rows::custody() {
  table_.columns = {{"", "序号", Content::number}, {"儿童", "姓名", Content::name}, {"儿童", "身份证号", Content::id}, {"父亲", "姓名", Content::name, true},
                    {"父亲", "身份证号", Content::id, true}, {"父亲", "情况", Content::text, true}, {"父亲", "起始日期", Content::date, true},
                    {"母亲", "姓名", Content::name, true}, {"母亲", "身份证号", Content::id, true}, {"母亲", "情况", Content::text, true},
                    {"母亲", "起始日期", Content::date, true}, {"", "所属镇街", Content::town}, {"", "户籍地址", Content::text, true}};
  // One row for a child, with both parents' measures where both are told in this month.
  struct Side {
    Happening const* happening = nullptr;
  };
  std::vector<std::pair<PersonIndex, std::array<Side, 2>>> by_child;
  for (Told const& told : told(true))
    for (PersonIndex child : told.children) {
      size_t const side = is_father(told.happening->who, child) ? 0 : 1;
      auto known = std::find_if(by_child.begin(), by_child.end(), [&](auto const& row) { return row.first == child && !row.second[side].happening; });
      if (known == by_child.end()) known = by_child.insert(by_child.end(), {child, {}});
      known->second[side].happening = told.happening;
    }
  for (auto const& [child, sides] : by_child) {
    Cells cells{"", name(child), number(child)};
    std::vector<Lesson> lessons;
    for (size_t side = 0; side < 2; ++side) {
      PersonIndex const parent = side == 0 ? at(child).father : at(child).mother;
      Happening const* h = sides[side].happening;
      std::string const what = !h ? "正常" : h->event == Event::detained ? "刑事拘留" : h->event == Event::deported ? "遣送出境" : "强制隔离戒毒";
      cells.insert(cells.end(), {name(parent), number(parent), parent == nobody ? "" : what, h ? h->day.to_string() : ""});
      if (h && at(parent).has_number) lessons.push_back(begins(*h, h->day));
    }
    cells.insert(cells.end(), {"", address(child)});
    add(std::move(cells), child, at(child).mother, std::move(lessons));
  }
}

void Rows::lost_contact() {
  table_.requires_date = true;
  table_.columns = {{"儿童", "姓名", Content::name}, {"儿童", "身份证号", Content::id}, {"失联人", "姓名", Content::name, true}, {"失联人", "身份证号", Content::id, true},
                    {"", "失联人与儿童关系", Content::text}, {"", "日期", Content::date, true}, {"", "查找结果", Content::text, true}, {"", "户籍街道", Content::town}};
  for (Told const& told : told(true)) {
    Happening const& h = *told.happening;
    bool const found = h.event == Event::search_succeeded;
    // For a search without result the day of the report to the police, where the six months begin.
    Date const day = found ? h.day : world_.grounds[static_cast<size_t>(h.ground)].from;
    Lesson const lesson = found ? Lesson{.kind = Lesson::Kind::found, .who = h.who, .day = h.day} : begins(h, day);
    for (PersonIndex child : told.children)
      add({name(child), number(child), name(h.who), number(h.who), is_father(h.who, child) ? "父亲" : "母亲", day.to_string(), found ? "已找到" : "未找到", ""}, child, h.who,
          {lesson});
  }
}

void Rows::deregistered() {
  table_.columns = {{"", "序号", Content::number}, {"", "姓名", Content::name}, {"", "身份证号", Content::id}, {"", "注销原因", Content::text}, {"", "注销日期", Content::date}, {"", "户籍街道", Content::town}};
  for (Told const& told : told(false)) {
    Happening const& h = *told.happening;
    bool const died = h.event == Event::died;
    if (!is_minor_then(h.who)) continue;
    add({"", name(h.who), number(h.who), died ? "死亡" : "迁出", h.day.to_string(), ""}, h.who, nobody,
        {{.kind = died ? Lesson::Kind::died : Lesson::Kind::moved_out, .who = h.who, .day = h.day}});
  }
}

void Rows::recheck() {
  table_.columns = {{"", "序号", Content::number}, {"儿童", "姓名", Content::name}, {"儿童", "身份证号", Content::id}, {"父母", "姓名", Content::name, true},
                    {"父母", "身份证号", Content::id, true}, {"", "与儿童关系", Content::text}, {"", "原情形", Content::text, true}, {"", "核查结果", Content::text, true},
                    {"", "核查日期", Content::date, true}, {"", "解除日期", Content::date, true}};
  for (Told const& told : told(true)) {
    Happening const& h = *told.happening;
    Circumstance const kind = world_.grounds[static_cast<size_t>(h.ground)].kind;
    std::string const was = kind == Circumstance::imprisoned ? "服刑" : kind == Circumstance::compulsory_detox ? "强制隔离戒毒" : "刑事拘留";
    for (PersonIndex child : told.children)
      add({"", name(child), number(child), name(h.who), number(h.who), is_father(h.who, child) ? "父亲" : "母亲", was,
           kind == Circumstance::compulsory_detox ? "已解除" : "已释放", as_of_.to_string(), h.day.to_string()},
          child, h.who, {ends(h)});
  }
}

void Rows::disabled() {
  table_.requires_date = true;
  bool const card_only = happens(random_, 250'000), joined = happens(random_, 300'000);
  table_.columns = {{"", "序号", Content::number}, {"", "姓名", Content::name}};
  if (!card_only) table_.columns.push_back({"", "身份证号", Content::id});
  table_.columns.push_back({"", "残疾人证号", Content::text});
  if (joined) table_.columns.push_back({"", "残疾类别及等级", Content::text});
  else table_.columns.insert(table_.columns.end(), {{"", "残疾类别", Content::text}, {"", "残疾等级", Content::text}});
  table_.columns.insert(table_.columns.end(), {{"", "发证日期", Content::date}, {"", "户籍街道", Content::town}, {"", "村居", Content::text}, {"", "联系电话", Content::phone}});
  for (Told const& told : told(false)) {
    Happening const& h = *told.happening;
    Ground const& ground = world_.grounds[static_cast<size_t>(h.ground)];
    if (!is_pushed(ground) || (at(h.who).died_on && *at(h.who).died_on <= as_of_)) continue;
    Cells cells{"", name(h.who)};
    if (!card_only) cells.push_back(number(h.who));
    cells.push_back(card(number(h.who), ground));
    std::string const category = chinese_of(*ground.disability), grade = chinese_grade(ground.grade);
    if (joined) cells.push_back(category + grade);
    else cells.insert(cells.end(), {category, grade});
    cells.insert(cells.end(), {h.day.to_string(), "", village(h.who), happens(random_, 700'000) ? phone() : ""});
    add(std::move(cells), h.who, nobody, {begins(h, h.day)});
  }
}

void Rows::death_check() {
  table_.columns = {{"", "序号", Content::number}, {"", "儿童姓名", Content::name}, {"", "身份证号", Content::id}, {"", "核实结果", Content::text}, {"", "死亡日期", Content::date}};
  for (Told const& told : told(false)) {
    Happening const& h = *told.happening;
    if (is_minor_then(h.who))
      add({"", name(h.who), number(h.who), "死亡", h.day.to_string()}, h.who, nobody, {{.kind = Lesson::Kind::died, .who = h.who, .day = h.day}});
  }
}

void Rows::benefits(IncomeKind kind) {
  table_.columns = {{"", "序号", Content::number}, {"", "姓名", Content::name}, {"", "身份证号", Content::id}, {"", "所属镇街", Content::town},
                    {"", "村居", Content::text}, {"", "纳入时间", Content::text}};
  bool const has_amount = kind != IncomeKind::margin;
  constexpr char const* labels[] = {"保障金额", "月保障金额", "救助金额"};
  if (has_amount) table_.columns.push_back({"", labels[random_.below(std::size(labels))], Content::amount});
  table_.columns.push_back({"", "备注", Content::text});
  for (auto const& benefit : offices_.benefits_) {
    Person const& person = at(benefit.who);
    bool const is_gone = (person.died_on && *person.died_on <= as_of_) || (person.moved_out_on && *person.moved_out_on <= as_of_) || as_of_ < person.birth;
    if (benefit.kind != kind || benefit.first_month > month_ || is_gone) continue;
    Cells cells = {"", person.name, number(benefit.who), "", village(benefit.who), benefit.from.month_of().to_string()};
    if (has_amount) cells.push_back(benefit.aid.to_string());
    cells.push_back("");
    add(std::move(cells), benefit.who, nobody, {{.kind = Lesson::Kind::income, .who = benefit.who, .day = benefit.from, .income = kind, .aid = benefit.aid}});
  }
}

void Rows::funeral() {
  table_.requires_date = true;
  table_.columns = {{"", "序号", Content::number}, {"", "逝者姓名", Content::name}, {"", "身份证号", Content::id}, {"", "死亡日期", Content::date}, {"", "户籍地址", Content::text}};
  for (Told const& told : told(false)) {
    Happening const& h = *told.happening;
    add({"", name(h.who), number(h.who), h.day.to_string(), address(h.who)}, h.who, nobody, {{.kind = Lesson::Kind::died, .who = h.who, .day = h.day}});
  }
}

void Rows::marriage() {
  table_.requires_date = true;
  table_.columns = {{"", "序号", Content::number}, {"男方", "姓名", Content::name}, {"男方", "身份证号", Content::id}, {"女方", "姓名", Content::name},
                    {"女方", "身份证号", Content::id}, {"", "登记类别", Content::text}, {"", "登记日期", Content::date}};
  for (Told const& told : told(false)) {
    PersonIndex const wife = told.happening->who, husband = at(wife).spouse;
    add({"", name(husband), number(husband), name(wife), number(wife), "结婚登记", told.happening->day.to_string()}, wife, nobody, {});
  }
}

void Rows::adoption() {
  table_.columns = {{"", "序号", Content::number}, {"", "被收养人姓名", Content::name}, {"", "被收养人身份证号", Content::id}, {"", "收养人姓名", Content::name},
                    {"", "收养人身份证号", Content::id}, {"", "登记日期", Content::date}, {"", "登记证号", Content::text}};
  for (Told const& told : told(false)) {
    Happening const& h = *told.happening;
    if (!is_minor_then(h.who)) continue;
    // Somebody of the district who is neither dead nor a child.
    PersonIndex adopter = nobody;
    while (adopter == nobody || values::age_on(at(adopter).birth, h.day) < 30 || at(adopter).died_on || !at(adopter).has_number)
      adopter = static_cast<PersonIndex>(random_.below(static_cast<uint64_t>(world_.size.people)));
    add({"", name(h.who), number(h.who), name(adopter), number(adopter), h.day.to_string(), "J370114-" + std::to_string(h.day.year()) + "-" + std::to_string(random_.between(100, 999))},
        h.who, nobody, {{.kind = Lesson::Kind::adopted, .who = h.who, .day = h.day}});
  }
}

void Rows::household_changes() {
  register_columns();
  for (Told const& told : told(false)) register_row(told.happening->who);
}

Table Rows::register_of(int16_t town) {
  table_.title.clear();
  register_columns();
  for (size_t i = 0; i < world_.people.size(); ++i) {
    auto const who = static_cast<PersonIndex>(i);
    Person const& person = at(who);
    bool const is_gone = (person.died_on && *person.died_on < world_.begins()) || !person.has_number || world_.begins() <= person.birth;
    if (home(who).town == town && !is_gone) register_row(who);
  }
  return std::move(table_);
}

void Rows::register_columns() {
  table_.columns = {{"", "序号", Content::number}, {"", "姓名", Content::name}, {"", "公民身份号码", Content::id}, {"", "性别", Content::text},
                    {"", "出生日期", Content::date}, {"", "父亲姓名", Content::name}, {"", "父亲身份证号", Content::id}, {"", "母亲姓名", Content::name},
                    {"", "母亲身份证号", Content::id}, {"", "镇街", Content::town}, {"", "村居", Content::text}, {"", "户籍地址", Content::text}};
}

void Rows::register_row(PersonIndex who) {
  Person const& person = at(who);
  add({"", person.name, number(who), person.sex == values::Sex::male ? "男" : "女", person.birth.to_string(), name(person.father), number(person.father), name(person.mother),
       number(person.mother), "", village(who), address(who)},
      who, nobody, {{.kind = Lesson::Kind::registered, .who = who}});
}

// ---- parts ---------------------------------------------------------------------------------------------------------

std::vector<Rows::Told> Rows::told(bool about_parents) const {
  std::vector<Told> all;
  size_t const place = static_cast<size_t>(kind_) * static_cast<size_t>(world_.size.months) + static_cast<size_t>(month_);
  for (auto const& telling : offices_.tellings_[place]) {
    Told told{&world_.happenings[static_cast<size_t>(telling.happening)], {}};
    if (about_parents) {
      for (PersonIndex child : offices_.children_of(told.happening->who))
        if (is_minor_then(child) && (told.children.empty() || telling.names_all_children)) told.children.push_back(child);
      if (told.children.empty()) continue;  // such a list is about children
    }
    all.push_back(std::move(told));
  }
  return all;
}

bool Rows::is_minor_then(PersonIndex who) const { return at(who).birth <= as_of_ && values::age_on(at(who).birth, as_of_) < 18; }

std::string Rows::village(PersonIndex who) const {
  Household const& where = home(who);
  return world_.towns[static_cast<size_t>(where.town)].villages[static_cast<size_t>(where.village)];
}
std::string Rows::address(PersonIndex who) const {
  Household const& where = home(who);
  return "山东省济南市" + world_.district_name + world_.towns[static_cast<size_t>(where.town)].name + village(who) + std::to_string(where.door) + "号";
}
std::string Rows::phone() {
  // 1x0000xxxxx: no operator gives out such numbers.
  std::string const tail = std::to_string(random_.between(100'000, 199'999)).substr(1);
  return "1" + std::to_string(random_.between(3, 9)) + "0000" + tail;
}
std::string Rows::case_number(std::string const& kind) {
  return "(" + std::to_string(period_.year()) + ")鲁0114" + kind + std::to_string(random_.between(1, 900)) + "号";
}

Lesson Rows::begins(Happening const& h, Date from) const {
  Lesson lesson{.kind = Lesson::Kind::ground, .who = h.who, .day = h.day, .ground = world_.grounds[static_cast<size_t>(h.ground)]};
  lesson.ground.from = from;
  // Custody is open until somebody tells its end.
  if (lesson.ground.kind == Circumstance::liberty_restricted || lesson.ground.kind == Circumstance::lost_contact) lesson.ground.until = std::nullopt;
  return lesson;
}

Lesson Rows::ends(Happening const& h) const { return {.kind = Lesson::Kind::ended, .who = h.who, .day = h.day}; }

void Rows::add(Cells cells, PersonIndex placed_by, PersonIndex key, std::vector<Lesson> lessons) {
  CHECK(cells.size() == table_.columns.size());
  if (table_.columns.front().content == Content::number) cells.front() = std::to_string(table_.rows.size() + 1);
  auto const is_end = [](Lesson const& lesson) {
    return lesson.kind == Lesson::Kind::ended || lesson.kind == Lesson::Kind::found || lesson.kind == Lesson::Kind::adopted || lesson.kind == Lesson::Kind::moved_out;
  };
  Row row;
  row.cells = std::move(cells);
  row.town = home(placed_by).town;
  row.key = key;
  row.must_arrive = kind_ == ListKind::deregistered || std::any_of(lessons.begin(), lessons.end(), is_end);
  row.lessons = std::move(lessons);
  table_.rows.push_back(std::move(row));
}

}  // namespace hutong::demo
