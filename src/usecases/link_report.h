#pragma once
// hutong link --report: the page that shows a finished linkage (link_report/link_report.h).
#include <string>

#include "usecases/link_files.h"

namespace hutong::usecases {

std::string link_report(LinkRequest const&, LinkOutcome const&);

}  // namespace hutong::usecases
