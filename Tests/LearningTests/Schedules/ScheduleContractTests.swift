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
  let factors = (0..<50).map { schedule(name).factor(at: $0, of: 50, stepsPerEpoch: 5) }
  // One cycle rises by itself, over 0.3·50 steps.
  #expect(factors.firstIndex(of: 1) == (name == "one_cycle" ? 14 : 0))
}

@Test func exponentialFallsAfterEachEpoch() {
  let exponential = schedule("exponential", ("gamma", 0.5))
  let factors = [0, 2, 3, 6].map { exponential.factor(at: $0, of: 100, stepsPerEpoch: 3) }
  #expect(factors == [1, 1, 0.5, 0.25])
}

@Test func oneCycleStartsAndEndsLow() {
  let cycle = schedule("one_cycle", ("div_factor", 10), ("final_div_factor", 100))
  #expect(abs(cycle.factor(at: 0, of: 100, stepsPerEpoch: 1) - 0.1) < 1e-15)
  #expect(abs(cycle.factor(at: 99, of: 100, stepsPerEpoch: 1) - 0.001) < 1e-15)
  // Few steps leave no room for a rise.
  #expect(cycle.factor(at: 0, of: 1, stepsPerEpoch: 1) == 1)
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
