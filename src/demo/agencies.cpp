#include "demo/agencies.h"

#include <algorithm>
#include <optional>

#include "base/encoding.h"
#include "base/text.h"
#include "demo/internal/faults.h"
#include "demo/internal/layout.h"
#include "demo/internal/names.h"
#include "demo/internal/offices.h"

namespace hutong::demo {

using values::Date;
using values::Month;

namespace {

constexpr int file_sent_twice = 30'000;       // in a million lists
constexpr int list_sent_a_month_late = 20'000;
constexpr int register_row_mistyped = 300;    // in a million rows of the household register

// Ends travel in these; they are never late, for the reason told in faults.h.
bool may_be_late(ListKind kind) {
  return kind == ListKind::court || kind == ListKind::procuratorate || kind == ListKind::custody || kind == ListKind::disabled || kind == ListKind::funeral;
}

struct Draft {  // a list as it was sent: its correction keeps the style
  ListKind kind;
  int month;
  Table table;
  Style style;
  std::string file_stem;
};

std::string file_stem(ListName const& name, Month period, base::Random& random) {
  std::string const month = std::to_string(period.month()) + "月";
  std::string const year_month = std::to_string(period.year()) + "年" + month;
  switch (random.below(5)) {
    case 0: return std::string(name.unit) + year_month + std::string(name.title);
    case 1: return month + std::string(name.title);
    case 2: return std::string(name.title) + "(" + year_month + ")";
    case 3: return std::string(name.title) + period.to_string() + "最终版";
    default: return std::string(name.folder) + year_month + "报送" + std::string(name.title);
  }
}

void count(Table const& table, Delivery& delivery) {
  for (Row const& row : table.rows) {
    ++delivery.rows;
    if (returns_the_row(row.fault)) ++delivery.returned;
    else if (row.fault != Fault::none) ++delivery.asks;
    else delivery.lessons.insert(delivery.lessons.end(), row.lessons.begin(), row.lessons.end());
    if (row.fault != Fault::none)
      for (Lesson const& lesson : row.lessons) delivery.held_up.push_back(lesson.who);
  }
}

bool has_faults(Table const& table) {
  return std::any_of(table.rows.begin(), table.rows.end(), [](Row const& row) { return row.fault != Fault::none; });
}

}  // namespace

struct Agencies::Inside {
  explicit Inside(World const& of) : world(of), offices(of, of.size.seed * 3 + 1), random(of.size.seed * 5 + 2) {}

  void send_register(std::function<void(Delivery const&)> const& to);
  void send_month(int month, std::function<void(Delivery const&)> const& to);
  void send_list(ListKind kind, int month, std::function<void(Delivery const&)> const& to);
  void send_corrections(std::function<void(Delivery const&)> const& to, int month);
  std::string register_file(Table const& table, int16_t town);
  Delivery delivery_of(Draft const&, Date sent_on, std::string const& file_name);
  Date day_after(int month, int day) const { return world.size.first_month.plus(month + 1).first_day().plus_days(day - 1); }

