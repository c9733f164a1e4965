import Foundation
import HealthyPipelines
import Learning
import Testing

@testable import Sanity

/// How fast a loss still falls at the end, of losses that are given.
@Suite struct SubsetAttemptTests {
  private func attempt(_ losses: [Double]) -> SubsetAttempt {
    let context = GateFixture.healthy().context
    let rows = context.subset.rows
    return SubsetAttempt(
      outcome: .handmade(
        HandmadeModel.recalling(rows.targets, loss: 0.5), losses: losses, rowIDs: rows.rowIDs),
      subset: context.subset, loss: context.loss)
  }

  /// 500 losses, every other one higher by a swing that grows and wanes once in 80 steps.
  private func swinging(_ level: (Int) -> Double) -> [Double] {
    (0..<500).map { step in
      let phase = Double(abs(40 - step % 80)) / 40
      return level(step) + (step % 2 == 0 ? 0 : 0.3 * phase)
    }
  }

  @Test func aSmoothLossIsJudgedByItsLastFiftySteps() {
    // A hundredth of the loss goes every 25 steps.
    let fall = attempt((0..<500).map { pow(0.99, Double($0) / 25) })
    #expect(abs(fall.recentFall(above: 0) - 0.01) < 1e-12)
    // What fell long ago falls no longer.
    let plateau = attempt((0..<500).map { $0 < 300 ? 1 : 0.5 })
    #expect(plateau.recentFall(above: 0.05) == 0)
  }

  @Test func aLossThatSwingsIsJudgedByMoreOfThem() {
    let falling = swinging { pow(0.98, Double($0) / 25) }
    // At this place of the swing the last 25 steps are worse than those before.
    let before = falling.dropLast(25).suffix(25).reduce(0, +)
    #expect(falling.suffix(25).reduce(0, +) > before)
    #expect((0.01...0.03).contains(attempt(falling).recentFall(above: 0)))
    // A swing about what was reached long ago is no fall.
    let plateau = swinging { $0 < 260 ? 1 : 0.5 }
    #expect(attempt(plateau).recentFall(above: 0.05) < 0.01)
  }
}
