import Diagnostics
import Foundation
import Schema
import Testing

@testable import Sanity

@Suite struct CheckCatalogTests {
  @Test func codesFollowTheirStage() {
    for entry in checkCatalog.entries {
      #expect(entry.code.wholeMatch(of: /S[SDIOTE]\d\d/) != nil, "\(entry.code)")
      #expect(entry.code.hasPrefix(entry.stage.prefix), "\(entry.code)")
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
      #expect(entry.threshold.map { $0.code == entry.code && $0.isOverridable } ?? true)
    }
  }

  @Test func everyFileOfAFolderOfChecksIsInTheCatalog() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Sources/Sanity/Checks").standardized
    let files = try #require(
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    ).compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
    let codes = try files.map { file in
      try #require(
        String(contentsOf: file, encoding: .utf8).firstMatch(of: /code: "(S[SDIOTE]\d\d)"/)?.1
          .description, "\(file.lastPathComponent)")
    }
    #expect(codes.sorted() == checkCatalog.names.sorted())
  }

  @Test func onlyChecksOfTheListMayStop() {
    // Those for which no false alarm on a healthy pipeline is known.
    let stopping = checkCatalog.entries.filter { $0.worst == .stop }.map(\.code)
    #expect(
      stopping == [
        "SS01", "SS03", "SS04", "SS09", "SS12",
        "SD01", "SD02", "SD05", "SD09", "SD12", "SD13", "SD15", "SD19", "SD24", "SI01", "SI02",
        "SI06",
        "SI08",
        "SI10", "SI11", "SI12", "SI13", "SI14", "SI15", "SI16", "SI18", "SO01", "SO03", "SO04",
        "SO05", "ST01", "ST02",
        "ST03", "ST12", "SE07",
      ])
  }

  @Test func explainsACode() throws {
    #expect(
      try explain("sd06") == """
        SD06  unbalanced or missing classes

        Each class has enough rows in train and appears in dev and test.

        stage               data: the data, before any model
        at worst            warn
        formula             rows of the commonest class / rows of the rarest, in train;
                            a class missing in dev or test although chance would leave
                            it out less than once in a thousand
        threshold           10: rows of the commonest class for each row of the rarest
                            (sanity.thresholds: {SD06: …})
        source              SageMaker Debugger, ClassImbalance; deepchecks;
                            TheDeepChecker
        known false alarms  real rare classes: it never stops a run
        cost                one pass over the targets
        waive               sanity.waive: {SD06: "the reason"}
        """)
  }

  @Test func suggestsTheNearestCode() throws {
    let error = try #require(throws: DiagnosticsError.self) { try explain("SD0l") }
    #expect(
      DiagnosticRenderer().render(error.diagnostics[0]) == """
        error: the code of a check; got "SD0l"
             | did you mean "SD01"?
        """)
  }

  @Test func listsTheCodesWhenNoneIsNear() throws {
    let error = try #require(throws: DiagnosticsError.self) { try explain("learning") }
    #expect(error.diagnostics[0].hint?.hasPrefix("codes: SS01, SS02") == true)
  }

  @Test func thePageHasEveryCheck() {
    let page = checksPage()
    for entry in checkCatalog.entries {
      #expect(page.contains("\n### \(entry.code)\n"))
      #expect(page.contains("| [\(entry.code)](#\(entry.code.lowercased())) |"))
    }
    #expect(!page.contains("\n\n\n"))
  }
}
