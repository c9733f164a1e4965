import Diagnostics
import Findings
import Foundation
import Schema
import Testing

@testable import Sanity

@Suite struct CheckCatalogTests {
  @Test func codesFollowTheirStage() {
    for entry in checkCatalog.entries {
      #expect(entry.name.wholeMatch(of: /S[SDIOTE]\d\d/) != nil, "\(entry.code)")
      #expect(entry.name.hasPrefix(entry.stage.prefix), "\(entry.code)")
    }
    let stages = checkCatalog.entries.map { CheckStage.allCases.firstIndex(of: $0.stage) ?? -1 }
    #expect(stages == stages.sorted())
  }

  @Test func everyCheckSaysAllThatItShould() {
    for entry in checkCatalog.entries {
      for text in [entry.summary, entry.formula, entry.source, entry.knownFalseAlarms, entry.cost] {
        #expect(text.count >= 4, "\(entry.code)")
      }
      #expect(entry.summary.hasSuffix("."), "\(entry.code)")
      #expect(entry.threshold.map { $0.isOverridable } ?? true)
    }
  }

  /// The names and texts of the files of `Sources/Sanity/Checks`.
  private static func checkFiles() throws -> [(name: String, text: String)] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Sources/Sanity/Checks").standardized
    let files = try #require(
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    ).compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
    return try files.map { ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) }
  }

  @Test func everyFileOfAFolderOfChecksIsInTheCatalog() throws {
    let codes = try Self.checkFiles().map { file, text in
      try #require(text.firstMatch(of: /code: "(S[SDIOTE]\d\d)"/)?.1.description, "\(file)")
    }
    #expect(codes.sorted() == checkCatalog.names.sorted())
  }

  /// The verdict of a run depends on it by this name.
  @Test func theCheckThatVerdictsNameIsTheOneOfThePriorPredictor() {
    #expect(
      checkCatalog[CheckCode.beatsPriorPredictor.description]?.title
        == "beats the prior or mean predictor")
  }

  /// A limit left out of its entry would be missing from `CheckEntry.limits`.
  @Test func everyLimitOfACheckIsInItsEntry() throws {
    for (file, text) in try Self.checkFiles() {
      let code = try #require(text.firstMatch(of: /code: "(S[SDIOTE]\d\d)"/)?.1)
      let entry = try #require(checkCatalog[String(code)])
      let count = text.matches(of: /static let \w+ = Threshold/).count
      #expect(entry.limits.count == count, "\(file)")
      #expect(entry.limits.allSatisfy { $0.code == entry.code }, "\(file)")
    }
  }

  @Test func onlyTheGatesStopsAreExplainedByTryingEdits() {
    for entry in checkCatalog.entries where entry.explanation != .none {
      #expect(entry.worst == .stop && entry.isGateCheck, "\(entry.code)")
    }
  }

  @Test func findsACheckByItsCode() throws {
    #expect(try checkEntry("sd06").code == "SD06")
    let description = try checkEntry("SD06").description
    #expect(description.title == "unbalanced or missing classes")
    #expect(description.limits.first?.isOverridable == true)
  }

  @Test func suggestsTheNearestCode() throws {
    let error = try #require(throws: DiagnosticsError.self) { try checkEntry("SD0l") }
    #expect(
      DiagnosticRenderer().render(error.diagnostics[0]) == """
        error: the code of a check; got "SD0l"
             | did you mean "SD01"?
        """)
  }

  @Test func listsTheCodesWhenNoneIsNear() throws {
    let error = try #require(throws: DiagnosticsError.self) { try checkEntry("learning") }
    #expect(error.diagnostics[0].hint?.hasPrefix("codes: SS01, SS02") == true)
  }
}
