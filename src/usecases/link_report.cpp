#include "usecases/link_report.h"

#include "link_report/link_report.h"

namespace hutong::usecases {

std::string link_report(LinkRequest const& request, LinkOutcome const& outcome) {
  LinkTables const& tables = *outcome.tables;
  return hutong::link_report::page({.left = tables.left,
                                    .right = tables.right ? &*tables.right : nullptr,
                                    .plan = tables.plan,
                                    .linkage = outcome.linkage,
                                    .explain = [&](matching::RowPair rows) { return outcome.linker->explain(rows); },
                                    .threshold = request.options.threshold,
                                    .is_one_to_one = request.options.one_to_one});
}

}  // namespace hutong::usecases
