import Foundation
import Schema
import Testing

@testable import Evaluation

struct AnalysisTests {
  /// [[2, 1, 0], [0, 0, 2], [0, 0, 0]]: the third class has no rows but is predicted.
  private let rows = certain([0, 0, 0, 1, 1], [0, 0, 1, 2, 2], classCount: 3)

  @Test func countsConfusions() {
    let matrix = ConfusionMatrix(rows)
    #expect(matrix.counts == [[2, 1, 0], [0, 0, 2], [0, 0, 0]])
    #expect(matrix.support(0) == 3 && matrix.predictedCount(2) == 2)
    #expect(rows.confusionMatrix == matrix.counts)
    #expect(regression([1], [2]).confusionMatrix.isEmpty)
    let worst = matrix.mostConfused(5)
    #expect(worst.map(\.rowCount) == [2, 1])
    #expect(worst.first?.truth == 1 && worst.first?.predicted == 2 && worst.first?.share == 1)
    #expect(matrix.mostConfused(1).count == 1)
  }

  @Test func reportsEachClass() throws {
    let reports = rows.classTable(level: 0.95)
    #expect(reports.map(\.name) == ["class 0", "class 1", "class 2"])
    #expect(reports.map(\.support) == [3, 2, 0])
    #expect(reports.map(\.predictedCount) == [2, 1, 2])
    #expect(reports[0].precision.value == 1 && close(reports[0].recall.value, 2.0 / 3, 1e-15))
    #expect(close(reports[0].f1, 0.8, 1e-15))
    #expect(reports[1].recall.value == 0 && reports[1].recall.low == 0)
    // None of two: at most 1 − .025^(1/2).
    #expect(close(reports[1].recall.high, 1 - 0.025.squareRoot(), 1e-12))
    #expect(reports[1].f1 == 0)
    #expect(reports[2].recall.value == nil && reports[2].recall.low == nil)
    #expect(reports[2].precision.value == 0)
    #expect(regression([1], [2]).classTable(level: 0.95).isEmpty)
    #expect(reports[0].recall.method == "Clopper-Pearson")
  }

  @Test func findsTheWorstRows() {
    let rows = binary([1, 0, 1, 0], [0.9, 0.8, 0.1, 0.2], rowIDs: [40, 41, 42, 43])
    #expect(rows.worstRows(2) == [2, 1])
    #expect(close(rows.rowLosses[2], -log(0.1), 1e-12))
    let broken = regression([1, 2, 3], [1, .nan, 9])
    #expect(broken.worstRows(5) == [1, 2, 0])
    #expect(regression([0, 0], [3, 3]).worstRows(1) == [0])
    #expect(regression([1, 2], [3, 2]).rowLosses == [4, 0])
  }
}
