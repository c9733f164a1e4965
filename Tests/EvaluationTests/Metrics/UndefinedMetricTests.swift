import LinearAlgebra
import Schema
import Testing

@testable import Evaluation

/// Where a metric has no value it says so, and never a number that looks like one.
struct UndefinedMetricTests {
  private func value(_ name: String, _ predictions: Predictions) -> Double? {
    metricCatalog.entry(name).value(predictions)
  }

  /// Four negative rows, one of them called positive.
  private let onlyNegatives = binary([0, 0, 0, 0], [0.1, 0.2, 0.7, 0.4])
  /// Nothing is called positive.
  private let nothingCalled = binary([0, 1, 0, 1], [0.1, 0.2, 0.3, 0.4])

  @Test(arguments: [
    "balanced_accuracy", "recall", "macro_recall", "roc_auc", "average_precision", "mcc",
  ])
  func needsPositiveRows(name: String) {
    #expect(value(name, onlyNegatives) == nil)
  }

  @Test func oneClassStillHasWhatDoesNotNeedTheOther() {
    #expect(value("accuracy", onlyNegatives) == 0.75)
    #expect(value("specificity", onlyNegatives) == 0.75)
    #expect(value("precision", onlyNegatives) == 0)
    #expect(value("f1", onlyNegatives) == 0)
    #expect(value("kappa", onlyNegatives) == 0)
  }

  @Test(arguments: ["precision", "macro_precision", "mcc"])
  func needsCallsOfThePositiveClass(name: String) {
    #expect(value(name, nothingCalled) == nil)
  }

  @Test func nothingCalledHasNoF1ButZero() {
    #expect(value("f1", nothingCalled) == 0)
    #expect(value("recall", nothingCalled) == 0)
    #expect(value("balanced_accuracy", nothingCalled) == 0.5)
    #expect(value("kappa", nothingCalled) == 0)
  }

  @Test func f1NeedsAPositiveSomewhere() {
    let all = binary([0, 0], [0.1, 0.2])
    #expect(value("f1", all) == nil)
    #expect(value("macro_f1", all) == nil)
    #expect(value("kappa", all) == nil)
    #expect(value("specificity", binary([1], [0.4])) == nil)
  }

  @Test func aClassWithoutRowsLeavesMacroMeansUndefined() {
    let absent = certain([0, 1, 0, 1], [0, 1, 1, 1], classCount: 3)
    for name in ["balanced_accuracy", "macro_recall", "recall", "roc_auc", "macro_precision"] {
      #expect(value(name, absent) == nil, "\(name)")
    }
    #expect(value("macro_f1", absent) == nil)
    #expect(value("accuracy", absent) == 0.75)
  }

  @Test func constantTargetsHaveNoShareToExplain() {
    // Three tenths have no exact mean in binary: rounding must not pass for a spread.
    let rows = regression([0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3], [1, 2, 3, 4, 5, 6, 7])
    #expect(value("r2", rows) == nil)
    #expect(value("explained_variance", rows) == nil)
    #expect(close(value("mae", rows), 3.7, 1e-15))
  }

  @Test func constantScoresRankLikeChance() {
    let constant = binary([0, 1, 0, 1, 1], [0.3, 0.3, 0.3, 0.3, 0.3])
    #expect(value("roc_auc", constant) == 0.5)
    // All rows are taken together: the share of positive rows.
    #expect(value("average_precision", constant) == 0.6)
  }

  @Test func certainMistakesAreClippedAndCounted() {
    let rows = binary([1, 0, 1, 1], [0, 1, 1, 1e-15])
    #expect(rows.clippedRowCount == 2)
    // Three rows of −ln 1e-15 = 34.5388 and one of zero.
    #expect(close(value("log_loss", rows), 3 * 34.538776394910684 / 4, 1e-14))
  }

  @Test func aProbabilityAboveOneByRoundingCostsNothing() {
    let rows = binary([1], [1 + 1e-15])
    #expect(value("log_loss", rows) == 0)
  }

  @Test func theMedianOfAnEvenCountIsTheMiddleOfTwo() {
    #expect(
      value("median_absolute_error", regression([0, 0, 0, 0], [1, -2, 4, 9])) == 3)
    #expect(value("median_absolute_error", regression([0, 0, 0], [1, -2, 4])) == 2)
  }

  @Test func directionsTellBetterFromWorse() {
    #expect(Direction.higherIsBetter.prefers(2, over: 1))
    #expect(Direction.lowerIsBetter.prefers(1, over: 2))
    #expect(Direction.closestToZeroIsBetter.prefers(-0.1, over: 0.2))
    #expect(!Direction.higherIsBetter.prefers(.nan, over: 1))
    #expect(!Direction.lowerIsBetter.prefers(1, over: 1))
  }

  @Test func ofEquallyLikelyClassesTheFirstIsPredictedOfTwoThePositive() {
    let three = Predictions(
      task: .multiclass, classNames: ["a", "b", "c"], rowIDs: [0], truth: .classes([1]),
      outputs: .init(rowCount: 1, columnCount: 3, storage: [0.2, 0.4, 0.4]))
    #expect(three.predictedClasses == [1])
    #expect(binary([0], [0.5]).predictedClasses == [1])
  }
}
