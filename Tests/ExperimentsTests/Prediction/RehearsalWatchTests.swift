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
}
