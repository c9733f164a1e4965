import Testing

@testable import Text

@Suite struct JSONTests {
  private struct Sample: Codable, Equatable {
    var text = "a/b \"c\"\n"
    var numbers = [0.1, .infinity, -.infinity]
    var absent: Int?
  }

  private let line =
    #"{"numbers":[0.1,"inf","-inf"],"text":"a/b \"c\"\n"}"#

  @Test func sortsKeysAndNamesNumbersThatJSONLacks() throws {
    #expect(try JSON.text(of: Sample()) == line)
    #expect(try JSON.line(of: Sample()) == Array((line + "\n").utf8))
  }

  @Test func spreadsAFileOverLines() throws {
    #expect(
      String(decoding: try JSON.file(of: ["b": 2, "a": 1]), as: UTF8.self) == """
        {
          "a" : 1,
          "b" : 2
        }

        """)
  }

  @Test func readsBackWhatItWrote() throws {
    #expect(try JSON.value(Sample.self, from: JSON.bytes(of: Sample())) == Sample())
    #expect(try JSON.value([Double].self, from: Array("[\"nan\"]".utf8)).first?.isNaN == true)
  }

  @Test(arguments: [
    ("", #""""#), ("é — \"x\" \\ /", #""é — \"x\" \\ /""#), ("\n\r\t", #""\n\r\t""#),
    ("\u{1}\u{2028}", #""\u0001\u2028""#),
  ])
  func quotesTexts(text: String, quoted: String) throws {
    #expect(JSON.quoted(text) == quoted)
    #expect(try JSON.value([String].self, from: Array("[\(quoted)]".utf8)) == [text])
  }
}
