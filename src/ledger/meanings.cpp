#include "ledger/meanings.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace hutong::ledger {

namespace {

using Words = std::vector<std::string>;  // the Latin words of a cell

struct Line {
  std::string_view file;
  int number = 0;
  std::vector<Words> cells;
  std::string where() const { return std::string(file) + ":" + std::to_string(number); }
};

Words words_of(std::string_view cell) {
  Words words;
  std::string word;
  auto end_word = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (char c : cell) {
    bool is_latin = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    if (is_latin) word.push_back(c);
    else end_word();
  }
  end_word();
  return words;
}

std::vector<Words> cells_of(std::string_view text) {
  text = base::trimmed(text);
  text.remove_prefix(1);
  if (base::ends_with(text, "|")) text.remove_suffix(1);
  std::vector<Words> cells;
  for (auto& cell : base::split(text, '|')) cells.push_back(words_of(cell));
  return cells;
}

bool is_rule_under_header(std::string_view text) { return text.find_first_not_of("|-: \t\r") == std::string_view::npos; }

std::string only(Words const& words) { return words.size() == 1 ? words.front() : std::string(); }

base::Problem bad(Line const& line, std::string why) {
  return base::problem("bad_meanings_file", {{"where", line.where()}, {"why", std::move(why)}});
}

std::optional<Does> does_from(std::string_view code) {
  if (code == "begins") return Does::begins;
  if (code == "ends") return Does::ends;
  if (code == "confirms") return Does::confirms;
  if (code == "nothing") return Does::nothing;
  return std::nullopt;
}

enum class Table : uint8_t { other, events, results, reports, searched };

Table table_with(std::vector<Words> const& header) {
  std::string columns;
  for (auto& words : header) columns += only(words) + "|";
  if (columns == "event|detail|effect|fact|") return Table::events;
  if (columns == "detail|effect|") return Table::results;
  if (columns == "searched|months|") return Table::searched;
  if (columns == "report|about|event|") return Table::reports;
  return Table::other;
}

}  // namespace

base::Result<Meanings> Meanings::from_files(std::vector<base::Resource> const& files, policy::Rulebook const& rulebook) {
  Meanings meanings(rulebook);
  auto take_event = [&](Line const& line) -> base::Result<bool> {
    if (line.cells.size() != 4) return base::Failure(bad(line, "4 columns"));
    std::string key = only(line.cells[0]);
    if (key.empty()) return base::Failure(bad(line, "event"));
    if (auto detail = only(line.cells[1]); !detail.empty()) key += "/" + detail;
    auto does = does_from(only(line.cells[2]));
    auto kind = fact_kind_from(only(line.cells[3]));
    if (!does || !kind) return base::Failure(bad(line, only(line.cells[does ? 3 : 2])));
    meanings.events_[key].push_back({*does, *kind});
    return true;
  };
  auto take_result = [&](Line const& line) -> base::Result<bool> {
    auto does = line.cells.size() == 2 ? does_from(only(line.cells[1])) : std::nullopt;
    if (!does || !meanings.results_.emplace(only(line.cells[0]), *does).second) return base::Failure(bad(line, "detail, effect"));
    return true;
  };
  auto take_report = [&](Line const& line) -> base::Result<bool> {
    if (line.cells.size() != 3) return base::Failure(bad(line, "3 columns"));
    static Words const roles = {"child", "father", "mother", "parent", "guardian", "person"};
    ReportMeaning meaning;
    meaning.about = line.cells[1];
    for (auto& role : meaning.about)
      if (std::find(roles.begin(), roles.end(), role) == roles.end()) return base::Failure(bad(line, role));
    meaning.event = only(line.cells[2]);
    meaning.is_register = meaning.event == "register";
    if (meaning.is_register) meaning.event.clear();
    for (auto& report : line.cells[0])
      if (!meanings.reports_.emplace(report, meaning).second) return base::Failure(bad(line, report));
    return true;
  };
  auto take_searched = [&](Line const& line) -> base::Result<bool> {
    std::string months = line.cells.size() == 2 ? only(line.cells[1]) : "";
    bool is_number = months.size() == 1 && months[0] >= '1' && months[0] <= '9';
    if (!is_number || only(line.cells[0]).empty()) return base::Failure(bad(line, "searched, months"));
    meanings.searched_[only(line.cells[0])] = months[0] - '0';
    return true;
  };
  auto take = [&](Table table, Line const& line) -> base::Result<bool> {
    switch (table) {
      case Table::events: return take_event(line);
      case Table::results: return take_result(line);
      case Table::reports: return take_report(line);
      case Table::searched: return take_searched(line);
      case Table::other: break;
    }
    return true;
  };
  for (auto& file : files) {
    auto table = Table::other;
    bool in_table = false;
    int number = 0;
    for (auto& text : base::split(file.text, '\n')) {
      ++number;
      bool is_table_line = base::starts_with(base::trimmed(text), "|");
      if (is_table_line && in_table && table != Table::other && !is_rule_under_header(text)) {
        Line line{file.name, number, cells_of(text)};
        TRY([[maybe_unused]] auto done, take(table, line));
      }
      if (is_table_line && !in_table) table = table_with(cells_of(text));
      in_table = is_table_line;
    }
  }
  if (meanings.reports_.empty() || meanings.events_.empty()) return base::fail("bad_meanings_file", {{"where", "meanings/"}, {"why", "report, about, event"}});
  return meanings;
}

std::vector<Change> Meanings::of_event(std::string_view event, std::string_view detail, values::Date on) const {
  if (!detail.empty())
    if (auto found = events_.find(std::string(event) + "/" + std::string(detail)); found != events_.end()) return found->second;
  std::vector<Change> changes;
  for (auto& meaning : rulebook_.meanings_of(event, detail, on))
    changes.push_back({meaning.begins ? Does::begins : Does::ends, fact_kind_of(meaning.circumstance)});
  if (auto found = events_.find(event); found != events_.end()) changes.insert(changes.end(), found->second.begin(), found->second.end());
  auto result = results_.find(detail);
  if (result == results_.end()) return changes;
  std::vector<Change> results;
  for (auto& change : changes) {
    if (change.does == Does::begins) results.push_back({result->second, change.fact});
    // Whoever is released from prison is free of the remand before it too, even where no list told of the sentence.
    else if (result->second == Does::ends) results.push_back(change);
  }
  return results;
}

ReportMeaning const* Meanings::of_report(std::string_view report) const {
  auto found = reports_.find(report);
  return found == reports_.end() ? nullptr : &found->second;
}

std::vector<std::string> Meanings::registers() const {
  std::vector<std::string> names;
  for (auto& [name, meaning] : reports_)
    if (meaning.is_register) names.push_back(name);
  return names;
}

}  // namespace hutong::ledger
