import Testing

@testable import Text

@Suite struct QuotingTests {
  @Test func listsNamesInQuotationMarks() {
    #expect(Quoting.list(["a", "b"]) == "\"a\", \"b\"")
    #expect(Quoting.list(["a", "b", "c"], limit: 2) == "\"a\", \"b\", … (3 in all)")
  }

  @Test(arguments: [
    (["assay", "run", "a.yaml"], "assay run a.yaml"), (["a b", ""], "'a b' ''"),
    (["it's"], "'it'\\''s'"), (["x=[1,2]"], "'x=[1,2]'"),
  ])
  func quotesWordsForAShell(words: [String], line: String) {
    #expect(Quoting.commandLine(words) == line)
  }
}
