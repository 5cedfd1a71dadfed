#pragma once
// Expat behind a small interface: local names only (the prefix is the writer's taste), no DTD at all, bounded depth and token size.
#include <cstring>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "sheets/internal/archive.h"
#include "sheets/read.h"

struct XML_ParserStruct;

namespace hutong::sheets::internal {

// Behind the last ':' of a qualified name.
inline char const* local_part(char const* qualified) {
  char const* local = qualified;
  for (char const* at = qualified; *at; ++at)
    if (*at == ':') local = at + 1;
  return local;
}

// Asked several times per element, so most answers come from the first letter.
inline bool is(char const* name, char const* word) { return *name == *word && std::strcmp(name, word) == 0; }

class Attributes {
 public:
  explicit Attributes(char const* const* pairs) : pairs_(pairs) {}
  // By local name; nullptr if absent.
  char const* find(std::string_view local_name) const;
  std::string_view text(std::string_view local_name) const;  // "" if absent
  bool is_true(std::string_view local_name) const;           // "1", "true", "on"
  // For hot loops: name, value, name, value, …, nullptr.
  char const* const* pairs() const { return pairs_; }

 private:
  char const* const* pairs_;
};

class XmlParser;
class Builder;

// Receives the elements of one document. Whoever finds something wrong calls stop().
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void start(char const* local_name, Attributes) = 0;
  virtual void end(char const* local_name) = 0;
  virtual void text(std::string_view) {}
  std::optional<base::Problem> const& problem() const { return problem_; }

 protected:
  void stop(base::Problem);
  // For the text of one cell: beyond any honest length (Excel keeps 32,767 characters) it ends the reading.
  void collect(std::string& to, std::string_view piece);
  bool is_stopped() const { return problem_.has_value(); }

 private:
  friend class XmlParser;
  friend class QuickXml;
  XmlParser* parser_ = nullptr;
  std::optional<base::Problem> problem_;
};

class XmlParser {
 public:
  XmlParser(XmlHandler&, Limits const&, bool force_utf8 = false);
  ~XmlParser();
  XmlParser(XmlParser const&) = delete;
  XmlParser& operator=(XmlParser const&) = delete;
  // Problems: the handler's own, dtd_refused, file_damaged.
  std::optional<base::Problem> feed(std::string_view piece);
  std::optional<base::Problem> finish();

 private:
  friend class XmlHandler;
  struct Callbacks;
  std::optional<base::Problem> outcome(int status);
  XML_ParserStruct* parser_;
  XmlHandler& handler_;
  int depth_ = 0;
  int const depth_max_;
  uint64_t fed_ = 0;
};

// A part that honest writers keep small (at most 50 MB), through the handler.
std::optional<base::Problem> parse_part(Archive&, ArchiveEntry const&, XmlHandler&, Limits const&);
// A part that may be large, whose handler fills the builder: quickly where the XML is plain, else with expat, beginning anew with another handler
// and the builder as it was.
using MakeHandler = std::function<std::unique_ptr<XmlHandler>()>;
std::optional<base::Problem> parse_large_part(Archive&, ArchiveEntry const&, MakeHandler const&, Builder&, Limits const&);
// A whole text.
std::optional<base::Problem> parse_xml(std::string_view bytes, XmlHandler&, Limits const&, base::Deadline const&, bool force_utf8 = false);

}  // namespace hutong::sheets::internal
