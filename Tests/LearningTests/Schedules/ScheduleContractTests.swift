import Schema
import Testing

@testable import Learning

@Test(arguments: scheduleCatalog.names)
func factorsStayBetweenZeroAndOne(name: String) {
  for warmup in [0, 1, 5, 200] {
    let schedule = schedule(name, ("warmup_steps", .integer(warmup)))
    #expect(schedule.kind == name)
    for stepCount in [1, 2, 100] {
      for step in 0..<stepCount {
        let factor = schedule.factor(at: step, of: stepCount, stepsPerEpoch: 3)
        #expect(factor >= 0 && factor <= 1)
        if step < warmup { #expect(factor == Double(step + 1) / Double(warmup)) }
      }
    }
  }
}

@Test(arguments: scheduleCatalog.names)
func startsAtThePeakWithoutWarmUp(name: String) {
  #expect(schedule(name).factor(at: 0, of: 50, stepsPerEpoch: 5) == 1)
}

@Test func stepFallsAfterEachPeriod() {
  let step = schedule("step", ("step_size", 2), ("gamma", 0.5))
  // Three steps an epoch: falls at steps 6 and 12.
  let factors = [0, 5, 6, 11, 12].map { step.factor(at: $0, of: 100, stepsPerEpoch: 3) }
  #expect(factors == [1, 1, 0.5, 0.5, 0.25])
}

@Test func cosineEndsNearItsFinalFactor() {
  let cosine = schedule("cosine", ("final_factor", 0.1))
  #expect(abs(cosine.factor(at: 50, of: 100, stepsPerEpoch: 1) - 0.55) < 1e-15)
  let last = cosine.factor(at: 99, of: 100, stepsPerEpoch: 1)
  #expect(last > 0.1 && last < 0.101)
}