  World const& world;
  Offices offices;
  base::SeededRandom random;
  std::vector<Draft> to_correct;     // returned last month
  std::vector<Draft> held_back;      // late lists, sent with the next month's
  std::vector<Row> register_rows;    // returned rows of the register: they come with the first changes
};

Agencies::Agencies(World const& world) : inside_(std::make_unique<Inside>(world)) {}
Agencies::~Agencies() = default;
void Agencies::send_register(std::function<void(Delivery const&)> const& to) { inside_->send_register(to); }
void Agencies::send_month(int month, std::function<void(Delivery const&)> const& to) { inside_->send_month(month, to); }

void Agencies::Inside::send_register(std::function<void(Delivery const&)> const& to) {
  FaultRates rates = {};
  rates.typo = register_row_mistyped;
  for (size_t i = 0; i < world.towns.size(); ++i) {
    auto const town = static_cast<int16_t>(i);
    Table table = offices.register_of(town);
    if (table.rows.empty()) continue;
    spoil(table, world, rates, random);
    Delivery delivery;
    delivery.agency = "police";
    delivery.report = "police.households";
    delivery.period = world.size.first_month;
    delivery.sent_on = world.begins().plus_days(4);
    delivery.folder = "公安分局";
    delivery.file_name = "户籍底册-" + world.towns[i].name + (i % 3 == 2 ? ".txt" : ".csv");
    delivery.bytes = register_file(table, town);
    count(table, delivery);
    for (Row& row : table.rows)
      if (row.fault != Fault::none) register_rows.push_back(std::move(row));
    to(delivery);
  }
}

// By hand and not through a workbook: a town may have 150,000 people.
std::string Agencies::Inside::register_file(Table const& table, int16_t town) {
  bool const is_tabbed = town % 3 == 2;
  char const separator = is_tabbed ? '\t' : ',';
  std::string text;
  for (Column const& column : table.columns) text += column.label + separator;
  text.back() = '\n';
  for (Row const& row : table.rows) {
    for (size_t c = 0; c < row.cells.size(); ++c) {
      if (row.fault_column == static_cast<int>(c)) text += faulty_text(row.fault, row.cells[c], random);
      else if (table.columns[c].content == Content::town) text += world.towns[static_cast<size_t>(row.town)].name;
      else text += row.cells[c];
      text.push_back(separator);
    }
    text.back() = '\n';
  }
  if (town % 3 == 0) return base::to_gb18030(text);
  return "\xEF\xBB\xBF" + text;
}

void Agencies::Inside::send_month(int month, std::function<void(Delivery const&)> const& to) {
  send_corrections(to, month);
  for (size_t kind = 0; kind < list_kinds; ++kind) send_list(static_cast<ListKind>(kind), month, to);
}

void Agencies::Inside::send_corrections(std::function<void(Delivery const&)> const& to, int month) {
  std::vector<Draft> late = std::move(held_back);
  held_back.clear();
  std::vector<Draft> drafts = std::move(to_correct);
  to_correct.clear();
  for (Draft& draft : drafts) {
    for (Row& row : draft.table.rows) row.fault = Fault::none;
    Delivery delivery = delivery_of(draft, day_after(month, 1), draft.file_stem + "(更正)" + extension_of(draft.style.wrapping));
    delivery.is_correction = true;
    to(delivery);
  }
  for (Draft& draft : late) {
    to(delivery_of(draft, day_after(month, 2), draft.file_stem + extension_of(draft.style.wrapping)));
    if (has_faults(draft.table)) to_correct.push_back(std::move(draft));
  }
}

void Agencies::Inside::send_list(ListKind kind, int month, std::function<void(Delivery const&)> const& to) {
  ListName const name = name_of(kind);
  Draft draft{kind, month, offices.list(kind, month), {}, {}};
  if (kind == ListKind::household_changes) {
    for (Row& row : register_rows) {
      row.fault = Fault::none;
      draft.table.rows.push_back(std::move(row));
    }
    register_rows.clear();
    for (size_t i = 0; i < draft.table.rows.size(); ++i) draft.table.rows[i].cells.front() = std::to_string(i + 1);
  }
  Date const sent_on = day_after(month, 3 + static_cast<int>(kind) / 5);
  Month const period = world.size.first_month.plus(month);
  if (draft.table.rows.empty()) {
    if (!name.is_due_monthly) return;
    if (happens(random, 500'000)) {  // a word without a file; else a form with 本月无 in it
      Delivery nil;
      nil.agency = name.agency;
      nil.report = name.report;
      nil.period = period;
      nil.sent_on = sent_on;
      nil.folder = name.folder;
      to(nil);
      return;
    }
  }
  spoil(draft.table, world, usual_faults, random);
  draft.style = draw_style(random, draft.table);
  draft.file_stem = file_stem(name, period, random);
  if (may_be_late(kind) && month + 1 < world.size.months && happens(random, list_sent_a_month_late)) {
    held_back.push_back(std::move(draft));
    return;
  }
  Delivery delivery = delivery_of(draft, sent_on, draft.file_stem + extension_of(draft.style.wrapping));
  to(delivery);
  if (happens(random, file_sent_twice)) {
    delivery.is_repeated = true;
    to(delivery);
  }
  if (has_faults(draft.table)) to_correct.push_back(std::move(draft));
}

Delivery Agencies::Inside::delivery_of(Draft const& draft, Date sent_on, std::string const& file_name) {
  ListName const name = name_of(draft.kind);
  Delivery delivery;
  delivery.agency = name.agency;
  delivery.report = name.report;
  delivery.period = world.size.first_month.plus(draft.month);
  delivery.sent_on = sent_on;
  delivery.folder = name.folder;
  delivery.file_name = file_name;
  base::SeededRandom odd(world.size.seed ^ (0xA0761D6478BD642FULL * (1 + static_cast<uint64_t>(draft.kind) * 1000 + static_cast<uint64_t>(draft.month))));
  delivery.bytes = make_file(draft.table, draft.style, world, sent_on, odd);
  count(draft.table, delivery);
  return delivery;
}

}  // namespace hutong::demo
