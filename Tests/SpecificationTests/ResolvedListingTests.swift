import Foundation
import Schema
import Testing

@testable import Specification

private func spec() throws -> ExperimentSpec {
  try read(
    SampleSpecs.small + "\ngoals: [{metric: accuracy, at_least: 0.9}]", "training.seed=7",
    "training.learning_rate=0.5")
}

@Test func eachValueHasItsOrigin() throws {
  let origins = Dictionary(
    uniqueKeysWithValues: ResolvedListing.values(of: try spec()).map {
      ($0.path, "\($0.yaml) \($0.originText)")
    })
  #expect(origins["spec"] == "1 spec mine.yaml:1:7")
  #expect(origins["data.source"] == "datasets/iris.csv spec mine.yaml:4:11")
  #expect(origins["goals[0].metric"] == "accuracy spec mine.yaml:7:18")
  #expect(origins["model.kind"] == "softmax spec mine.yaml:6:8")
  #expect(origins["training.seed"] == "7 override 1")
  #expect(origins["training.optimizer.learning_rate"] == "0.5 override 2")
  #expect(origins["training.optimizer.kind"] == "adam default")
  #expect(origins["training.epochs"] == "20 default")
  #expect(origins["data.features"] == "{} default")
  #expect(origins["data.csv.missing"] == "[\"\", NA, NaN] default")
  #expect(origins["baselines"] == "[] default")
}

@Test func theTableHasOneLineForEachValueInThreeColumns() throws {
  let table = ResolvedListing.text(of: try spec())
  let lines = table.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  #expect(lines.count == ResolvedListing.values(of: try spec()).count)
  #expect(
    lines.first { $0.hasPrefix("training.seed") }
      == "training.seed                      7                  override 1")
}

@Test func theJSONHasTheTreeWithOrigins() throws {
  let json = ResolvedListing.json(of: try spec())
  let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
  let document = try #require(object)
  #expect(document["format"] as? String == "assay-resolved")
  #expect(document["spec"] as? String == "mine.yaml")
  #expect(document["overrides"] as? [String] == ["training.seed=7", "training.learning_rate=0.5"])
  let values = try #require(document["values"] as? [String: Any])
  let training = try #require(values["training"] as? [String: Any])
  let seed = try #require(training["seed"] as? [String: Any])
  #expect(seed["value"] as? Int == 7)
  #expect(seed["origin"] as? String == "override 1")
  let goals = try #require(values["goals"] as? [[String: [String: Any]]])
  #expect(goals.first?["at_least"]?["value"] as? Double == 0.9)
}

@Test func jsonTextIsEscaped() {
  let literal: Literal = [
    "a\"b": "\\ \n \u{1} \u{2028} é", "n": .number(.nan), "e": [:], "l": [1, nil, true, 0.5],
    "d": [["x": []]],
  ]
  #expect(
    literal.json == """
      {
        "a\\"b": "\\\\ \\n \\u0001 \\u2028 é",
        "n": "nan",
        "e": {},
        "l": [1, null, true, 0.5],
        "d": [
          {
            "x": []
          }
        ]
      }
      """)
}
