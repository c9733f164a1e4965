import Sanity
import Testing

@testable import Reporting

@Test func evidenceSaysTheNumbersItOnlyNames() {
  func words(_ text: String, _ numbers: [Double]) -> String {
    CheckResult.Evidence("", text, numbers: numbers).words
  }
  #expect(words("first to last", [0.25, 1]) == "first to last: 0.25, 1")
  #expect(words("", [0.5]) == "0.5")
  #expect(words("", []) == "")
  // What says its numbers says them once, and a curve has a picture.
  #expect(words("60 %", [0.6]) == "60 %")
  #expect(words("by step", [Double](repeating: 1, count: 9)) == "by step")
}
