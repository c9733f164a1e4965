import Foundation
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
func reachesThePeakWithoutWarmUp(name: String) {
  let factors = (0..<50).map { schedule(name).factor(at: $0, of: 50, stepsPerEpoch: 5) }
  #expect(factors.contains(1))
}

/// Over 200 epochs whose loss does not fall, all but a constant rate have fallen.
@Test(arguments: scheduleCatalog.names)
func onlyAConstantScheduleStaysAtThePeak(name: String) {
  let schedule = schedule(name)
  var state = ScheduleState()
  var lowest = 1.0
  for step in 0..<1000 {
    let factor = schedule.factor(at: step, of: 1000, stepsPerEpoch: 5)
    lowest = min(lowest, factor * state.factor)
    if step % 5 == 4 { schedule.update(&state, afterEpochWith: 1) }
  }
  #expect(schedule.isConstant == (lowest == 1))
}

@Test func exponentialFallsAfterEachEpoch() {
  let exponential = schedule("exponential", ("gamma", 0.5))
  let factors = [0, 2, 3, 6].map { exponential.factor(at: $0, of: 100, stepsPerEpoch: 3) }
  #expect(factors == [1, 1, 0.5, 0.25])
}

@Test func oneCycleStartsAndEndsLow() {
  // Without warm-up the default rise takes 0.3·50 steps.
  let factors = (0..<50).map { schedule("one_cycle").factor(at: $0, of: 50, stepsPerEpoch: 5) }
  #expect(factors.firstIndex(of: 1) == 14)
  let cycle = schedule("one_cycle", ("div_factor", 10), ("final_div_factor", 100))
  #expect(abs(cycle.factor(at: 0, of: 100, stepsPerEpoch: 1) - 0.1) < 1e-15)
  #expect(abs(cycle.factor(at: 99, of: 100, stepsPerEpoch: 1) - 0.001) < 1e-15)
  // Few steps leave no room for a rise.
  #expect(cycle.factor(at: 0, of: 1, stepsPerEpoch: 1) == 1)
}

/// The saved state is all that a schedule needs to resume.
@Test(arguments: scheduleCatalog.names)
func stateResumesExactly(name: String) throws {
  let losses: [Double] = [
    1, 0.9, 0.95, .nan, 0.8, 0.81, 0.82, 0.8, 0.8, 0.8, 0.8, 0.8, .infinity, 0.8, 0.8,
  ]
  let schedule = schedule(name)
  var whole = ScheduleState()
  for loss in losses { schedule.update(&whole, afterEpochWith: loss) }
  #expect(whole.factor > 0 && whole.factor <= 1)
  for cut in 0...losses.count {
    var first = ScheduleState()
    for loss in losses[..<cut] { schedule.update(&first, afterEpochWith: loss) }
    let saved = try JSONEncoder().encode(first)
    var second = try JSONDecoder().decode(ScheduleState.self, from: saved)
    for loss in losses[cut...] { schedule.update(&second, afterEpochWith: loss) }
    #expect(second == whole)
  }
}

@Test func plateauFallsAfterItsPatience() {
  let plateau = schedule("plateau", ("factor", 0.5), ("patience", 1), ("min_factor", 0.2))
  var state = ScheduleState()
  // A loss that is no number, or not below 0.8 by its ten-thousandth part, is no gain.
  let losses: [Double] = [1, 0.8, 0.8, 0.79999, 0.7, .nan, 0.9, 0.7, 0.7, 0.1]
  let factors = losses.map { loss in
    plateau.update(&state, afterEpochWith: loss)
    return state.factor
  }
  #expect(factors == [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.2, 0.2])
}

@Test func plateauWatchesTheDevRowsElseTheTrainingRows() throws {
  let set = syntheticSet(.binary)
  var plan = smallPlan(learningRate: 0.05, budget: .epochs(30))
  // Any epoch that is not half as good as the best so far counts.
  plan.schedule = schedule("plateau", ("factor", 0.5), ("patience", 1), ("threshold", 0.5))
  // Dev rows whose targets are turned round: what helps training makes their loss worse.
  guard case .classes(let classes, _) = set.targets else { return }
  let turned = TrainingSet(
    inputs: set.inputs, targets: .classes(classes.map { 1 - $0 }, classCount: 2),
    rowIDs: set.rowIDs)
  for dev in [nil, turned] {
    let outcome = try recipe("mlp").fitted(
      to: set, dev: dev, plan: plan, context: TrainingContext())
    var state = ScheduleState()
    for epoch in outcome.epochs {
      #expect(epoch.learningRate == 0.05 * state.factor)
      plan.schedule.update(&state, afterEpochWith: epoch.devLoss ?? epoch.trainLoss)
    }
    #expect(state.factor < 0.5)
  }
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
