import Datasets
import Diagnostics
import Foundation
import Learning
import LinearAlgebra
import Testing

@testable import Inference

@Suite struct PipelineBundleTests {
  @Test func aBundleComesBackWithTheSameBits() throws {
    let example = try Example()
    let (bundle, dataset) = try example.bundle()
    let files = try bundle.files()
    let loaded = try PipelineBundle(
      tensors: files.tensors, description: files.description, in: "m")
    #expect(loaded.reading == bundle.reading)
    #expect(loaded.ranges == bundle.ranges)
    #expect(loaded.hyperparameters == bundle.hyperparameters)
    #expect(loaded.goldenRows == bundle.goldenRows)
    #expect(bundle.goldenRows.count == 8)
    let rows = Array(0..<16)
    let (before, after) = try (
      bundle.pipeline.bound(to: dataset.table).outputs(of: rows),
      loaded.pipeline.bound(to: dataset.table).outputs(of: rows)
    )
    #expect(before.storage.map(\.bitPattern) == after.storage.map(\.bitPattern))
    let again = try loaded.files()
    #expect(again.tensors == files.tensors)
    #expect(again.description == files.description)
  }

  private func message(_ change: (inout [UInt8], inout String) throws -> Void) throws -> String {
    let example = try Example()
    let files = try example.bundle().bundle.files()
    var tensors = files.tensors
    var description = String(decoding: files.description, as: UTF8.self)
    try change(&tensors, &description)
    let error = try #require(throws: BundleError.self) {
      try PipelineBundle(tensors: tensors, description: Array(description.utf8), in: "m")
    }
    #expect(error.fault == .data)
    return error.words
  }

  @Test func damagedBundlesAreRefused() throws {
    #expect(
      try message { tensors, _ in tensors[tensors.count - 1] ^= 1 }
        .hasPrefix("\"m/model.safetensors\" must have the SHA-256 "))
    #expect(
      try message { _, text in text = String(text.prefix(200)) }
        == "\"m/model.json\" must describe a saved model; got no whole JSON document")
    #expect(
      try message { _, text in text.replace("\"version\" : 2", with: "\"version\" : 1") }
        == "\"m/model.json\" must have version 2; got version 1")
    #expect(
      try message { _, text in text.replace("\"version\" : 2", with: "\"version\" : 3") }
        == "\"m/model.json\" must have version 2; got version 3")
    #expect(
      try message { _, text in text.replace("\"role\" : \"number\"", with: "\"role\" : \"many\"") }
        == "\"m/model.json\" must describe a saved model; got something else at "
        + "\"schema.features.[0].role\"")
    #expect(
      try message { _, text in text.replace("\"classNames\" : [", with: "\"classNames\" : [\"x\",")
      }
        == "the model in \"m\" must predict what its schema says; got another task or number of "
        + "classes")
  }

  /// A step too many, or an index without a level, wrote beside the inputs (found by scripts/fuzz).
  @Test func preprocessingWhosePartsDoNotBelongTogetherIsRefused() throws {
    let expected =
      "\"m/model.json\" must describe a saved model; got something else at \"preprocessing\""
    #expect(
      try message { _, text in
        let start = try #require(text.firstRange(of: "\"steps\" : [")).upperBound
        let step = """
          {"number":{"_0":{"column":"x","fill":0,"center":0,"scale":1,"hasIndicator":true}}},
          """
        text.insert(contentsOf: step, at: start)
      } == expected)
    #expect(
      try message { _, text in
        text.replace(/"missingIndex" : \d+/, with: "\"missingIndex\" : 99")
      } == expected)
  }

  @Test func aModelThatPredictsOtherwiseIsRefused() throws {
    let found = try message { _, text in
      let center = try #require(text.firstRange(of: "\"center\" : "))
      text.insert("9", at: center.upperBound)
    }
    #expect(
      found
        == "the model in \"m\" must predict golden row 1 as it did when it was saved; got another "
        + "prediction")
  }

  @Test func everyProblemHasWords() {
    let problems: [BundleError.Problem] = [
      .missingFile("model.json"), .description(nil), .description("a.b"), .version(1), .version(9),
      .digest(expected: "a", found: "b"), .tensors("cut off"),
      .inputCounts(preprocessing: 3, model: 4), .outputs, .goldenRow(2),
    ]
    for problem in problems {
      let diagnostic = BundleError(folder: "m", problem: problem).diagnostics[0]
      #expect(diagnostic.message.contains("m"))
      #expect(diagnostic.notes.count == 1)
    }
  }

  @Test func formsOfReadingComeBack() throws {
    var csv = CSVOptions(
      hasHeader: true, delimiter: ";",
      missing: MissingTokens(general: ["?"], byColumn: ["a": ["x"]]),
      isTrimmed: true, columns: ["a", "b"], comment: "#")
    csv.decimal = ","
    csv.thousands = "."
    csv.encoding = .latin1
    csv.skippedLineCount = 2
    csv.footerLineCount = 1
    csv.dateFormat = "%d.%m.%Y"
    let data = try JSONEncoder().encode(csv)
    #expect(try JSONDecoder().decode(CSVOptions.self, from: data) == csv)
    let usual = try JSONEncoder().encode(CSVOptions())
    #expect(try JSONDecoder().decode(CSVOptions.self, from: usual) == CSVOptions())
  }
}
