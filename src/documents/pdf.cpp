// PDF through pango and cairo. The page is divided from fixed heights, so that a page of the PDF is a page of the workbook; a text that is too long for
// its cell is set smaller until it fits: an account number must never be cut off.
#include <cairo/cairo-pdf.h>
#include <pango/pangocairo.h>

#include <memory>
#include <mutex>

#include "base/check.h"
#include "base/messages.h"
#include "base/result.h"
#include "base/text.h"
#include "documents/document.h"
#include "documents/internal/pages.h"

namespace hutong::documents {
namespace {

using namespace internal;

constexpr char font_family[] = "Noto Sans CJK SC";
constexpr double page_width = 842, page_height = 595, margin = 34;  // points; A4 across
constexpr double title_height = 28, heading_line_height = 15, row_height = 20, closing_height = 20, signature_height = 28, footer_height = 14;
constexpr double padding = 2.5;

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};

bool has_font(PangoFontMap* map) {
  PangoFontFamily** families = nullptr;
  int count = 0;
  pango_font_map_list_families(map, &families, &count);
  bool found = false;
  for (int i = 0; i < count; ++i) found = found || std::string_view(pango_font_family_get_name(families[i])) == font_family;
  g_free(families);
  return found;
}

// Asking fontconfig for all families takes longer than drawing a page.
void require_font(PangoFontMap* map) {
  static std::once_flag asked;
  static bool is_there = false;
  std::call_once(asked, [map] { is_there = has_font(map); });
  if (!is_there) throw base::OutsideFailure("font_missing", {{"font", font_family}});
}

struct Box {
  double x, y, width, height;
};
struct Look {
  double size = 7.5;
  Align align = Align::left;
  bool is_bold = false;
};

cairo_status_t append(void* to, unsigned char const* bytes, unsigned int count) {
  static_cast<std::string*>(to)->append(reinterpret_cast<char const*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

class Painter {
 public:
  explicit Painter(Document const& document) : document_(document), pages_(pages_of(document)) {
    surface_ = cairo_pdf_surface_create_for_stream(append, &bytes_, page_width, page_height);
    cairo_pdf_surface_set_metadata(surface_, CAIRO_PDF_METADATA_TITLE, document.title.c_str());
    cairo_pdf_surface_set_metadata(surface_, CAIRO_PDF_METADATA_CREATE_DATE, (document.made_on.to_string() + "T00:00:00").c_str());
    cairo_ = cairo_create(surface_);
    cairo_set_line_width(cairo_, 0.5);
    map_.reset(pango_cairo_font_map_new());
    require_font(map_.get());
    context_.reset(pango_font_map_create_context(map_.get()));
    pango_cairo_update_context(cairo_, context_.get());
    pango_context_set_language(context_.get(), pango_language_from_string("zh-cn"));
    pango_context_set_round_glyph_positions(context_.get(), FALSE);  // paper has no pixels: rounded, digits stand apart and take more room
    layout_.reset(pango_layout_new(context_.get()));
    measure_columns();
  }
  ~Painter() {
    if (cairo_) close();
  }
  Painter(Painter const&) = delete;
  Painter& operator=(Painter const&) = delete;

  std::string paint() {
    for (size_t i = 0; i < pages_.size(); ++i) {
      paint_page(pages_[i], i + 1);
      cairo_show_page(cairo_);
    }
    CHECK(cairo_status(cairo_) == CAIRO_STATUS_SUCCESS);
    close();
    return std::move(bytes_);
  }

 private:
  void close() {
    cairo_destroy(cairo_);
    cairo_surface_destroy(surface_);
    cairo_ = nullptr;
  }

  void measure_columns() {
    double sum = 0;
    for (Column const& column : document_.columns) sum += column.width;
    double x = margin;
    for (Column const& column : document_.columns) {
      lefts_.push_back(x);
      x += column.width / sum * (page_width - 2 * margin);
    }
    lefts_.push_back(x);
  }

  void paint_page(Page const& page, size_t number) {
    y_ = margin;
    text(document_.title, line(title_height), {.size = 15, .align = Align::center, .is_bold = true});
    for (std::string const& words : document_.heading_lines) text(words, line(heading_line_height), {});
    paint_row([&](size_t i) { return document_.columns[i].heading; }, [](size_t) { return Look{.align = Align::center, .is_bold = true}; });
    for (size_t row = page.first_row; row < page.end_row; ++row)
      paint_row([&](size_t i) { return text_of(document_.rows[row][i]); }, [&](size_t i) { return Look{.align = document_.columns[i].align}; });
    if (columns_before_sums(document_) > 0) {
      paint_total(page_total_label(page), page.first_row, page.end_row);
      if (page.is_last) paint_total(total_label(document_), 0, document_.rows.size());
    }
    if (page.is_last)
      for (std::string const& words : document_.closing_lines) text(words, line(closing_height), {.size = 10});
    paint_signatures();
    CHECK(y_ <= page_height - margin);  // nothing is drawn over the foot of the page
    std::string const page_words = base::label("document_page", {{"page", std::to_string(number)}, {"pages", std::to_string(pages_.size())}});
    Box const footer = {margin, page_height - margin, page_width - 2 * margin, footer_height};
    text(document_.footer, footer, {.size = 7});
    text(page_words, footer, {.size = 7, .align = Align::right});
  }

  Box line(double height) {
    Box const box = {margin, y_, page_width - 2 * margin, height};
    y_ += height;
    return box;
  }

  template <class Words, class LookOf>
  void paint_row(Words words, LookOf look) {
    for (size_t i = 0; i < document_.columns.size(); ++i) framed(words(i), {lefts_[i], y_, lefts_[i + 1] - lefts_[i], row_height}, look(i));
    y_ += row_height;
  }

  void paint_total(std::string const& label, size_t first_row, size_t end_row) {
    size_t const before = columns_before_sums(document_);
    framed(label, {lefts_[0], y_, lefts_[before] - lefts_[0], row_height}, {.align = Align::center, .is_bold = true});
    for (size_t i = before; i < document_.columns.size(); ++i) {
      std::string const words = document_.columns[i].is_summed ? text_of(sum_of(document_, i, first_row, end_row)) : "";
      framed(words, {lefts_[i], y_, lefts_[i + 1] - lefts_[i], row_height}, {.align = document_.columns[i].align, .is_bold = true});
    }
    y_ += row_height;
  }

  void paint_signatures() {
    if (document_.signatures.empty()) return;
    Box const all = line(signature_height);
    double const width = all.width / static_cast<double>(document_.signatures.size());
    for (size_t i = 0; i < document_.signatures.size(); ++i)
      text(document_.signatures[i], {all.x + width * static_cast<double>(i), all.y + 8, width, signature_height - 8}, {.size = 10});
  }

  void framed(std::string const& words, Box const& box, Look const& look) {
    cairo_rectangle(cairo_, box.x, box.y, box.width, box.height);
    cairo_stroke(cairo_);
    text(words, box, look);
  }

  void text(std::string const& words, Box const& box, Look const& look) {
    if (words.empty()) return;
    int const width = static_cast<int>((box.width - 2 * padding) * PANGO_SCALE), height = static_cast<int>(box.height * PANGO_SCALE);
    pango_layout_set_text(layout_.get(), words.c_str(), static_cast<int>(words.size()));
    Extent const needed = fit(width, height, look);
    // A layout of a given width aligns its lines itself.
    double const room = pango_layout_get_width(layout_.get()) < 0 ? width - needed.width : 0;
    double const before = look.align == Align::left ? 0 : look.align == Align::center ? room / 2 : room;
    cairo_move_to(cairo_, box.x + padding + before / PANGO_SCALE, box.y + (box.height - static_cast<double>(needed.height) / PANGO_SCALE) / 2);
    pango_cairo_show_layout(cairo_, layout_.get());
  }

  struct Extent {
    int width = 0, height = 0;
  };

  // Down to two thirds of its size a text stays on one line; what is longer still breaks into lines that fit. An amount is not broken: “1,043,691.0”
  // above “0” is another amount. Laying out is what a page costs: how wide the text is at its full size tells which sizes need not be tried.
  Extent fit(int width, int height, Look const& look) {
    constexpr double step = 0.92, nearly = 1.01;  // widths shrink evenly, but for rounding
    constexpr float close_lines = 0.8F;            // the font's own lines stand half a character apart: closer, and they may be larger
    double const one_line_min = look.align == Align::right ? 0.3 : 0.65;
    pango_layout_set_width(layout_.get(), -1);
    pango_layout_set_line_spacing(layout_.get(), 0);
    Extent const full = laid_out(look.size, look.is_bold);
    if (full.width <= width && full.height <= height) return full;
    double size = look.size * step;
    for (; size >= look.size * one_line_min; size *= step) {
      if (full.width * size / look.size > width * nearly) continue;
      if (Extent const needed = laid_out(size, look.is_bold); needed.width <= width && needed.height <= height) return needed;
    }
    pango_layout_set_wrap(layout_.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout_.get(), look.align == Align::left ? PANGO_ALIGN_LEFT : look.align == Align::center ? PANGO_ALIGN_CENTER : PANGO_ALIGN_RIGHT);
    pango_layout_set_width(layout_.get(), width);
    pango_layout_set_line_spacing(layout_.get(), close_lines);
    Extent needed;
    for (; size > 1; size *= step)
      if (needed = laid_out(size, look.is_bold); needed.height <= height) break;
    return needed;
  }

  Extent laid_out(double size, bool is_bold) {
    set_font(size, is_bold);
    Extent needed;
    pango_layout_get_size(layout_.get(), &needed.width, &needed.height);
    return needed;
  }

  void set_font(double size, bool is_bold) {
    PangoFontDescription* font = pango_font_description_new();
    pango_font_description_set_family(font, font_family);
    pango_font_description_set_weight(font, is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_size(font, static_cast<int>(size * PANGO_SCALE));
    pango_layout_set_font_description(layout_.get(), font);
    pango_font_description_free(font);
  }

  Document const& document_;
  std::vector<Page> const pages_;
  std::string bytes_;
  cairo_surface_t* surface_ = nullptr;
  cairo_t* cairo_ = nullptr;
  std::unique_ptr<PangoFontMap, Unref> map_;
  std::unique_ptr<PangoContext, Unref> context_;
  std::unique_ptr<PangoLayout, Unref> layout_;
  std::vector<double> lefts_;
  double y_ = 0;
};

}  // namespace

std::string to_pdf(Document const& document) { return Painter(document).paint(); }

}  // namespace hutong::documents
