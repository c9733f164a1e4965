import Learning
import Testing

@testable import Experiments

@Suite struct RehearsalMonitorTests {
  /// The first step includes copies of the inputs: a rehearsal that is over by the clock continues
  /// until a second step has been timed.
  @Test func timesASecondStep() {
    let monitor = RehearsalMonitor(monitor: nil, limitSeconds: 0)
    func step(_ number: Int) {
      _ = monitor.stepEnded(
        StepReport(
          step: number, epoch: 1, stepCount: 9, stepsPerEpoch: 9, loss: 1, rowCount: 5,
          gradientNorm: 1, parameterNorm: 1, learningRate: 0.1, isClipped: false)
      ) { fatalError("not asked for") }
    }
    step(1)
    #expect(!monitor.isOver)
    step(2)
    #expect(monitor.isOver)
    #expect(monitor.marks.doublings.count == 2)
  }

  /// An epoch that was cut short does not count, except the first, for the time of its dev rows.
  @Test func ignoresLaterEpochsThatWereCutShort() {
    func epochCount(cutAfter wholeEpochs: Int) -> Int {
      let monitor = RehearsalMonitor(monitor: nil, limitSeconds: 0)
      func step(_ number: Int) {
        _ = monitor.stepEnded(
          StepReport(
            step: number, epoch: 1, stepCount: 9, stepsPerEpoch: 2, loss: 1, rowCount: 5,
            gradientNorm: 1, parameterNorm: 1, learningRate: 0.1, isClipped: false)
        ) { fatalError("not asked for") }
      }
      func endEpoch(_ number: Int) {
        monitor.observe(
          .epochEnded(
            EpochSummary(
              epoch: number, step: 2 * number, trainLoss: 1, devLoss: nil, devMetric: nil,
              learningRate: 0.1, gradientNorm: nil, rowsPerSecond: 1, elapsedSeconds: 1)))
      }
      for epoch in 0..<wholeEpochs {
        step(2 * epoch + 1)
        step(2 * epoch + 2)
        endEpoch(epoch + 1)
      }
      for number in 1...4 { step(2 * wholeEpochs + number) }
      #expect(monitor.isOver)
      endEpoch(wholeEpochs + 1)
      return monitor.marks.epochs.count
    }
    #expect((0...3).map(epochCount) == [1, 1, 2, 3])
  }

  private func marks(_ points: [(seconds: Double, passCount: Int)]) -> RehearsalMonitor.Marks {
    RehearsalMonitor.Marks(
      iterations: points.map {
        .init(seconds: $0.seconds, progress: SolverProgress(passCount: $0.passCount))
      })
  }

  /// 2 s of set-up with 2 passes, then 3 passes in 1.5 s.
  @Test func separatesSetUpFromPasses() {
    #expect(marks([(2, 2), (3.5, 5)]).secondsPerPass == 0.5)
    #expect(marks([(2, 2)]).secondsPerPass == nil)
  }

  /// The passes of the solve with a selected penalty start from 1 again and are ignored.
  @Test func countsPassesOnce() {
    let monitor = RehearsalMonitor(monitor: nil, limitSeconds: 1e9)
    for passCount in [2, 5, 1] {
      monitor.observe(.solverAdvanced(SolverProgress(passCount: passCount)))
    }
    #expect(monitor.marks.iterations.map(\.progress.passCount) == [2, 5])
    #expect(!monitor.isOver)
  }

  /// Set-up until second 2, then an iteration per second: with a limit of 3 s it continues until
  /// second 5 whatever the set-up took, but never beyond second 9.
  @Test func aSolversTimeRunsFromItsFirstIteration() {
    #expect(!marks([]).isOver(after: 8.9, limitSeconds: 3))
    #expect(marks([]).isOver(after: 9.1, limitSeconds: 3))
    // Two iterations are too few.
    #expect(!marks([(2, 1), (3, 2)]).isOver(after: 5.1, limitSeconds: 3))
    let three = marks([(2, 1), (3, 2), (4, 3)])
    #expect(!three.isOver(after: 4.9, limitSeconds: 3))
    #expect(three.isOver(after: 5.1, limitSeconds: 3))
  }
}
