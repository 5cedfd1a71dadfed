#include "sheets/internal/xml.h"

#include <expat.h>

#include "base/check.h"
#include "sheets/internal/builder.h"
#include "sheets/internal/quick_xml.h"

namespace hutong::sheets::internal {
namespace {

// Expat reads an unfinished token again from its beginning with every piece (CVE-2023-52425): without a bound a 400 MB attribute would
// take hours. The longest honest token is an attribute of 32,767 characters.
constexpr uint64_t token_bytes_max = 1 << 20;
constexpr size_t text_bytes_max = 1 << 20;
constexpr uint64_t small_part_bytes_max = 50'000'000;

std::optional<base::Problem> stream_through_expat(Archive& archive, ArchiveEntry const& entry, XmlHandler& handler, Limits const& limits) {
  XmlParser parser(handler, limits);
  if (auto problem = archive.stream(entry, [&](std::string_view piece) { return parser.feed(piece); })) return problem;
  return parser.finish();
}

}  // namespace

char const* Attributes::find(std::string_view local_name) const {
  for (char const* const* pair = pairs_; *pair; pair += 2)
    if (local_name == local_part(pair[0])) return pair[1];
  return nullptr;
}

std::string_view Attributes::text(std::string_view local_name) const {
  char const* found = find(local_name);
  return found ? std::string_view(found) : std::string_view();
}

bool Attributes::is_true(std::string_view local_name) const {
  std::string_view value = text(local_name);
  return value == "1" || value == "true" || value == "on";
}

void XmlHandler::stop(base::Problem problem) {
  if (problem_) return;
  problem_ = std::move(problem);
  if (parser_) XML_StopParser(parser_->parser_, XML_FALSE);
}

void XmlHandler::collect(std::string& to, std::string_view piece) {
  if (to.size() + piece.size() > text_bytes_max) return stop(damaged("text_too_long"));
  to.append(piece);
}

struct XmlParser::Callbacks {
  static XmlParser& of(void* data) { return *static_cast<XmlParser*>(data); }
  static void XMLCALL start(void* data, XML_Char const* name, XML_Char const** attributes) {
    XmlParser& self = of(data);
    if (self.handler_.is_stopped()) return;
    if (++self.depth_ > self.depth_max_) return self.handler_.stop(damaged("too_deep"));
    self.handler_.start(local_part(name), Attributes(attributes));
  }
  static void XMLCALL end(void* data, XML_Char const* name) {
    XmlParser& self = of(data);
    if (self.handler_.is_stopped()) return;
    --self.depth_;
    self.handler_.end(local_part(name));
  }
  static void XMLCALL text(void* data, XML_Char const* characters, int size) {
    XmlParser& self = of(data);
    if (!self.handler_.is_stopped()) self.handler_.text({characters, static_cast<size_t>(size)});
  }
  static void XMLCALL doctype(void* data, XML_Char const*, XML_Char const*, XML_Char const*, int) {
    of(data).handler_.stop(base::problem("dtd_refused"));
  }
};

XmlParser::XmlParser(XmlHandler& handler, Limits const& limits, bool force_utf8)
    : parser_(XML_ParserCreate(force_utf8 ? "UTF-8" : nullptr)), handler_(handler), depth_max_(limits.element_depth) {
  CHECK(parser_ != nullptr);
  handler_.parser_ = this;
  XML_SetUserData(parser_, this);
  XML_SetElementHandler(parser_, &Callbacks::start, &Callbacks::end);
  XML_SetCharacterDataHandler(parser_, &Callbacks::text);
  XML_SetStartDoctypeDeclHandler(parser_, &Callbacks::doctype);
}

XmlParser::~XmlParser() {
  handler_.parser_ = nullptr;
  XML_ParserFree(parser_);
}

std::optional<base::Problem> XmlParser::outcome(int status) {
  if (handler_.problem_) return handler_.problem_;
  if (status == XML_STATUS_OK) return std::nullopt;
  return damaged("xml");
}

std::optional<base::Problem> XmlParser::feed(std::string_view piece) {
  if (handler_.problem_) return handler_.problem_;
  fed_ += piece.size();
  if (auto problem = outcome(XML_Parse(parser_, piece.data(), static_cast<int>(piece.size()), 0))) return problem;
  XML_Index parsed = XML_GetCurrentByteIndex(parser_);
  if (parsed >= 0 && fed_ > static_cast<uint64_t>(parsed) + token_bytes_max + piece.size()) return damaged("token_too_long");
  return std::nullopt;
}

std::optional<base::Problem> XmlParser::finish() {
  if (handler_.problem_) return handler_.problem_;
  return outcome(XML_Parse(parser_, "", 0, 1));
}

std::optional<base::Problem> parse_part(Archive& archive, ArchiveEntry const& entry, XmlHandler& handler, Limits const& limits) {
  if (entry.inflated_bytes > small_part_bytes_max) return archive_refused("bomb");
  return stream_through_expat(archive, entry, handler, limits);
}

std::optional<base::Problem> parse_large_part(Archive& archive, ArchiveEntry const& entry, MakeHandler const& make_handler, Builder& builder,
                                              Limits const& limits) {
  Builder::Mark const before = builder.mark();
  uint64_t const inflated_before = archive.inflated_bytes();
  bool is_plain = true;
  {
    std::unique_ptr<XmlHandler> handler = make_handler();
    QuickXml quick(*handler, limits);
    auto note = [&](QuickXml::Outcome outcome) -> std::optional<base::Problem> {
      if (outcome == QuickXml::Outcome::stopped) return handler->problem();
      if (outcome == QuickXml::Outcome::going_on) return std::nullopt;
      is_plain = false;
      return damaged("xml");  // only to end the stream; expat will judge
    };
    auto problem = archive.stream(entry, [&](std::string_view piece) { return note(quick.feed(piece)); });
    if (!problem) problem = note(quick.finish());
    if (is_plain) return problem;
  }
  builder.roll_back(before);
  archive.set_inflated_bytes(inflated_before);
  return stream_through_expat(archive, entry, *make_handler(), limits);
}

std::optional<base::Problem> parse_xml(std::string_view bytes, XmlHandler& handler, Limits const& limits, base::Deadline const& deadline,
                                       bool force_utf8) {
  constexpr size_t piece_bytes = 1 << 16;
  XmlParser parser(handler, limits, force_utf8);
  for (size_t at = 0; at < bytes.size(); at += piece_bytes) {
    if (deadline.passed()) return base::problem("took_too_long");
    if (auto problem = parser.feed(bytes.substr(at, piece_bytes))) return problem;
  }
  return parser.finish();
}

}  // namespace hutong::sheets::internal
