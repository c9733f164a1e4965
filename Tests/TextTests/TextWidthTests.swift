import Testing

@testable import Text

@Suite struct TextWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("👩‍👩‍👧", 2), ("−0.1 ▁█", 7), ("ｗ", 2),
    ("שלום", 4), ("✓✗▲▼≈", 5), ("한글", 4),
  ])
  func countsColumns(text: String, columns: Int) {
    #expect(TextWidth.columns(of: text) == columns)
  }

  @Test(arguments: [
    ("abcdef", 6, "abcdef"), ("abcdef", 4, "abc…"), ("日本語", 4, "日…"), ("abc", 0, ""),
  ])
  func cutsToFit(text: String, width: Int, cut: String) {
    #expect(TextWidth.fitting(text, columns: width) == cut)
  }

  @Test func wrapsAtWords() {
    #expect(TextWidth.wrapped("a bb ccc dddd", columns: 5) == ["a bb", "ccc", "dddd"])
    #expect(TextWidth.wrapped("日本 語 abcdefgh", columns: 7) == ["日本 語", "abcdefgh"])
    #expect(TextWidth.wrapped("", columns: 5).isEmpty)
  }
}
