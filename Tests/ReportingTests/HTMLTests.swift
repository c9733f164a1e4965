import Testing

@testable import Reporting

@Suite struct HTMLTests {
  @Test(arguments: [
    ("<script>", "&lt;script&gt;"), ("a & b", "a &amp; b"), ("\"'", "&quot;&#39;"),
    ("👩‍👩‍👧 שלום", "👩‍👩‍👧 שלום"), ("a\u{0}b\u{1B}", "a\u{FFFD}b\u{FFFD}"),
    ("\u{202E}evil\u{2066}", "\u{FFFD}evil\u{FFFD}"), ("a\nb\t", "a\nb\t"), ("", ""),
  ])
  func escapesText(text: String, markup: String) {
    #expect(HTML(text: text).markup == markup)
    #expect(
      ("<p title=\"\(text)\">\(text)</p>" as HTML).markup
        == "<p title=\"\(markup)\">\(markup)</p>")
  }

  @Test func leavesMarkupAlone() {
    let inner: HTML = "<b>\("<")</b>"
    #expect(
      ("<p>\(inner)\([inner, inner])\(3)</p>" as HTML).markup
        == "<p><b>&lt;</b><b>&lt;</b><b>&lt;</b>3</p>")
  }

  @Test func keepsNamesApartAndShort() {
    #expect(HTML.name("a<b").markup == "<bdi class=\"nowrap\">a&lt;b</bdi>")
    #expect(
      HTML.name(String(repeating: "é", count: 500)).markup
        == "<bdi>" + String(repeating: "é", count: 160) + "…</bdi>")
  }

  @Test(arguments: [
    "<p>", "</p>", "<p></b>", "<p class=a></p>", "a & b", "a > b", "<p class=\"&\">",
  ])
  func theReaderRejectsWhatIsMalformed(markup: String) {
    #expect(throws: Markup.Malformed.self) { try Markup(markup) }
  }
}
