#include "policy/page.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <memory>
#include <mutex>

#include "base/check.h"
#include "base/encoding.h"
#include "base/messages.h"
#include "base/text.h"

namespace hutong::policy {
namespace {

struct FreeNode {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};
using Document = std::unique_ptr<cmark_node, FreeNode>;

// cmark-gfm keeps its extensions in a registry of its own, filled once.
Document parse(std::string_view markdown) {
  static std::once_flag once;
  std::call_once(once, cmark_gfm_core_extensions_ensure_registered);
  cmark_parser* parser = cmark_parser_new(CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8);
  cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
  cmark_parser_feed(parser, markdown.data(), markdown.size());
  Document document(cmark_parser_finish(parser));
  cmark_parser_free(parser);
  return document;
}

struct Line {
  int number = 0;
  std::string text;
};

// The words of a paragraph or cell, line by line: links and emphasis count as their text.
void append_text(cmark_node* node, std::vector<Line>& lines) {
  for (cmark_node* child = cmark_node_first_child(node); child != nullptr; child = cmark_node_next(child)) {
    switch (cmark_node_get_type(child)) {
      case CMARK_NODE_TEXT:
      case CMARK_NODE_CODE:
        lines.back().text += cmark_node_get_literal(child);
        break;
      case CMARK_NODE_SOFTBREAK:
      case CMARK_NODE_LINEBREAK:
        lines.push_back({lines.back().number + 1, ""});
        break;
      default:
        append_text(child, lines);
    }
  }
}

std::vector<Line> lines_of(cmark_node* node) {
  std::vector<Line> lines{{cmark_node_get_start_line(node), ""}};
  append_text(node, lines);
  return lines;
}

std::string text_of(cmark_node* node) {
  std::string all;
  for (Line const& line : lines_of(node)) all += line.text;
  return all;
}

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == '<' ||
         c == '>' || c == '=';
}

Words words_of(std::string_view cell) {
  Words words;
  bool inside = false;
  for (char c : cell) {
    if (is_word_character(c)) {
      if (!inside) words.emplace_back();
      words.back() += c;
    }
    inside = is_word_character(c);
  }
  return words;
}

class PageReader {
 public:
  explicit PageReader(std::string_view file) : file_(file) {}

  Page read(std::string_view markdown) {
    Document document = parse(markdown);
    for (cmark_node* node = cmark_node_first_child(document.get()); node != nullptr; node = cmark_node_next(node)) block(node);
    if (citation_.document.empty()) complain(1, "rules_why_no_document");
    for (Section const& section : page_.sections)
      if (section.in_force_line == 0) complain(section.line, "rules_why_no_dates", section.rule);
    return std::move(page_);
  }

 private:
  void block(cmark_node* node) {
    int line = cmark_node_get_start_line(node);
    in_doubt_ = false;  // a doubt lasts to the end of its paragraph
    std::string_view type = cmark_node_get_type_string(node);
    if (type == "heading" && cmark_node_get_heading_level(node) == 1) {
      document_heading(line, text_of(node));
    } else if (type == "heading" && cmark_node_get_heading_level(node) == 2) {
      rule_heading(node, line);
    } else if (type == "paragraph") {
      for (Line const& one : lines_of(node)) paragraph_line(one);
    } else if (type == "table") {
      table(node, line);
    } else {
      complain(line, "rules_why_unknown_block", std::string(type));
    }
  }

  void document_heading(int line, std::string const& text) {
    if (!citation_.document.empty()) return complain(line, "rules_why_two_documents");
    size_t blank = text.find(' ');
    citation_.document = text.substr(0, blank);
    if (blank != std::string::npos) citation_.title = text.substr(blank + 1);
  }

  void rule_heading(cmark_node* node, int line) {
    Section section;
    section.file = file_;
    section.line = line;
    section.citation = citation_;
    for (cmark_node* child = cmark_node_first_child(node); child != nullptr; child = cmark_node_next(child)) {
      if (cmark_node_get_type(child) == CMARK_NODE_CODE) section.rule = cmark_node_get_literal(child);
      if (cmark_node_get_type(child) == CMARK_NODE_TEXT) section.citation.article += cmark_node_get_literal(child);
    }
    section.citation.article = std::string(base::trimmed(section.citation.article));
    if (section.rule.empty()) complain(line, "rules_why_no_rule_name");
    page_.sections.push_back(std::move(section));
  }

