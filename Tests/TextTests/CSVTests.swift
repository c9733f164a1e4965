import Testing

@testable import Text

@Suite struct CSVTests {
  @Test(arguments: [
    ("a", "a"), ("", ""), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), (" a", "\" a\""),
    ("a ", "\"a \""), ("a\nb", "\"a\nb\""), ("a\rb", "\"a\rb\""),
  ])
  func quotesWhatNeedsIt(text: String, field: String) throws {
    #expect(String(decoding: CSV.field(text), as: UTF8.self) == field)
    var records = CSV.Records(CSV.field(text) + [CSV.comma, CSV.newline])
    #expect(try records.next() == [text, ""])
    #expect(try records.next() == nil)
  }

  @Test func countsRecordsAndNoticesACutOffText() throws {
    var records = CSV.Records(Array("a,b\n\"c\nd\",e\nf".utf8))
    #expect(try records.next() == ["a", "b"])
    #expect(try records.next() == ["c\nd", "e"])
    #expect(records.count == 2)
    #expect(throws: CSV.Failure.cutOff) { try records.next() }
    var open = CSV.Records(Array("\"a".utf8))
    #expect(throws: CSV.Failure.openQuote) { try open.next() }
  }
}
