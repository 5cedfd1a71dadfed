#include "exchange/duties.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/text.h"

namespace hutong::exchange {

std::string_view code_of(Rhythm rhythm) {
  switch (rhythm) {
    case Rhythm::monthly: return "monthly";
    case Rhythm::at_once: return "at_once";
    case Rhythm::on_request: return "on_request";
    case Rhythm::as_changed: return "as_changed";
  }
  return "";
}

namespace {

// What is wrong with the file, on its way to from_yaml.
struct Wrong {
  int line;
  std::string why;
};

int line_of(YAML::Node const& node) { return node.Mark().line + 1; }

void refuse_unknown_keys(YAML::Node const& map, std::vector<std::string> const& known) {
  if (!map.IsMap()) throw Wrong{line_of(map), "这里应当是“键: 值”"};
  for (auto const& pair : map) {
    auto const key = pair.first.as<std::string>();
    if (std::find(known.begin(), known.end(), key) == known.end()) throw Wrong{line_of(pair.first), "没有“" + key + "”这个键"};
  }
}

YAML::Node needed(YAML::Node const& map, char const* key) {
  YAML::Node const node = map[key];
  if (!node || !node.IsScalar()) throw Wrong{line_of(map), std::string("缺少“") + key + "”"};
  return node;
}

template <class T>
T as(YAML::Node const& node) {
  T value;
  if (!YAML::convert<T>::decode(node, value)) throw Wrong{line_of(node), "“" + node.Scalar() + "”看不懂"};
  return value;
}

Rhythm rhythm_from(YAML::Node const& node) {
  for (Rhythm rhythm : {Rhythm::monthly, Rhythm::at_once, Rhythm::on_request, Rhythm::as_changed})
    if (node.Scalar() == code_of(rhythm)) return rhythm;
  throw Wrong{line_of(node), "rhythm 不能是“" + node.Scalar() + "”"};
}

Content content_from(YAML::Node const& node) {
  if (node.Scalar() == "events") return Content::events;
  if (node.Scalar() == "register") return Content::register_;
  throw Wrong{line_of(node), "content 不能是“" + node.Scalar() + "”"};
}

Duty duty_from(YAML::Node const& node) {
  refuse_unknown_keys(node, {"agency", "report", "rhythm", "content", "expected"});
  YAML::Node const agency_word = needed(node, "agency");
  auto const agency = values::agency_from(agency_word.Scalar());
  if (!agency) throw Wrong{line_of(agency_word), "没有“" + agency_word.Scalar() + "”这个部门"};
  Duty duty;
  duty.agency = *agency;
  duty.report = needed(node, "report").Scalar();
  duty.rhythm = rhythm_from(needed(node, "rhythm"));
  duty.content = content_from(needed(node, "content"));
  if (node["expected"]) duty.is_expected = as<bool>(node["expected"]);
  return duty;
}

DutyPlan plan_from(YAML::Node const& root) {
  refuse_unknown_keys(root, {"due_day", "rolls_over", "duties"});
  DutyPlan plan;
  plan.due_day = as<int>(needed(root, "due_day"));
  if (plan.due_day < 1 || plan.due_day > 28) throw Wrong{line_of(root["due_day"]), "due_day 应当是1到28"};
  plan.rolls_over = as<bool>(needed(root, "rolls_over"));
  if (!root["duties"] || !root["duties"].IsSequence()) throw Wrong{line_of(root), "缺少“duties”"};
  for (YAML::Node const& node : root["duties"]) {
    Duty duty = duty_from(node);
    if (plan.find(duty.agency, duty.report)) throw Wrong{line_of(node), "“" + duty.report + "”写了两遍"};
    plan.duties.push_back(std::move(duty));
  }
  return plan;
}

}  // namespace

base::Result<DutyPlan> DutyPlan::from_yaml(std::string_view yaml) {
  auto const refused = [](int line, std::string const& why) {
    return base::fail("bad_duties_file", {{"where", "第" + std::to_string(line) + "行"}, {"why", why}});
  };
  try {
    return plan_from(YAML::Load(std::string(yaml)));
  } catch (Wrong const& wrong) {
    return refused(wrong.line, wrong.why);
  } catch (YAML::Exception const& broken) {
    return refused(broken.mark.line + 1, broken.msg);
  }
}

Duty const* DutyPlan::find(values::Agency const& agency, std::string_view report) const {
  auto const found = std::find_if(duties.begin(), duties.end(), [&](Duty const& duty) { return duty.agency == agency && duty.report == report; });
  return found == duties.end() ? nullptr : &*found;
}

Duty const* DutyPlan::find(std::string_view report) const {
  auto const found = std::find_if(duties.begin(), duties.end(), [&](Duty const& duty) { return duty.report == report; });
  return found == duties.end() ? nullptr : &*found;
}

std::optional<values::Date> due_on(Duty const& duty, values::Month period, DutyPlan const& plan, values::WorkCalendar const& calendar) {
  if (duty.rhythm != Rhythm::monthly) return std::nullopt;
  values::Date const day = period.plus(1).first_day().plus_days(plan.due_day - 1);
  return plan.rolls_over ? calendar.working_day_on_or_after(day) : day;
}

std::vector<MissingDuty> missing_duties(values::Month period, std::vector<Delivery> const& deliveries, DutyPlan const& plan,
                                        values::WorkCalendar const& calendar, values::Date on) {
  std::vector<MissingDuty> missing;
  for (Duty const& duty : plan.duties) {
    auto const due = due_on(duty, period, plan, calendar);
    if (!due || on <= *due || !duty.is_expected) continue;
    bool const is_delivered = std::any_of(deliveries.begin(), deliveries.end(), [&](Delivery const& delivery) {
      return delivery.agency == duty.agency && delivery.report == duty.report && delivery.period == period;
    });
    if (!is_delivered) missing.push_back({duty, period, *due});
  }
  return missing;
}

}  // namespace hutong::exchange
