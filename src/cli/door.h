#pragma once
// The command line: `hutong <noun> <verb> …` (DESIGN 6). One file per noun registers its commands; a command parses, calls one use case,
// renders. Exit status: 0 done; 1 done, and the answer is a finding to act on; 2 wrong arguments or unreadable input; 3 refused; 4 outside failure.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace CLI {
class App;
}

namespace hutong::cli {

enum Exit : int { done = 0, finding = 1, wrong_input = 2, refused = 3, outside_failure = 4 };

// What every command may need of the world, filled from the global options before a command runs.
struct Door {
  std::string data_folder;  // --data, or HUTONG_DATA; "" = none given
  bool json = false;        // --format json
  std::unique_ptr<base::Clock> clock;  // --clock, or the system's

  // Set by the chosen command's parse callback; run() calls it after parsing.
  std::function<int()> chosen;

  void out(std::string_view text) const;       // stdout: JSON, or text for a person, in which nothing commands the terminal
  void data(std::string_view bytes) const;     // stdout: a file for another program, as it is
  void progress(std::string_view text) const;  // stderr, likewise for a person
  int refuse(base::Problem const&, int exit = wrong_input) const;  // tells on stderr (or as JSON {"problems": […]} on stdout), returns exit
  int refuse(std::vector<base::Problem> const&, int exit = wrong_input) const;
};

void add_list_commands(CLI::App&, Door&);
void add_submit_commands(CLI::App&, Door&);  // below `list`, which must be there
void add_policy_commands(CLI::App&, Door&);
void add_benefits_commands(CLI::App&, Door&);
void add_budget_commands(CLI::App&, Door&);  // below `benefits`, which must be there
void add_case_commands(CLI::App&, Door&);
void add_payment_commands(CLI::App&, Door&);  // below `benefits`, which must be there
void add_recovery_commands(CLI::App&, Door&);
void add_insurance_command(CLI::App&, Door&);  // below `benefits`
void add_audit_commands(CLI::App&, Door&);
void add_match_commands(CLI::App&, Door&);
void add_round_commands(CLI::App&, Door&);
void add_store_commands(CLI::App&, Door&);  // init
void add_demo_command(CLI::App&, Door&);
void add_link_commands(CLI::App&, Door&);

int run(int argc, char** argv);

}  // namespace hutong::cli
