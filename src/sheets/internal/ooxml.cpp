#include "sheets/internal/ooxml.h"

#include "sheets/internal/builder.h"
#include "sheets/internal/xml.h"

namespace hutong::sheets::internal {
namespace {

class RelationshipReader final : public XmlHandler {
 public:
  explicit RelationshipReader(std::string_view part) : part_(part) {}
  void start(char const* name, Attributes attributes) override {
    if (std::string_view(name) != "Relationship" || attributes.text("TargetMode") == "External") return;
    constexpr size_t relationships_max = 100'000;
    if (found.size() >= relationships_max) return stop(damaged("too_many_parts"));
    std::string_view type = attributes.text("Type");
    found.push_back({std::string(attributes.text("Id")), std::string(type.substr(type.rfind('/') + 1)),
                     resolved_target(part_, attributes.text("Target"))});
  }
  void end(char const*) override {}
  std::vector<Relationship> found;

 private:
  std::string_view part_;
};

}  // namespace

std::string resolved_target(std::string_view part, std::string_view target) {
  std::string path;
  if (target.starts_with('/')) {
    target.remove_prefix(1);
  } else if (size_t slash = part.rfind('/'); slash != std::string_view::npos) {
    path = part.substr(0, slash);
  }
  for (size_t at = 0; at <= target.size();) {
    size_t end = std::min(target.find('/', at), target.size());
    std::string_view step = target.substr(at, end - at);
    at = end + 1;
    if (step.empty() || step == ".") continue;
    if (step == "..") {
      path.resize(path.rfind('/') == std::string::npos ? 0 : path.rfind('/'));
      continue;
    }
    if (!path.empty()) path += '/';
    path += step;
  }
  return path;
}

base::Result<std::vector<Relationship>> relationships_of(Archive& archive, std::string_view part, Limits const& limits) {
  size_t name_at = part.rfind('/') + 1;  // npos + 1 is 0
  std::string rels = std::string(part.substr(0, name_at)) + "_rels/" + std::string(part.substr(name_at)) + ".rels";
  ArchiveEntry const* entry = archive.find(rels);
  if (!entry) return std::vector<Relationship>();
  RelationshipReader reader(part);
  if (auto problem = parse_part(archive, *entry, reader, limits)) return base::Failure(std::move(*problem));
  return std::move(reader.found);
}

}  // namespace hutong::sheets::internal
