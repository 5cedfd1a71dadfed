#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace hutong::base {

void check_failed(char const* condition, char const* file, int line) {
  // Only the condition's source text is printed: values could be personal.
  std::fprintf(stderr, "程序内部检查未通过,已停止以免写错数据:%s (%s:%d)\n", condition, file, line);
  std::abort();
}

}  // namespace hutong::base