  void paragraph_line(Line const& line) {
    if (page_.sections.empty()) return;  // what the document is, before its first rule
    Section& section = page_.sections.back();
    size_t colon = line.text.find(':');
    std::string key = colon == std::string::npos ? "" : line.text.substr(0, colon);
    bool is_key = !key.empty() && key.find_first_not_of("abcdefghijklmnopqrstuvwxyz _") == std::string::npos;
    if (!is_key) {
      (in_doubt_ ? section.doubt : section.sense) += line.text;
      return;
    }
    std::string value(base::trimmed(std::string_view(line.text).substr(colon + 1)));
    in_doubt_ = key == "doubt";
    if (key == "in force") return in_force(section, line.number, value);
    if (key == "doubt") {
      section.doubt += value;
      return;
    }
    complain(line.number, "rules_why_unknown_key", key);
  }

  void in_force(Section& section, int line, std::string const& value) {
    Words words = words_of(value);
    if (section.in_force_line != 0) return complain(line, "rules_why_two_dates", section.rule);
    section.in_force_line = line;
    bool has_shape = (words.size() == 2 || (words.size() == 4 && words[2] == "until")) && words[0] == "from";
    if (!has_shape) return complain(line, "rules_why_bad_dates", value);
    section.from = date(line, words[1]);
    if (words.size() == 4) section.until = date(line, words[3]);
  }

  std::optional<values::Date> date(int line, std::string const& text) {
    auto parsed = values::Date::from_iso(text);
    if (parsed) return *parsed;
    complain(line, "rules_why_bad_date", text);
    return std::nullopt;
  }

  void table(cmark_node* node, int line) {
    if (page_.sections.empty()) return complain(line, "rules_why_stray_table");
    Section& section = page_.sections.back();
    if (!section.columns.empty()) return complain(line, "rules_why_two_tables", section.rule);
    for (cmark_node* row = cmark_node_first_child(node); row != nullptr; row = cmark_node_next(row)) {
      TableRow read{cmark_node_get_start_line(row), {}};
      for (cmark_node* cell = cmark_node_first_child(row); cell != nullptr; cell = cmark_node_next(cell))
        read.cells.push_back(words_of(text_of(cell)));
      if (!section.columns.empty()) {
        section.rows.push_back(std::move(read));
        continue;
      }
      for (Words const& words : read.cells) section.columns.push_back(base::join(words, " "));
    }
  }

  void complain(int line, std::string why, std::string what = "") { page_.complaints.push_back({file_, line, std::move(why), std::move(what)}); }

  std::string file_;
  values::Citation citation_;
  Page page_;
  bool in_doubt_ = false;
};

}  // namespace

Page read_page(std::string_view file, std::string_view markdown) {
  // Saved by an editor as GB18030: its Chinese would be shown to families as rubbish, in every decision that cites it.
  if (!base::is_valid_utf8(markdown)) return {{}, {{std::string(file), 0, "rules_why_not_utf8", ""}}};
  return PageReader(file).read(markdown);
}

Words const& cell_of(Section const& section, TableRow const& row, std::string_view column) {
  static Words const nothing;
  for (size_t i = 0; i < section.columns.size() && i < row.cells.size(); ++i)
    if (section.columns[i] == column) return row.cells[i];
  return nothing;
}

bool is_about_money(Section const& section) { return base::starts_with(section.rule, "money."); }

base::Failure refusal(std::vector<Complaint> const& complaints) {
  auto where = [](Complaint const& one) { return one.line == 0 ? one.file : one.file + ":" + std::to_string(one.line); };
  CHECK(!complaints.empty());
  std::string why;
  constexpr size_t shown_max = 20;
  for (size_t i = 0; i < complaints.size() && i < shown_max; ++i)
    why += (i == 0 ? "" : ";" + where(complaints[i]) + " ") + base::label(complaints[i].why, {{"what", complaints[i].what}});
  return base::fail("bad_rules_file", {{"where", where(complaints.front())}, {"why", why}, {"count", std::to_string(complaints.size())}});
}

}  // namespace hutong::policy
