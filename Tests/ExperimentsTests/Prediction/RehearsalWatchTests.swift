import Learning
import Testing

@testable import Experiments

@Suite struct RehearsalWatchTests {
  /// Copies of the inputs, made before the first step is done, are no part of the next ones: what is
  /// over by the clock goes on until a second step has been timed.
  @Test func timesASecondStepWhateverTheFirstTook() {
    let watch = RehearsalWatch(monitor: nil, limitSeconds: 0)
    func step(_ number: Int) {
      _ = watch.stepEnded(
        StepReport(
          step: number, epoch: 1, stepCount: 9, stepsPerEpoch: 9, loss: 1, rowCount: 5,
          gradientNorm: 1, parameterNorm: 1, learningRate: 0.1, isClipped: false)
      ) { fatalError("not asked for") }
    }
    step(1)
    #expect(!watch.isOver)
    step(2)
    #expect(watch.isOver)
    #expect(watch.marks.doublings.count == 2)
  }

  /// An epoch that was cut short says nothing of what epochs take; of the first its look at the dev
  /// rows counts.
  @Test func countsNoLaterEpochThatWasCutShort() {
    func epochCount(cutAfter wholeEpochs: Int) -> Int {
      let watch = RehearsalWatch(monitor: nil, limitSeconds: 0)
      func step(_ number: Int) {
        _ = watch.stepEnded(
          StepReport(
            step: number, epoch: 1, stepCount: 9, stepsPerEpoch: 2, loss: 1, rowCount: 5,
            gradientNorm: 1, parameterNorm: 1, learningRate: 0.1, isClipped: false)
        ) { fatalError("not asked for") }
      }
      func endEpoch(_ number: Int) {
        watch.observe(
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
      #expect(watch.isOver)
      endEpoch(wholeEpochs + 1)
      return watch.marks.epochs.count
    }
    #expect((0...3).map(epochCount) == [1, 1, 2, 3])
  }

  /// Set-up is told from passes by two iterations, unless they take far too long.
  @Test func seesTwoIterationsOfASolver() {
    let watch = RehearsalWatch(monitor: nil, limitSeconds: 1e9)
    func advance(_ passCount: Int) {
      watch.observe(
        .solverAdvanced(SolverProgress(passCount: passCount, remainder: 0.1, goal: 1e-4)))
    }
    advance(2)
    advance(5)
    #expect(watch.marks.course.points.map(\.passCount) == [2, 5])
    #expect(abs(watch.marks.course.depth - 0.25) < 1e-12)
    #expect(!watch.isOver)
  }

  /// Set-up until second 2, then an iteration each second: with a limit of 3 s it goes on until
  /// second 5 is past, whatever set-up took, but never beyond second 9.
  @Test func aSolversTimeRunsFromItsFirstIteration() {
    var marks = RehearsalWatch.Marks()
    #expect(!marks.isOver(after: 8.9, limitSeconds: 3))
    #expect(marks.isOver(after: 9.1, limitSeconds: 3))
    for passCount in 1...2 {
      marks.course.add(
        seconds: Double(passCount) + 1, passCount: passCount, remainder: 0.5, goal: 1e-4)
    }
    // Two iterations do not say what the next one takes.
    #expect(!marks.isOver(after: 5.1, limitSeconds: 3))
    marks.course.add(seconds: 4, passCount: 3, remainder: 0.4, goal: 1e-4)
    #expect(!marks.isOver(after: 4.9, limitSeconds: 3))
    #expect(marks.isOver(after: 5.1, limitSeconds: 3))
  }
}
