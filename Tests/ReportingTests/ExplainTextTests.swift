import Findings
import Foundation
import Testing

@testable import Reporting

@Suite struct ExplainTextTests {
  private static let check = CheckDescription(
    code: "SD06", title: "unbalanced or missing classes", stage: .data, worst: .warn,
    summary: "Each class has enough rows in train and appears in dev and test.",
    formula: "rows of the most frequent class / rows of the rarest, in train; a class missing in "
      + "dev or test",
    limits: [
      .init(value: 10, meaning: "rows per rarest row", isOverridable: true),
      .init(value: 0.001, meaning: "probability of absence", isOverridable: false),
    ], source: "SageMaker Debugger", knownFalseAlarms: "classes may be rare in reality",
    cost: "one pass over the targets")

  @Test func describesACheck() {
    #expect(
      ExplainText.text(Self.check) == """
        SD06  unbalanced or missing classes

        Each class has enough rows in train and appears in dev and test.

        stage               data: the data, before any model
        at worst            warn
        formula             rows of the most frequent class / rows of the rarest, in
                            train; a class missing in dev or test
        threshold           10: rows per rarest row (sanity.thresholds: {SD06: …})
        fixed limit         0.001: probability of absence
        source              SageMaker Debugger
        known false alarms  classes may be rare in reality
        cost                one pass over the targets
        waive               sanity.waive: {SD06: "the reason"}
        """)
  }

  @Test func thePageHasEveryCheckUnderItsStage() throws {
    let page = ExplainText.page([Self.check])
    let stage = try #require(page.range(of: "## SD: the data, before any model"))
    let check = try #require(page.range(of: "\n### SD06\n"))
    #expect(stage.lowerBound < check.lowerBound)
    #expect(page.contains("| [SD06](#sd06) | unbalanced or missing classes | warn | 10 |\n"))
    #expect(page.contains("- fixed limit: 0.001: probability of absence\n"))
    #expect(!page.contains("\n\n\n"))
  }
}
