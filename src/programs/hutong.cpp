#include <cstdio>
#include <iostream>
#include <string>

#include "base/messages.h"
#include "cli/door.h"

namespace {

// Everything that was said to stdout has arrived: a full disk tells so only now.
bool has_been_said() {
  std::cout.flush();
  return std::fflush(stdout) == 0 && std::ferror(stdout) == 0 && std::cout.good();
}

}  // namespace

int main(int argc, char** argv) {
  int const exit = hutong::cli::run(argc, argv);
  if (has_been_said()) return exit;
  std::fprintf(stderr, "%s\n", hutong::base::tell(hutong::base::problem("cannot_say")).c_str());
  return hutong::cli::outside_failure;
}
