#include "demo/internal/faults.h"

#include <algorithm>

#include "base/text.h"
#include "demo/internal/names.h"
#include "values/id_number.h"

namespace hutong::demo {

FaultRates const usual_faults = {
    .unknown_family = 40'000,
    .never_told = 50'000,
    .told_late = 90'000,
    .grant_told_late = 500'000,
    .childs_death_told_late = 600'000,
    .sibling_left_out = 250'000,
    .typo = 18'000,
    .too_short = 6'000,
    .masked = 4'000,
    .precision_lost = 6'000,
    .garbled_name = 2'000,
    .no_date = 4'000,
    .future_date = 2'000,
    .another_name = 8'000,
    .spaced_number = 50'000,
    .full_width_number = 15'000,
    .small_x = 300'000,
    .fifteen_digits = 15'000,
    .spaced_name = 120'000,
    .other_dot = 500'000,
    .former_town = 200'000,
    .short_town = 100'000,
};

namespace {

// One digit mistyped, or two neighbours exchanged; always a number that is none.
std::string mistyped(std::string id, base::Random& random) {
  std::string const right = id;
  do {
    id = right;
    auto const at = static_cast<size_t>(random.between(6, 15));
    if (happens(random, 500'000)) std::swap(id[at], id[at + 1]);
    else id[at] = static_cast<char>('0' + random.below(10));
  } while (id == right || values::IdNumber::parse(id).has_value());
  return id;
}

std::string another_name(std::string const& right, base::Random& random) {
  std::string name;
  do name = draw_surname(random) + draw_given_name(random, values::Sex::male, 1985);
  while (name == right);
  return name;
}

// Only the name beside the number of the person whom the row is about: another name there leaves the whole row in question.
bool is_of_the_subject(Row const& row, World const& world, size_t name_column) {
  if (row.lessons.empty() || name_column + 1 >= row.cells.size()) return false;
  PersonIndex const who = row.lessons.front().who;
  bool const is_about_one = std::all_of(row.lessons.begin(), row.lessons.end(), [&](Lesson const& l) { return l.who == who && l.kind != Lesson::Kind::registered; });
  return is_about_one && row.cells[name_column + 1] == world.people[static_cast<size_t>(who)].id.reveal();
}

std::vector<int> columns_of(Table const& table, Row const& row, Content content) {
  std::vector<int> found;
  for (size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].content == content && !row.cells[i].empty()) found.push_back(static_cast<int>(i));
  return found;
}

void strike(Table const& table, World const& world, Row& row, Fault fault, base::Random& random) {
  if (fault == Fault::no_date && !table.requires_date) return;
  bool const in_name = fault == Fault::garbled_name || fault == Fault::another_name;
  bool const in_date = fault == Fault::no_date || fault == Fault::future_date;
  std::vector<int> columns = columns_of(table, row, in_name ? Content::name : in_date ? Content::date : Content::id);
  if (fault == Fault::another_name) std::erase_if(columns, [&](int column) { return !is_of_the_subject(row, world, static_cast<size_t>(column)); });
  if (columns.empty()) return;
  row.fault = fault;
  row.fault_column = random.pick(columns);
}

}  // namespace

void spoil(Table& table, World const& world, FaultRates const& rates, base::Random& random) {
  struct Chance {
    Fault fault;
    int rate;
  };
  Chance const chances[] = {{Fault::typo, rates.typo},
                            {Fault::too_short, rates.too_short},
                            {Fault::masked, rates.masked},
                            {Fault::precision_lost, rates.precision_lost},
                            {Fault::garbled_name, rates.garbled_name},
                            {Fault::no_date, rates.no_date},
                            {Fault::future_date, rates.future_date},
                            {Fault::another_name, rates.another_name}};
  for (Row& row : table.rows) {
    auto drawn = static_cast<int>(random.below(1'000'000));
    if (row.must_arrive) continue;
    for (Chance const& chance : chances) {
      drawn -= chance.rate;
      if (drawn >= 0) continue;
      strike(table, world, row, chance.fault, random);
      break;
    }
  }
}

std::string faulty_text(Fault fault, std::string const& right, base::Random& random) {
  switch (fault) {
    case Fault::typo: return mistyped(right, random);
    case Fault::too_short: return right.substr(0, right.size() - 1);
    case Fault::masked: return right.substr(0, 6) + "********" + right.substr(14);
    case Fault::precision_lost: return right.substr(0, 15) + "000";
    case Fault::garbled_name: return right.substr(0, 3) + "?";
    case Fault::no_date: return "";
    case Fault::future_date: return std::to_string(std::stoi(right.substr(0, 4)) + 10) + right.substr(4);
    case Fault::another_name: return another_name(right, random);
    case Fault::none: break;
  }
  return right;
}

std::string odd_number(std::string const& id, base::Random& random) {
  FaultRates const& rates = usual_faults;
  if (id.size() != 18) return id;
  std::string text = id;
  if (text.back() == 'X' && happens(random, rates.small_x)) text.back() = 'x';
  if (happens(random, rates.fifteen_digits) && text.substr(6, 2) == "19") return id.substr(0, 6) + id.substr(8, 9);
  if (happens(random, rates.spaced_number)) return text.substr(0, 6) + " " + text.substr(6, 8) + " " + text.substr(14);
  if (happens(random, rates.full_width_number)) {
    std::string wide;
    for (char c : text) base::append_utf8(wide, static_cast<char32_t>(c) + 0xFEE0);
    return wide;
  }
  return text;
}

std::string odd_name(std::string const& name, base::Random& random) {
  FaultRates const& rates = usual_faults;
  if (base::contains(name, "·") && happens(random, rates.other_dot)) return base::replace_all(name, "·", happens(random, 500'000) ? "•" : ".");
  if (name.size() == 6 && happens(random, rates.spaced_name)) return name.substr(0, 3) + (happens(random, 500'000) ? "  " : " ") + name.substr(3);
  return name;
}

}  // namespace hutong::demo
