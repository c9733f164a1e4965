import Diagnostics
import Evaluation
import Runs
import Testing

@testable import Experiments

/// Recorded runs side by side: one gets six of eight rows right, one all eight, one none.
@Suite struct RunComparisonTests {
  private static let right = [0.9, 0.8, 0.2, 0.3, 0.1, 0.8, 0.6, 0.3]
  private static let wrong = right.map { 1 - $0 }

  private func messages(_ body: () throws -> Void) -> [String] {
    do {
      try body()
      return []
    } catch let error as DiagnosticsError {
      return error.diagnostics.map { DiagnosticRenderer().render($0) }
    } catch {
      return ["\(error)"]
    }
  }

  @Test func theFirstRunIsTheBaseline() throws {
    let example = try ScoredExample()
    let plan = try example.plan()
    let six = try example.record(plan)
    let eight = try example.record(plan, predictions: Self.right, second: 1)
    let none = try example.record(plan, predictions: Self.wrong, second: 2)
    let found = try RunComparison(
      references: [six.id, eight.id, none.id], baseline: nil, metric: nil, store: example.store)
    #expect(found.baseline == six.id)
    #expect(found.metric == "accuracy")
    #expect(found.rows.map(\.id) == [six.id, eight.id, none.id])
    #expect(found.rows.map(\.estimate.value) == [0.75, 1, 0])
    #expect(found.rows[0].comparisons.isEmpty)
    #expect(found.rows[1].comparisons.map(\.metric) == ["accuracy", "log_loss", "roc_auc"])
    #expect(found.rows[1].comparisons.first?.difference == 0.25)
    #expect(found.rows[2].comparisons.first?.difference == -0.75)
    // Six rows against none the other way: exact McNemar p = 2 · 2⁻⁶ = 1/32 < 0.05.
    #expect(found.lastVerdict == .worse)
  }

  /// A named baseline is left out of the others; the metric asked for comes first.
  @Test func theBaselineAndTheMetricCanBeNamed() throws {
    let example = try ScoredExample()
    let plan = try example.plan()
    let six = try example.record(plan)
    let none = try example.record(plan, predictions: Self.wrong, second: 1)
    let found = try RunComparison(
      references: [six.id, none.id], baseline: none.id, metric: "roc_auc", store: example.store)
    #expect(found.rows.map(\.id) == [none.id, six.id])
    #expect(found.metric == "roc_auc")
    #expect(found.rows[1].comparisons.map(\.metric) == ["roc_auc", "accuracy", "log_loss"])
    // Of 16 pairs of a yes and a no, none is in order with the wrong run; with the other 0.4 is
    // below 0.7, and 0.6 too: 14 are.
    #expect(found.rows[1].comparisons.first?.difference == 14.0 / 16)
  }

  @Test func runsOnOtherRowsAreRefused() throws {
    let example = try ScoredExample()
    let other = try ScoredExample(
      testRows: ScoredExample.testRows.replacing("8,F,no", with: "8,F,yes"))
    let plan = try example.plan()
    let first = try example.record(plan)
    let changed = try other.scored(other.plan()).0.parts
    let second = try example.record(
      plan, predictions: nil, second: 1,
      files: [PredictionsFile.name: PredictionsFile.bytes(of: changed)])
    let third = try example.record(plan, predictions: nil, second: 2)
    #expect(
      messages {
        _ = try RunComparison(
          references: [first.id, second.id], baseline: nil, metric: nil, store: example.store)
      } == [
        """
        error: runs must be measured on the same rows to be compared; \(second.id) has 8 rows, \
        \(first.id) has 8, and they are not the same
             = use the same data and the same data.split
        """
      ])
    #expect(
      messages {
        _ = try RunComparison(
          references: [first.id, third.id], baseline: nil, metric: nil, store: example.store)
      } == [
        "error: run \(third.id) must have predictions to be compared; it ended as \"finished\" before "
          + "it made any"
      ])
  }

  @Test func runsWithOtherWeightsAreRefused() throws {
    let example = try ScoredExample()
    let first = try example.record(example.plan())
    let second = try example.record(example.plan(target: "y, positive: yes, weight: x"), second: 1)
    #expect(
      messages {
        _ = try RunComparison(
          references: [first.id, second.id], baseline: nil, metric: nil, store: example.store)
      } == [
        """
        error: runs must be measured with the same row weights to be compared; \(second.id) and \
        \(first.id) differ in them
             = use the same data.weight
        """
      ])
  }

  @Test func anUnknownMetricIsNamed() throws {
    let example = try ScoredExample()
    let first = try example.record(example.plan())
    let second = try example.record(example.plan(), second: 1)
    let found = messages {
      _ = try RunComparison(
        references: [first.id, second.id], baseline: nil, metric: "accurcy", store: example.store)
    }
    #expect(
      found.first?.hasPrefix(
        "error: --metric must be a metric of a binary task; got \"accurcy\"\n     | did you mean \"accuracy\"?\n     = metrics: "
      ) == true, "\(found)")
  }
}
