import Foundation
import Learning

/// How a solve goes on beyond what was seen of it.
enum SolveTail: Sendable, Hashable {
  /// The fits of a cross-validation: one fold takes as much as another.
  case even
  /// Newton's methods: near the goal each step multiplies the digits that are right.
  case quadratic
  /// Accelerated gradient steps that start afresh: each digit takes the passes of the one before.
  case linear
  /// Quasi-Newton methods, far from where they are quick: each digit takes a multiple of the passes
  /// of the one before.
  case power

  /// The tail of a solver as a solve's report names it.
  init(solver: LinearSolver, chooses: Bool) {
    if chooses {
      self = .even
    } else {
      switch solver {
      case .newton, .newtonCG, .coordinateDescent: self = .quadratic
      case .proximalGradient: self = .linear
      default: self = .power
      }
    }
  }

  /// Passes in all of a solve that was seen until a depth below 1.
  func passCount(of course: SolveCourse) -> Double? {
    let depth = course.depth
    guard depth > 0, let last = course.passCount(toDepth: depth),
      let half = course.passCount(toDepth: depth / 2)
    else { return nil }
    if depth >= 1 { return last }
    switch self {
    case .even:
      return last / depth
    case .quadratic:
      // As many passes as the last doubling of the digits took, for each that is left.
      return last + (last - half) * log2(1 / depth)
    case .linear:
      return last + (last - half) * (1 - depth) / (depth / 2)
    case .power:
      guard half > 0, last > half else { return last / depth }
      // As far again as was compared; beyond that along the line.
      let growth = log(last / half) / (depth / 2)
      let reach = min(1, 1.5 * depth)
      let there = last * exp(growth * (reach - depth))
      return there * (1 + growth * (1 - reach))
    }
  }
}
