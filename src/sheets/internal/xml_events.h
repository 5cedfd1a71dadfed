#pragma once
// Only for tests and fuzzers: what a document says, through each of the two readers, as text to compare.
#include <optional>
#include <string>
#include <string_view>

#include "sheets/internal/quick_xml.h"
#include "sheets/internal/xml.h"

namespace hutong::sheets::testing {

class EventRecorder final : public internal::XmlHandler {
 public:
  void start(char const* name, internal::Attributes attributes) override {
    events += "\n<" + std::string(name);
    for (char const* const* pair = attributes.pairs(); *pair; pair += 2) events += std::string(" ") + pair[0] + "=[" + pair[1] + "]";
    events += ">";
  }
  void end(char const* name) override { events += "\n</" + std::string(name) + ">"; }
  void text(std::string_view piece) override { events += piece; }
  std::string events;
};

inline std::optional<std::string> events_by_expat(std::string_view xml) {
  EventRecorder recorder;
  if (internal::parse_xml(xml, recorder, Limits(), base::NoDeadline())) return std::nullopt;
  return recorder.events;
}

// nullopt: not plain. In pieces of the given size.
inline std::optional<std::string> events_quickly(std::string_view xml, size_t piece_bytes) {
  EventRecorder recorder;
  Limits const limits;
  internal::QuickXml quick(recorder, limits);
  for (size_t at = 0; at < xml.size(); at += piece_bytes)
    if (quick.feed(xml.substr(at, piece_bytes)) != internal::QuickXml::Outcome::going_on) return std::nullopt;
  if (quick.finish() != internal::QuickXml::Outcome::going_on) return std::nullopt;
  return recorder.events;
}

}  // namespace hutong::sheets::testing
