import Findings
import Foundation
import Testing

@Suite struct EvidenceTests {
  private static let examples: [Evidence] = [
    .text(title: "activation", text: "softmax"), .number(title: "lag", value: -1),
    .fraction(title: "expected by chance", value: 0.25),
    .scores("losses", ["test": 0.4, "dev": 0.3]),
    .curve(title: "loss by epoch", series: "dev", values: [2, 1]),
    .curve(title: "loss by epoch", series: nil, values: []),
    .subsetLosses(run: nil, values: [0.7, 0.1]), .neededLoss(0.05), .accuracy(1),
    .rows(title: "rows", ids: [3, 4], names: ["row 4"]), .names("inputs", ["age"]),
  ]

  @Test func isTheSameFromJSON() throws {
    let data = try JSONEncoder().encode(Self.examples)
    #expect(try JSONDecoder().decode([Evidence].self, from: data) == Self.examples)
  }

  @Test func leavesOutWhatJSONCannotHold() {
    for example in Self.examples { #expect(example.finite == example) }
    #expect(Evidence.neededLoss(.nan).finite == nil)
    #expect(Evidence.number(title: "ratio", value: .infinity).finite == nil)
    #expect(
      Evidence.subsetLosses(run: nil, steps: [0, 5, 10], values: [1, .nan, 2]).finite
        == .subsetLosses(run: nil, steps: [0, 10], values: [1, 2]))
    #expect(Evidence.scores("losses", ["a": .nan, "b": 1]).finite == .scores("losses", ["b": 1]))
  }

  @Test func holdsTwentyNamesAndTheirCount() {
    let names = (0..<25).map { "x\($0)" }
    #expect(
      Evidence.names("inputs", names)
        == .names(title: "inputs", names: Array(names.prefix(20)), count: 25))
  }

  @Test func aCodeIsItsTextInJSON() throws {
    let code: CheckCode = "SD08"
    #expect(String(decoding: try JSONEncoder().encode([code]), as: UTF8.self) == "[\"SD08\"]")
    #expect("\(code)" == "SD08" && code < "SD10")
  }

  /// Records from before the steps were kept have losses without them.
  @Test func readsLossesWithoutSteps() throws {
    let text = "{\"subsetLosses\": {\"values\": [0.7, 0.1]}}"
    let evidence = try JSONDecoder().decode(Evidence.self, from: Data(text.utf8))
    #expect(evidence == .subsetLosses(run: nil, steps: nil, values: [0.7, 0.1]))
  }
}
