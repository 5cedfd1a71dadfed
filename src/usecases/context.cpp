#include "usecases/context.h"

#include <sstream>
#include <toml.hpp>

#include "base/files.h"
#include "base/text.h"
#include "store/migrate.h"
#include "usecases/internal/data_files.h"
#include "usecases/knowledge.h"

namespace hutong::usecases {
namespace {

namespace fs = std::filesystem;

base::Result<Settings> settings_from(std::string const& text) {
  auto const refuse = [](auto const& line, std::string const& why) {
    return base::fail("bad_settings_file", {{"where", std::string(settings_name) + ":" + std::to_string(line)}, {"why", why}});
  };
  try {
    std::istringstream in(text);
    auto const root = toml::parse(in, settings_name);
    for (auto const& [key, value] : root.as_table())
      if (key != "district") return refuse(value.location().line(), "没有“" + key + "”这项设置");
    if (!root.contains("district") || !root.at("district").is_string()) return refuse(1, "缺少 district");
    return Settings{root.at("district").as_string().str};
  } catch (toml::exception const& broken) {
    return refuse(broken.location().line(), "不合 TOML 的写法");
  }
}

// Where a problem of a knowledge file lies, its name comes first: the parsers see only the text.
base::Problem in_file(base::Problem problem, std::string_view name) {
  std::string& where = problem.values["where"];
  if (!base::contains(where, name)) where = std::string(name) + " " + where;
  return problem;
}

}  // namespace

base::Result<std::unique_ptr<Context>> Context::open(fs::path const& data_folder, base::Clock const& clock, base::Random& random) {
  if (data_folder.empty()) return base::fail("data_folder_not_given");
  TRY([[maybe_unused]] bool const is_ours, data_folder_is_ours(data_folder));

  std::unique_ptr<Context> context(new Context(data_folder, clock, random));
  constexpr uint64_t settings_bytes_at_most = 1'000'000;
  TRY(std::string const settings, base::read_file(data_folder / settings_name, settings_bytes_at_most));
  TRY(context->settings_, settings_from(settings));
  TRY([[maybe_unused]] bool const loaded, context->load_knowledge());
  TRY(context->originals_key_.bytes, read_key(data_folder / keys_folder / originals_key_name));
  TRY(context->index_key_, read_key(data_folder / keys_folder / index_key_name));
  context->db_ = std::make_unique<store::Connection>(store::Connection::open(data_folder / database_name));
  // `init` leaves a database with its tables. One without them is not new but lost (a copy that broke off, say); beginning afresh in it
  // would forget every list and every child without a word.
  if (store::schema_version(*context->db_) == 0) throw base::OutsideFailure("database_empty", {{"path", (data_folder / database_name).string()}});
  store::migrate(*context->db_, clock.now());
  return context;
}

base::Result<bool> Context::load_knowledge() {
  auto const files_of = [this](std::string_view folder) { return knowledge(data_folder_, folder, texts_); };
  TRY(auto const lists, files_of("lists"));
  TRY(catalogue_, intake::Catalogue::from_files(lists));
  TRY(auto const rules, files_of("rules"));
  TRY(rulebook_, policy::Rulebook::from_files(rules));
  TRY(auto const calendars, files_of("calendar"));
  for (base::Resource const& file : calendars)
    if (auto const added = calendar_.add_yaml(file.text); !added) return tl::unexpected(in_file(added.error(), file.name));

  std::string const own_file = settings_.district + ".yaml";
  TRY(auto const divisions, files_of("divisions"));
  TRY(auto const duties, files_of("duties"));
  bool has_divisions = false, has_duties = false;
  for (base::Resource const& file : divisions) {
    if (!base::ends_with(file.name, own_file)) continue;
    auto parsed = values::Divisions::from_yaml(file.text);
    if (!parsed) return tl::unexpected(in_file(parsed.error(), file.name));
    divisions_ = std::move(*parsed);
    has_divisions = true;
  }
  for (base::Resource const& file : duties) {
    if (!base::ends_with(file.name, own_file)) continue;
    auto parsed = exchange::DutyPlan::from_yaml(file.text);
    if (!parsed) return tl::unexpected(in_file(parsed.error(), file.name));
    duties_ = std::move(*parsed);
    has_duties = true;
  }
  if (!has_divisions || !has_duties)
    return base::fail("knowledge_missing", {{"file", (has_divisions ? "duties/" : "divisions/") + own_file}, {"path", data_folder_.string()}});
  return true;
}

base::Result<benefits::MoneyRules const*> Context::money_rules() {
  if (!money_rules_) {
    TRY(auto const rules, knowledge(data_folder_, "rules", texts_));
    TRY(money_rules_, benefits::MoneyRules::from_files(rules));
  }
  return &*money_rules_;
}

base::Result<payments::Layout const*> Context::payments_layout() {
  if (payments_layout_) return &*payments_layout_;
  TRY(auto const files, knowledge(data_folder_, "payments", texts_));
  std::string const own_file = settings_.district + ".yaml";
  for (base::Resource const& file : files) {
    if (!base::ends_with(file.name, own_file)) continue;
    auto layout = payments::Layout::from_yaml(file.text);
    if (!layout) return tl::unexpected(in_file(layout.error(), file.name));
    payments_layout_ = std::move(*layout);
    return &*payments_layout_;
  }
  return base::fail("knowledge_missing", {{"file", "payments/" + own_file}, {"path", data_folder_.string()}});
}

}  // namespace hutong::usecases
