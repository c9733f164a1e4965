import Sanity
import Testing

@testable import Reporting

@Test func evidenceSaysTheNumbersItOnlyNames() {
  func words(_ text: String, _ numbers: [Double]) -> String {
    CheckResult.Evidence("", text, numbers: numbers).words
  }
  #expect(
    words("reached, of the best constant", [0.25, 2]) == "reached 0.25, of the best constant 2")
  #expect(words("first to last", [0.25, 1]) == "first to last: 0.25, 1")
  // Of a curve there is a picture, and a name is a name.
  #expect(words("first to last", [Double](repeating: 1, count: 9)) == "first to last")
  #expect(words("age", [0.98, 0.4]) == "age")
  // What says its numbers says them once.
  #expect(words("60 %, 20 %", [0.6, 0.2]) == "60 %, 20 %")
  #expect(words("rows", []) == "rows")
}
